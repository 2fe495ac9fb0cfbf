import { millis } from '../time.ts';
import { normUnder, type Profile, saturationOf } from './profile.ts';
import { LIKENESS_MAX } from './ranking.ts';
import { rarityOf, type Statistics } from './statistics.ts';
import {
  decodeVector,
  frequencyOf,
  IN_BODY,
  IN_LEAD,
  IN_TITLE,
  IS_NAME,
  IS_TAG,
  LEVELS,
  sumOfShared,
  type Vector,
} from './vector.ts';

const DAY_MS = 86_400_000;
/** After this many days apart half of what recency adds is gone … */
const HALF_LIFE_DAYS = 27;
/** … and this share of a score never goes. */
const AGELESS = 0.53;
/**
 * In an archive of this many articles recency counts half: it tells one event from others of its kind, and a small
 * archive has few of a kind.
 */
const ARCHIVE_OF_HALF = 200;

const TEXT_POWER = 0.8;
const NORM_POWER = 0.265;
const SECTION = Math.exp(0.25);
const LIFT_POWER = 0.65;

/** What a shared term adds when both articles use it alike, where texts are long. */
const NAME_IN_BOTH = 0.8;
const LEAD_IN_BOTH = 0.8;
const TITLE_AND_BODY = 0.5;
/** Whatever the length of texts: a tag is the newsroom's own word. */
const TAG_IN_BOTH = 0.4;
/** The average length at which the beginning of a text says half as much of it as where texts are long. */
const LENGTH_OF_HALF = 300;
/** … in large archives. In one of this many articles length matters half as much: little is known of rarity yet. */
const ARTICLES_OF_HALF = 100;

const FREQUENCIES = Float64Array.from({ length: LEVELS }, (_, level) => frequencyOf(level));

/** A profile made ready to be scored against others under one set of statistics. */
export interface Scored {
  readonly profile: Profile;
  readonly vector: Vector;
  readonly saturation: number;
  readonly norm: number;
  /** How much it says where a term stands, 0 to 1: in a text that is all beginning, little. */
  readonly emphasis: number;
  readonly at: number;
}

export function scored(profile: Profile, statistics: Statistics): Scored {
  const vector = decodeVector(profile.vector);
  return {
    profile,
    vector,
    saturation: saturationOf(profile.length, statistics),
    norm:
      profile.statistics === statistics.number
        ? profile.norm
        : normUnder(vector, profile.length, statistics),
    emphasis: emphasisUnder(statistics),
    at: millis(profile.publishedAt),
  };
}

function emphasisUnder({ averageLength, articles }: Statistics): number {
  const half = LENGTH_OF_HALF * (articles / (articles + ARTICLES_OF_HALF));
  return averageLength === 0 ? 0 : averageLength / (averageLength + half);
}

/** How much each term of a vector counts for being rare. Looked up once for all pairs of an article. */
export function raritiesOf({ vector }: Scored, statistics: Statistics): Float64Array {
  return Float64Array.from(vector.hashes, (hash) => rarityOf(statistics, hash));
}

/** Scores are kept as whole numbers, so that equal ones are equal everywhere and ties fall to the date. */
const SCALE = 10_000;

/**
 * How related two articles are: a pure function of what is stored of both and of the statistics, the same both ways.
 * 0: not at all.
 *
 * @param rarities `raritiesOf` the first.
 */
export function scoreOf(
  a: Scored,
  rarities: Float64Array,
  b: Scored,
  statistics: Statistics,
): number {
  const text = textScore(a, rarities, b);
  if (text === 0) return 0;
  return Math.round(
    SCALE *
      text ** TEXT_POWER *
      (a.norm * b.norm) ** -NORM_POWER *
      recency(a, b, statistics) *
      sectionFactor(a.profile.section, b.profile.section, statistics),
  );
}

/** 1 on the same day, less the further apart. */
function recency(a: Scored, b: Scored, { archive }: Statistics): number {
  const ages = (1 - AGELESS) * (archive / (archive + ARCHIVE_OF_HALF));
  const apart = Math.abs(a.at - b.at) / DAY_MS;
  return 1 - ages + ages * 2 ** (-apart / HALF_LIFE_DAYS);
}

/** The same section counts for as much as it has been worth on this site. */
function sectionFactor(a: string, b: string, { lifts, lift }: Statistics): number {
  return a !== '' && a === b ? SECTION * (lifts[a] ?? lift) ** LIFT_POWER : 1;
}

function textScore(a: Scored, rarities: Float64Array, b: Scored): number {
  return sumOfShared(a.vector.hashes, b.vector.hashes, (n, m) => {
    const weight = weightOfShared(a, n, b, m);
    return (rarities[n] ?? 0) * weight * emphasis(a, n, b, m);
  });
}

/** A shared term's part in the text's score. */
export interface SharedTerm {
  readonly hash: number;
  readonly value: number;
  readonly inHeadlines: boolean;
  readonly isName: boolean;
  readonly isTopic: boolean;
}

/** What the text's score of two articles is made of. */
export function sharedTerms(a: Scored, rarities: Float64Array, b: Scored): SharedTerm[] {
  const shared: SharedTerm[] = [];
  sumOfShared(a.vector.hashes, b.vector.hashes, (n, m) => {
    const [inA, inB] = [a.vector.flags[n] ?? 0, b.vector.flags[m] ?? 0];
    shared.push({
      hash: a.vector.hashes[n] ?? 0,
      value: (rarities[n] ?? 0) * weightOfShared(a, n, b, m) * emphasis(a, n, b, m),
      inHeadlines: (inA & inB & IN_TITLE) !== 0,
      isName: (inA & inB & IS_NAME) !== 0,
      isTopic: (inA & inB & IS_TAG) !== 0,
    });
    return 0;
  });
  return shared;
}

/** How alike two texts are, 0 to `LIKENESS_MAX`: a cosine, whatever their sections, dates and emphases. */
export function likenessOf(a: Scored, rarities: Float64Array, b: Scored): number {
  const sum = sumOfShared(
    a.vector.hashes,
    b.vector.hashes,
    (n, m) => (rarities[n] ?? 0) * weightOfShared(a, n, b, m),
  );
  return Math.min(LIKENESS_MAX, Math.round((LIKENESS_MAX * sum) / (a.norm * b.norm)));
}

function weightOfShared(a: Scored, n: number, b: Scored, m: number): number {
  const inA = saturated(a.vector.levels[n] ?? 0, a.saturation);
  return inA * saturated(b.vector.levels[m] ?? 0, b.saturation);
}

/** A term's weight in a text: grows with its frequency, ever more slowly. */
export function saturated(level: number, saturation: number): number {
  const frequency = FREQUENCIES[level] ?? 0;
  return frequency / (frequency + saturation);
}

/** A term means more where both articles make it a name, a tag or their beginning. */
function emphasis(a: Scored, n: number, b: Scored, m: number): number {
  const [inA, inB] = [a.vector.flags[n] ?? 0, b.vector.flags[m] ?? 0];
  const both = inA & inB;
  if (both & IS_TAG) return 1 + TAG_IN_BOTH;
  let more = 0;
  if (both & IS_NAME) more += NAME_IN_BOTH;
  if (inA & BEGINNING && inB & BEGINNING) more += LEAD_IN_BOTH;
  if ((inA & IN_TITLE && inB & IN_BODY) || (inB & IN_TITLE && inA & IN_BODY))
    more += TITLE_AND_BODY;
  return 1 + a.emphasis * more;
}

const BEGINNING = IN_TITLE | IN_LEAD;
