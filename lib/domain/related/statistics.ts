import { decodedAt, encoded, hashOf } from './vector.ts';

/** How much likelier a section's articles are to have their nearest neighbours there than chance has it, by section. */
export type Lifts = Readonly<Record<string, number>>;

/**
 * Frequencies of one language of one site, frozen and numbered: a pure function of the articles they were taken from.
 * Scores read these and nothing that moves, so that lists do not depend on the order in which articles came.
 */
export interface Statistics {
  /** 0: nothing is known yet. */
  readonly number: number;
  /** Articles counted: all, or the sample that stands for them. */
  readonly articles: number;
  /** How many articles there were, the sample's and the rest. */
  readonly archive: number;
  readonly averageLength: number;
  /** About how many articles each section had. */
  readonly sizes: Readonly<Record<string, number>>;
  readonly lifts: Lifts;
  /** The lift of all sections together, for those not in `lifts`. */
  readonly lift: number;
  readonly frequencies: Frequencies;
}

/** In how many of the counted articles a term stands. Terms met once or never are not kept: both count as once. */
export interface Frequencies {
  readonly size: number;
  /** Ascending. */
  readonly hashes: Int32Array;
  /** Quantised by `frequencyLevel`. */
  readonly levels: Uint8Array;
  /** What a term weighs beside its rarity (`measureCohesion`). */
  readonly cohesions: Uint8Array;
}

/** Counts in steps of a quarter of a doubling: 63 levels reach 55,000, more than is ever counted. */
const STEPS_A_DOUBLING = 4;
const frequencyLevel = (articles: number): number =>
  Math.min(63, Math.round(Math.log2(articles) * STEPS_A_DOUBLING));
const COUNTS = Float64Array.from({ length: 64 }, (_, level) => 2 ** (level / STEPS_A_DOUBLING));

/** Cohesion in steps of 1 % around 1. */
export const LEVEL_OF_ONE = 32;
const cohesionOf = (level: number): number => Math.exp((level - LEVEL_OF_ONE) / 100);

const NO_FREQUENCIES: Frequencies = {
  size: 0,
  hashes: new Int32Array(0),
  levels: new Uint8Array(0),
  cohesions: new Uint8Array(0),
};

export const NO_STATISTICS: Statistics = {
  number: 0,
  articles: 0,
  archive: 0,
  averageLength: 0,
  sizes: {},
  lifts: {},
  lift: 1,
  frequencies: NO_FREQUENCIES,
};

/** Takes the frequencies of articles' terms, each article once. */
export function frequenciesOf(articles: Iterable<Iterable<string>>): Frequencies {
  const counts = new Map<number, number>();
  for (const terms of articles) {
    for (const term of terms) {
      const hash = hashOf(term);
      counts.set(hash, (counts.get(hash) ?? 0) + 1);
    }
  }
  const kept = [...counts].filter(([, count]) => count > 1).sort(([a], [b]) => a - b);
  return {
    size: kept.length,
    hashes: Int32Array.from(kept, ([hash]) => hash),
    levels: Uint8Array.from(kept, ([, count]) => frequencyLevel(count)),
    cohesions: new Uint8Array(kept.length).fill(LEVEL_OF_ONE),
  };
}

/** The count of a term, as quantised: 1 for those not kept. */
export function countOf(frequencies: Frequencies, hash: number): number {
  const at = placeOf(frequencies, hash);
  return at < 0 ? 1 : (COUNTS[frequencies.levels[at] ?? 0] ?? 1);
}

function placeOf({ size, hashes }: Frequencies, hash: number): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((hashes[middle] ?? 0) < hash) low = middle + 1;
    else high = middle;
  }
  return low < size && hashes[low] === hash ? low : -1;
}

/**
 * Taken off every count: of the articles that a term was counted in, one or two are those that are looked at, and say
 * nothing of how common it is elsewhere. Where archives are small that is most of what a count says.
 */
const OWN_USE = 0.7;
const COUNT_MIN = 0.5;

/** BM25's idf, never negative. Without statistics every term counts the same. */
export function idfOf({ articles, frequencies }: Statistics, hash: number): number {
  if (articles === 0) return 1;
  const elsewhere = Math.max(COUNT_MIN, countOf(frequencies, hash) - OWN_USE);
  const count = Math.min(articles, elsewhere);
  return Math.log(1 + (articles - count + 0.5) / (count + 0.5));
}

/**
 * The log of the odds that an article that belongs beside another uses a given term of it, here a little over one in
 * four: what is shared is evidence only so far as it is rarer than that (Croft and Harper, 1979). Small archives need
 * it most, as their rarest terms are not yet much rarer than the rest.
 */
const LOG_ODDS = -1;
/** Terms that nearly a quarter of all articles use still break ties. */
const RARITY_MIN = 0.05;

/** How much sharing a term says of two articles, however often they use it. */
export function rarityOf(statistics: Statistics, hash: number): number {
  const { articles, frequencies } = statistics;
  if (articles === 0) return 1;
  const at = placeOf(frequencies, hash);
  const cohesion = at < 0 ? 1 : cohesionOf(frequencies.cohesions[at] ?? LEVEL_OF_ONE);
  return Math.max(RARITY_MIN, idfOf(statistics, hash) + LOG_ODDS) * cohesion;
}

/** Whether a term stands in so many articles that finding them by it is no help. */
export const isCommon = ({ articles, frequencies }: Statistics, hash: number): boolean =>
  countOf(frequencies, hash) > Math.max(5, articles / 4);

const CHARACTERS = 7;

export function encodeFrequencies({ size, hashes, levels, cohesions }: Frequencies): string {
  const parts: string[] = [];
  for (let n = 0; n < size; n += 1) {
    parts.push(
      encoded(hashes[n] ?? 0, 5) + encoded((levels[n] ?? 0) * 64 + (cohesions[n] ?? 0), 2),
    );
  }
  return parts.join('');
}

export function decodeFrequencies(text: string): Frequencies {
  const size = Math.floor(text.length / CHARACTERS);
  const hashes = new Int32Array(size);
  const levels = new Uint8Array(size);
  const cohesions = new Uint8Array(size);
  for (let n = 0; n < size; n += 1) {
    hashes[n] = decodedAt(text, n * CHARACTERS, 5);
    levels[n] = decodedAt(text, n * CHARACTERS + 5, 1);
    cohesions[n] = decodedAt(text, n * CHARACTERS + 6, 1);
  }
  return { size, hashes, levels, cohesions };
}
