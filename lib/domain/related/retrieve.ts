import type { ArticleId, SiteId } from '../ids.ts';
import { type Item, type Key, keyText, memberSet, type SetChange } from '../ports.ts';
import { postingsKey } from './keys.ts';
import {
  dayIn,
  dayOf,
  idIn,
  POSTINGS_MAX,
  rankIn,
  saturationIn,
  sectionCode,
  sectionIn,
} from './posting.ts';
import { type Scored, saturated } from './score.ts';
import { idfOf, type Statistics } from './statistics.ts';
import { IS_POSTED } from './vector.ts';

/** Postings kept of one term: withdrawals take some out, and what was cut off does not come back by itself. */
const POSTINGS_KEPT = POSTINGS_MAX + 14;
/** A set is cut back when it has grown this much beyond that: one cut pays for many additions. */
const POSTINGS_SLACK = 16;
/**
 * Postings weighed for one article, those of its most telling terms first: as many as it meets in an archive of a
 * thousand, so that it takes no longer in one of a million. Twice as many find nothing better (docs/decisions/0201).
 */
const WEIGHED_MAX = 1000;
/** Candidates scored exactly. The right order of as few would score above .93: more would be of little use. */
const CANDIDATES_MAX = 100;

/** The terms that an article is looked up by: the ones it is found by itself. */
export function lookups(site: SiteId, { profile, vector }: Scored): readonly Lookup[] {
  const found: Lookup[] = [];
  for (let n = 0; n < vector.size; n += 1) {
    if (!((vector.flags[n] ?? 0) & IS_POSTED)) continue;
    const hash = vector.hashes[n] ?? 0;
    const key = postingsKey(site, profile.language, hash);
    found.push({ key, hash, level: vector.levels[n] ?? 0 });
  }
  return found;
}

interface Lookup {
  readonly key: Key;
  readonly hash: number;
  readonly level: number;
}

/** The articles that share the most telling terms, best first. */
export function candidates(
  site: SiteId,
  article: Scored,
  statistics: Statistics,
  items: ReadonlyMap<string, Item>,
): readonly ArticleId[] {
  const places = new Map<ArticleId, number>();
  const sums = new Float64Array(WEIGHED_MAX + POSTINGS_MAX);
  const near = closeness(article);
  let weighed = 0;
  for (const { key, impact } of mostTellingFirst(lookups(site, article), article, statistics)) {
    if (weighed >= WEIGHED_MAX) break;
    const postings = bestOf(memberSet(items.get(keyText(key))));
    weighed += postings.length;
    for (const posting of postings) {
      const id = idIn(posting);
      const place = places.get(id) ?? places.size;
      if (place === places.size) places.set(id, place);
      sums[place] = (sums[place] ?? 0) + impact * saturationIn(posting) * near(posting);
    }
  }
  const own = places.get(article.profile.id);
  if (own !== undefined) sums[own] = 0;
  return best([...places.keys()], sums.subarray(0, places.size));
}

interface Telling extends Lookup {
  /** How much the term says of the article. */
  readonly impact: number;
}

const mostTellingFirst = (
  found: readonly Lookup[],
  { saturation }: Scored,
  statistics: Statistics,
): readonly Telling[] =>
  found
    .map((lookup) => ({
      ...lookup,
      impact: saturated(lookup.level, saturation) * idfOf(statistics, lookup.hash),
    }))
    .sort((a, b) => b.impact - a.impact || a.hash - b.hash);

/** Those with the largest sums, largest first. Only numbers are sorted whole: that needs no comparing in JavaScript. */
function best(ids: readonly ArticleId[], sums: Float64Array): readonly ArticleId[] {
  const least = sums.toSorted()[ids.length - CANDIDATES_MAX] ?? 0;
  return ids
    .map((id, n): readonly [ArticleId, number] => [id, sums[n] ?? 0])
    .filter(([, sum]) => sum > 0 && sum >= least)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, CANDIDATES_MAX)
    .map(([id]) => id);
}

/** By days apart. Further apart nothing is left of the second half: it is less than a number's last digit. */
const RECENCY = Float64Array.from({ length: 1600 }, (_, days) => 0.5 + 0.5 * 2 ** (-days / 30));

/** What a posting tells of an article besides its weight: a first guess of what the exact score will make of it. */
function closeness({ profile }: Scored): (posting: string) => number {
  const [own, section] = [dayOf(profile.publishedAt), sectionCode(profile.section)];
  return (posting) => {
    const recency = RECENCY[Math.abs(own - dayIn(posting))] ?? 0.5;
    return sectionIn(posting) === section ? 1.25 * recency : recency;
  };
}

/** The weightiest, of these the newest: sorted members have them at the end. */
function bestOf(members: readonly string[]): readonly string[] {
  if (members.length <= POSTINGS_MAX) return members;
  return sorted(members).slice(-POSTINGS_MAX);
}

/** Stores mostly give sets in order, and promise nothing. */
function sorted(members: readonly string[]): readonly string[] {
  return members.every((member, n) => n === 0 || isAfter(member, members[n - 1] ?? ''))
    ? members
    : [...members].sort();
}

/** Numbers first: thousands of texts would have to be compared for each article. */
function isAfter(posting: string, other: string): boolean {
  const difference = rankIn(posting) - rankIn(other);
  return difference > 0 || (difference === 0 && posting > other);
}

/** What to take out of sets that have grown beyond what is read of them. */
export function trims(items: Iterable<Item>): readonly SetChange[] {
  const changes: SetChange[] = [];
  for (const item of items) {
    const all = memberSet(item);
    if (all.length <= POSTINGS_KEPT + POSTINGS_SLACK) continue;
    const { pk, sk } = item;
    changes.push({
      key: { pk, sk },
      members: sorted(all).slice(0, all.length - POSTINGS_KEPT),
    });
  }
  return changes;
}
