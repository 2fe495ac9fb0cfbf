import type { ArticleId } from '../ids.ts';
import { millis } from '../time.ts';
import { compareEntries, cut, type Entry, type Placed, type RelatedList } from './list.ts';
import type { Profile } from './profile.ts';
import type { Likeness } from './ranking.ts';
import { likenessOf, raritiesOf, type Scored, scoreOf } from './score.ts';
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
  /** When it was published. */
  readonly at: number;
  readonly score: number;
}

/** Scores an article with each of the others. */
export function pairsOf(
  article: Scored,
  others: readonly Scored[],
  statistics: Statistics,
): readonly Pair[] {
  const rarities = raritiesOf(article, statistics);
  return others.map((other) => ({
    other: other.profile,
    at: other.at,
    score: isPair(article.profile, other.profile)
      ? scoreOf(article, rarities, other, statistics)
      : 0,
  }));
}

/** The likeness of two articles by their ids; 0 where one of them is gone. */
export type Alike = (one: ArticleId, other: ArticleId) => number;

/** Likenesses of those that `ready` knows, each computed once. */
export function likenesses(
  ready: (id: ArticleId) => Scored | undefined,
  statistics: (of: Scored) => Statistics,
): Alike {
  const rarities = new Map<ArticleId, Float64Array>();
  const known = new Map<string, number>();
  return (one, other) => {
    const name = one < other ? `${one} ${other}` : `${other} ${one}`;
    const done = known.get(name);
    const [a, b] = [ready(one), ready(other)];
    if (done !== undefined || !a || !b) return done ?? 0;
    const rarity = rarities.get(one) ?? raritiesOf(a, statistics(a));
    rarities.set(one, rarity);
    const likeness = likenessOf(a, rarity, b);
    known.set(name, likeness);
    return likeness;
  };
}

const NOTHING_ALIKE: Likeness = new Map();

const entryOf = ({ other: { id, signature }, at, score }: Pair): Entry => ({
  id,
  score,
  at,
  signature,
  likeness: NOTHING_ALIKE,
});

/** The article as an entry of a list, with its likeness to all that stand there. */
export function entryFor(list: RelatedList, profile: Profile, score: number, alike: Alike): Entry {
  const others = score > 0 ? list.entries.filter(({ id }) => id !== profile.id) : [];
  const likeness = new Map(others.map(({ id }) => [id, alike(profile.id, id)]));
  return { ...entryOf({ other: profile, at: millis(profile.publishedAt), score }), likeness };
}

/** Whether `owner`'s list may name `named`. */
export const mayName = (owner: Profile, named: Profile): boolean =>
  named.offered && !owner.excludes.includes(named.id);

/**
 * An article's list, computed from all pairs that are known of it.
 */
export function ownList(
  owner: Profile,
  pairs: readonly Pair[],
  before: RelatedList,
  alike: Alike,
): RelatedList {
  const entries = pairs
    .filter(({ other, score }) => score > 0 && mayName(owner, other))
    .map(entryOf);
  const list = cut({ version: before.version, entries, floor: 0, pins: owner.pins });
  return {
    ...list,
    entries: list.entries.map((entry, n) => ({
      ...entry,
      likeness: new Map(list.entries.slice(0, n).map(({ id }) => [id, alike(entry.id, id)])),
    })),
  };
}

/** Others' lists that an article is offered to. Lists beyond have better entries nearly always. */
const OFFERS_MAX = 50;

const placed = ({ other: { id }, at, score }: Pair): Placed => ({ id, at, score });

/** The pairs worth offering to the other side, best first. */
export const offersOf = (article: Profile, pairs: readonly Pair[]): readonly Pair[] =>
  pairs
    .filter(({ other, score }) => score > 0 && mayName(other, article))
    .sort((a, b) => compareEntries(placed(a), placed(b)))
    .slice(0, OFFERS_MAX);
