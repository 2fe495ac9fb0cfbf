import type { ArticleId, Instant, Revision } from '../ids.ts';
import type { Article, Card } from '../publishing/article.ts';
import type { Analysis } from './analyse.ts';
import { POSTINGS_MAX } from './posting.ts';
import { countOf, idfOf, isCommon, rarityOf, type Statistics } from './statistics.ts';
import {
  encodeVector,
  frequencyOf,
  hashOf,
  IS_POSTED,
  levelOf,
  VECTOR_TERMS_MAX,
  type Vector,
  type VectorTerm,
} from './vector.ts';

/** All that the engine keeps of one article: what pairs are scored on, and the newsroom's word. */
export interface Profile {
  readonly id: ArticleId;
  readonly revision: Revision;
  readonly language: string;
  readonly publishedAt: Instant;
  /** The primary section; empty when it has none. */
  readonly section: string;
  /** `encodeVector` of its best terms. */
  readonly vector: string;
  /** The sum of all its terms' frequencies, also of those not kept. */
  readonly length: number;
  /** Whether terms had to be left out. If so, which were depends on the statistics. */
  readonly cut: boolean;
  /** The statistics that `vector` was chosen, marked and `norm` measured by. */
  readonly statistics: number;
  readonly norm: number;
  readonly signature: string;
  /** Whether other articles' lists may name it. */
  readonly offered: boolean;
  readonly pins: readonly ArticleId[];
  readonly excludes: readonly ArticleId[];
  readonly translationOf?: ArticleId | undefined;
  /** The space in which a model of meaning has a vector of this revision. */
  readonly told?: string | undefined;
}

/** Terms under which an article is found. More find no better neighbours (docs/decisions/0201) … */
export const POSTED_TERMS_MAX = 50;
/**
 * … nor do more than will find so many postings together, as many as an article meets in an archive of some thousands:
 * so that what a publish reads and writes does not grow with the archive.
 */
const FOUND_MAX = 2500;

/** What the engine keeps of the revision that readers see. */
export function profileOf(
  card: Card,
  article: Article,
  { terms, length, signature }: Analysis,
  statistics: Statistics,
): Profile {
  const saturation = saturationOf(length, statistics);
  const ranked = [...terms]
    .map(([term, use]) =>
      rankedTerm(hashOf(term), use.frequency, use.flags, saturation, statistics),
    )
    .filter(({ common }) => !common)
    .sort((a, b) => b.impact - a.impact || a.hash - b.hash);
  const kept = ranked.slice(0, VECTOR_TERMS_MAX);
  const posted = postedOf(kept, statistics);
  return {
    id: card.id,
    revision: card.revision,
    language: card.language,
    publishedAt: card.publishedAt,
    section: card.sections[0] ?? '',
    vector: encodeVector(
      kept.map((term) => (posted.has(term) ? { ...term, flags: term.flags | IS_POSTED } : term)),
    ),
    length: Math.round(length),
    cut: kept.length < ranked.length || ranked.length < terms.size,
    statistics: statistics.number,
    norm: normOf(kept, saturation, statistics),
    signature,
    offered: !card.sensitive,
    pins: article.related.pin.filter((id) => id !== card.id),
    excludes: article.related.exclude,
    translationOf: article.translationOf,
  };
}

/** The terms that help most to find neighbours. */
function postedOf(kept: readonly RankedTerm[], statistics: Statistics): ReadonlySet<RankedTerm> {
  const { articles, archive, frequencies } = statistics;
  const each = archive / Math.max(1, articles);
  const posted = new Set<RankedTerm>();
  let found = 0;
  for (const term of [...kept].sort((a, b) => b.find - a.find || a.hash - b.hash)) {
    if (posted.size === POSTED_TERMS_MAX || found >= FOUND_MAX) break;
    posted.add(term);
    found += Math.min(POSTINGS_MAX, each * countOf(frequencies, term.hash));
  }
  return posted;
}

/**
 * A term met once or never may be a new story's name, or nobody's: it finds half as much as its rarity promises. Where
 * statistics are a sample's, not to have met it says that much less: of a million articles, a hundred may use it.
 */
const unknown = ({ articles, archive }: Statistics): number =>
  0.5 ** (articles / Math.max(1, articles, archive));

interface RankedTerm extends VectorTerm {
  readonly impact: number;
  /** How much the term helps to find neighbours. */
  readonly find: number;
  readonly common: boolean;
}

function rankedTerm(
  hash: number,
  frequency: number,
  flags: number,
  saturation: number,
  statistics: Statistics,
): RankedTerm {
  const level = levelOf(frequency);
  const kept = frequencyOf(level);
  const impact = (kept / (kept + saturation)) * idfOf(statistics, hash);
  const isKnown = countOf(statistics.frequencies, hash) > 1;
  return {
    hash,
    level,
    flags,
    impact,
    find: isKnown ? impact : unknown(statistics) * impact,
    common: isCommon(statistics, hash),
  };
}

/**
 * The frequency at which a term counts half: BM25's k1·(1 − b + b·length/average) with b = 0.6.
 * Where texts are longer, terms saturate later.
 */
export function saturationOf(length: number, { averageLength }: Statistics): number {
  const average = averageLength || length || 1;
  const k1 = Math.max(1, Math.log(average) - 2);
  return k1 * (0.4 + (0.6 * length) / average);
}

function normOf(terms: readonly VectorTerm[], saturation: number, statistics: Statistics): number {
  let sum = 0;
  for (const { hash, level } of terms) {
    const frequency = frequencyOf(level);
    const weight = frequency / (frequency + saturation);
    sum += weight * weight * rarityOf(statistics, hash);
  }
  return Math.round((Math.sqrt(sum) || 1) * 1000) / 1000;
}

/** The norm of a stored vector under other statistics than those it was stored with. */
export function normUnder(vector: Vector, length: number, statistics: Statistics): number {
  const saturation = saturationOf(length, statistics);
  let sum = 0;
  for (let n = 0; n < vector.size; n += 1) {
    const frequency = frequencyOf(vector.levels[n] ?? 0);
    const weight = frequency / (frequency + saturation);
    sum += weight * weight * rarityOf(statistics, vector.hashes[n] ?? 0);
  }
  return Math.round((Math.sqrt(sum) || 1) * 1000) / 1000;
}
