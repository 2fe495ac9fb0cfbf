import { saturationOf } from './profile.ts';
import { idfOf, isCommon, LEVEL_OF_ONE, type Statistics } from './statistics.ts';
import type { Counted } from './take-statistics.ts';
import { frequencyOf, hashOf, levelOf, sumOfShared, VECTOR_TERMS_MAX } from './vector.ts';

/** Pairs of articles looked at for one term. */
const PAIRS = 24;
/** Pairs of the average that every term starts with: few pairs say little. */
const PRIOR = 3;
/** How much cohesion weighs beside rarity. */
const POWER = 0.12;

/**
 * How much the articles that share a term have in common besides it. “Harbour” brings together what belongs together,
 * “Tuesday” does not, however rare both are: worth .002 to .004 nDCG. Levels by the order of the statistics' terms.
 */
export function measureCohesion(articles: readonly Counted[], base: Statistics): Uint8Array {
  const texts = articles.map((article) => weighted(article, base));
  const holders = new Map<number, number[]>();
  texts.forEach(({ hashes }, n) => {
    for (const hash of hashes) {
      const found = holders.get(hash);
      if (found) found.push(n);
      else holders.set(hash, [n]);
    }
  });
  const { size, hashes } = base.frequencies;
  const sums = new Float64Array(size);
  const counts = new Float64Array(size);
  for (let n = 0; n < size; n += 1) {
    const hash = hashes[n] ?? 0;
    for (const [a, b] of pairsOf(holders.get(hash) ?? [], hash)) {
      sums[n] = (sums[n] ?? 0) + likeness(texts[a], texts[b], hash);
      counts[n] = (counts[n] ?? 0) + 1;
    }
  }
  return levelsOf(sums, counts);
}

function levelsOf(sums: Float64Array, counts: Float64Array): Uint8Array {
  let total = 0;
  let measured = 0;
  counts.forEach((count, n) => {
    if (count === 0) return;
    total += (sums[n] ?? 0) / count;
    measured += 1;
  });
  const mean = total / measured || 1;
  return Uint8Array.from(sums, (sum, n) => {
    const cohesion = (sum + PRIOR * mean) / ((counts[n] ?? 0) + PRIOR) / mean;
    const level = Math.round(100 * POWER * Math.log(Math.max(0.02, cohesion)));
    return Math.max(0, Math.min(63, LEVEL_OF_ONE + level));
  });
}

interface Weighted {
  readonly hashes: Int32Array;
  readonly weights: Float64Array;
  readonly norm: number;
}

function weighted({ analysis }: Counted, base: Statistics): Weighted {
  const saturation = saturationOf(analysis.length, base);
  const terms = Array.from(analysis.terms, ([term, use]) => {
    const hash = hashOf(term);
    const frequency = frequencyOf(levelOf(use.frequency));
    const idf = isCommon(base, hash) ? 0 : idfOf(base, hash);
    return { hash, weight: (frequency / (frequency + saturation)) * idf ** 0.75, idf };
  });
  const kept = terms
    .filter(({ idf }) => idf > 0)
    .sort((a, b) => b.weight - a.weight || a.hash - b.hash)
    .slice(0, VECTOR_TERMS_MAX)
    .sort((a, b) => a.hash - b.hash);
  const norm = Math.sqrt(kept.reduce((sum, { weight }) => sum + weight * weight, 0)) || 1;
  return {
    hashes: Int32Array.from(kept, ({ hash }) => hash),
    weights: Float64Array.from(kept, ({ weight }) => weight),
    norm,
  };
}

/** Different pairs of the articles: all of them, or as many as `PAIRS`, the same for the same articles. */
function pairsOf(
  articles: readonly number[],
  seed: number,
): readonly (readonly [number, number])[] {
  const all = (articles.length * (articles.length - 1)) / 2;
  const pairs: (readonly [number, number])[] = [];
  let state = seed >>> 0;
  for (let n = 0; n < Math.min(all, PAIRS); n += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const at = all <= PAIRS ? n : Math.floor((state / 4_294_967_296) * all);
    const row = Math.floor((1 + Math.sqrt(1 + 8 * at)) / 2);
    pairs.push([articles[row] ?? 0, articles[at - (row * (row - 1)) / 2] ?? 0]);
  }
  return pairs;
}

/** The cosine of two texts, without one term. */
function likeness(a: Weighted | undefined, b: Weighted | undefined, but: number): number {
  if (!a || !b) return 0;
  const sum = sumOfShared(a.hashes, b.hashes, (n, m) =>
    a.hashes[n] === but ? 0 : (a.weights[n] ?? 0) * (b.weights[m] ?? 0),
  );
  return sum / (a.norm * b.norm);
}
