import type { Article } from '../publishing/article.ts';
import { analyse } from './analyse.ts';
import type { Profile } from './profile.ts';
import { raritiesOf, scored, scoreOf, sharedTerms } from './score.ts';
import type { Statistics } from './statistics.ts';
import { hashOf } from './vector.ts';

/** A term that two articles share, and what it makes of their score. */
export interface Evidence {
  /** As it is indexed: the beginning of a word, or `#` and a topic. */
  readonly term: string;
  /** Its share of the two texts' score. */
  readonly share: number;
  readonly inHeadlines: boolean;
  readonly isName: boolean;
  readonly isTopic: boolean;
}

export interface Explanation {
  readonly score: number;
  /** The heaviest first; shares add up to 1. */
  readonly terms: readonly Evidence[];
  readonly sameSection: boolean;
  readonly daysApart: number;
}

const DAY_MS = 86_400_000;

/**
 * Why two articles are related. Recomputed from what is stored: of terms only hashes are kept, so their words are
 * looked up in the article.
 */
export function explain(
  article: Article,
  profile: Profile,
  other: Profile,
  statistics: Statistics,
): Explanation {
  const a = scored(profile, statistics);
  const b = scored(other, statistics);
  const rarities = raritiesOf(a, statistics);
  const names = new Map(Array.from(analyse(article).terms.keys(), (term) => [hashOf(term), term]));
  const shared = sharedTerms(a, rarities, b);
  const total = shared.reduce((sum, { value }) => sum + value, 0) || 1;
  return {
    score: scoreOf(a, rarities, b, statistics),
    terms: shared
      .sort((x, y) => y.value - x.value || x.hash - y.hash)
      .map(({ hash, value, ...evidence }) => ({
        ...evidence,
        term: names.get(hash) ?? '?',
        share: Math.round((1000 * value) / total) / 1000,
      })),
    sameSection: profile.section !== '' && profile.section === other.section,
    daysApart: Math.round(Math.abs(a.at - b.at) / DAY_MS),
  };
}
