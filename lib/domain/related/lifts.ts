import { saturationOf } from './profile.ts';
import { idfOf, isCommon, type Lifts, type Statistics } from './statistics.ts';
import type { Counted } from './take-statistics.ts';
import { frequencyOf, hashOf, levelOf } from './vector.ts';

/** Articles whose neighbours are looked at, evenly taken from the sample. */
const PROBES_MAX = 400;
/** The nearest by text that count as neighbours … */
const NEAREST = 3;
/** … of at least this many that share anything. */
const CANDIDATES_MIN = 10;
/** Terms an article is looked up by, and articles a term leads to. */
const TERMS = 25;
const POSTINGS = 200;

interface Tally {
  /** Neighbours looked at, and how many of them stand in the same section. */
  near: number;
  nearSame: number;
  /** Articles probed, and the sum of their shares of candidates in the same section. */
  probes: number;
  sameShare: number;
}

/**
 * How much likelier an article's nearest neighbours by text stand in its section than all that share anything with it:
 * what being of one section is worth, learned without labels. Sections with few articles lean on the whole.
 */
export function measureLifts(
  articles: readonly Counted[],
  base: Statistics,
): { readonly lift: number; readonly lifts: Lifts } {
  const weights = articles.map((article) => weightsOf(article, base));
  const postings = new Map<number, number[]>();
  weights.forEach((terms, n) => {
    for (const hash of terms.keys()) {
      const found = postings.get(hash);
      if (!found) postings.set(hash, [n]);
      else if (found.length < POSTINGS) found.push(n);
    }
  });
  const tallies = new Map<string, Tally>();
  const step = Math.max(1, Math.floor(articles.length / PROBES_MAX));
  for (let n = 0; n < articles.length; n += step) probe(articles, weights, postings, n, tallies);
  return liftsOf(tallies);
}

function weightsOf({ analysis }: Counted, base: Statistics): ReadonlyMap<number, number> {
  const saturation = saturationOf(analysis.length, base);
  const all = Array.from(analysis.terms, ([term, use]) => {
    const hash = hashOf(term);
    const frequency = frequencyOf(levelOf(use.frequency));
    const common = isCommon(base, hash);
    return [hash, common ? 0 : (frequency / (frequency + saturation)) * idfOf(base, hash)] as const;
  });
  return new Map(
    all
      .filter(([, weight]) => weight > 0)
      .sort(([a, x], [b, y]) => y - x || a - b)
      .slice(0, TERMS),
  );
}

function probe(
  articles: readonly Counted[],
  weights: readonly ReadonlyMap<number, number>[],
  postings: ReadonlyMap<number, readonly number[]>,
  n: number,
  tallies: Map<string, Tally>,
): void {
  const section = articles[n]?.section ?? '';
  if (section === '') return;
  const sums = sharing(weights, postings, n);
  if (sums.size < CANDIDATES_MIN) return;
  const isSame = (other: number): boolean => articles[other]?.section === section;
  const nearest = [...sums].sort(([a, x], [b, y]) => y - x || a - b).slice(0, NEAREST);
  const tally = tallies.get(section) ?? { near: 0, nearSame: 0, probes: 0, sameShare: 0 };
  tally.near += nearest.length;
  tally.nearSame += nearest.filter(([other]) => isSame(other)).length;
  tally.probes += 1;
  tally.sameShare += [...sums.keys()].filter(isSame).length / sums.size;
  tallies.set(section, tally);
}

/** The articles that share a term with one of the articles, and how much. */
function sharing(
  weights: readonly ReadonlyMap<number, number>[],
  postings: ReadonlyMap<number, readonly number[]>,
  n: number,
): ReadonlyMap<number, number> {
  const sums = new Map<number, number>();
  for (const [hash, weight] of weights[n] ?? []) {
    for (const other of postings.get(hash) ?? []) {
      sums.set(other, (sums.get(other) ?? 0) + weight * (weights[other]?.get(hash) ?? 0));
    }
  }
  sums.delete(n);
  return sums;
}

function liftsOf(tallies: ReadonlyMap<string, Tally>): { lift: number; lifts: Lifts } {
  const all: Tally = { near: 0, nearSame: 0, probes: 0, sameShare: 0 };
  for (const { near, nearSame, probes, sameShare } of tallies.values()) {
    all.near += near;
    all.nearSame += nearSame;
    all.probes += probes;
    all.sameShare += sameShare;
  }
  const lift = (all.nearSame + 2) / (all.near + 4) / ((all.sameShare + 2) / (all.probes + 4));
  const lifts: Record<string, number> = {};
  for (const [section, { near, nearSame, probes, sameShare }] of tallies) {
    const share = (sameShare + 1) / (probes + 4);
    lifts[section] = rounded((nearSame + 5 * lift * share) / (near + 5) / share);
  }
  return { lift: rounded(lift), lifts };
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
