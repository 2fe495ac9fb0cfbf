import type { ArticleId, SiteId } from '../ids.ts';
import { type Item, type Key, keyText, memberSet, type SetChange } from '../ports.ts';
import { postingsKey } from './keys.ts';
import { dayOf, decodePosting, type Posting, postingSaturation, sectionCode } from './posting.ts';
import { type Scored, saturated } from './score.ts';
import { idfOf, type Statistics } from './statistics.ts';
import { IS_POSTED } from './vector.ts';

/**
 * Postings read of one term: the weightiest, of these the newest. With half as many, older articles of an archive lose
 * .006 nDCG when lists are computed from the index alone; twice as many find nothing better (docs/decisions/0201).
 */
export const POSTINGS_MAX = 100;
/** Postings kept of one term: withdrawals take some out, and what was cut off does not come back by itself. */
const POSTINGS_KEPT = POSTINGS_MAX + 14;
/** A set is cut back when it has grown this much beyond that: one cut pays for many additions. */
const POSTINGS_SLACK = 16;
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
  const sums = new Map<ArticleId, number>();
  const near = closeness(article);
  for (const { key, hash, level } of lookups(site, article)) {
    const impact = saturated(level, article.saturation) * idfOf(statistics, hash);
    for (const posting of postingsIn(items.get(keyText(key)))) {
      const weight = impact * postingSaturation(posting.weight) * near(posting);
      sums.set(posting.id, (sums.get(posting.id) ?? 0) + weight);
    }
  }
  sums.delete(article.profile.id);
  return [...sums]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, CANDIDATES_MAX)
    .map(([id]) => id);
}

/** What a posting tells of an article besides its weight: a first guess of what the exact score will make of it. */
function closeness({ profile }: Scored): (posting: Posting) => number {
  const [own, section] = [dayOf(profile.publishedAt), sectionCode(profile.section)];
  return (posting) => {
    const recency = 0.5 + 0.5 * 2 ** (-Math.abs(own - posting.day) / 30);
    return posting.section === section ? 1.25 * recency : recency;
  };
}

/** The weightiest, of these the newest: sorted members have them at the end. */
function postingsIn(item: Item | undefined): readonly Posting[] {
  const members = memberSet(item);
  const best = members.length > POSTINGS_MAX ? [...members].sort().slice(-POSTINGS_MAX) : members;
  return best.map(decodePosting);
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
      members: [...all].sort().slice(0, all.length - POSTINGS_KEPT),
    });
  }
  return changes;
}
