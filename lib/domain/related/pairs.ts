import { compareEntries, cut, type Entry, type RelatedList } from './list.ts';
import type { Profile } from './profile.ts';
import { raritiesOf, type Scored, scoreOf } from './score.ts';
import { isNearDuplicate } from './signature.ts';
import type { Statistics } from './statistics.ts';

/** Whether two articles may stand on each other's pages at all, whatever the newsroom says of either. */
export function isPair(a: Profile, b: Profile): boolean {
  return (
    a.id !== b.id &&
    a.language === b.language &&
    a.translationOf !== b.id &&
    b.translationOf !== a.id &&
    !(a.translationOf !== undefined && a.translationOf === b.translationOf) &&
    !isNearDuplicate(a.signature, b.signature)
  );
}

/** An article beside another, and how related they are: 0 when they may not stand together. */
export interface Pair {
  readonly other: Profile;
  readonly score: number;
}

/** Scores an article with each of the others. */
export function pairsOf(
  article: Scored,
  others: Iterable<Scored>,
  statistics: Statistics,
): readonly Pair[] {
  const rarities = raritiesOf(article, statistics);
  return Array.from(others, (other) => ({
    other: other.profile,
    score: isPair(article.profile, other.profile)
      ? scoreOf(article, rarities, other, statistics)
      : 0,
  }));
}

export const entryOf = (profile: Profile, score: number): Entry => ({
  id: profile.id,
  score,
  publishedAt: profile.publishedAt,
  signature: profile.signature,
});

/** Whether `owner`'s list may name `named`. */
export const mayName = (owner: Profile, named: Profile): boolean =>
  named.offered && !owner.excludes.includes(named.id);

/** An article's list, computed from all pairs that are known of it. */
export function ownList(owner: Profile, pairs: readonly Pair[], before: RelatedList): RelatedList {
  const entries = pairs
    .filter(({ other, score }) => score > 0 && mayName(owner, other))
    .map(({ other, score }) => entryOf(other, score));
  return cut({ version: before.version, entries, floor: 0, pins: owner.pins });
}

/** Others' lists that an article is offered to. Lists beyond have better entries nearly always. */
const OFFERS_MAX = 50;

/** The pairs worth offering to the other side, best first. */
export const offersOf = (article: Profile, pairs: readonly Pair[]): readonly Pair[] =>
  pairs
    .filter(({ other, score }) => score > 0 && mayName(other, article))
    .sort((a, b) => compareEntries(entryOf(a.other, a.score), entryOf(b.other, b.score)))
    .slice(0, OFFERS_MAX);
