import type { Article, Card } from '#domain/publishing/article.ts';
import { analyse } from '#domain/related/analyse.ts';
import { compareFillers, fillerOf } from '#domain/related/fillers.ts';
import { EMPTY_LIST, encodeEntries, KEPT_MAX, readingOrder } from '#domain/related/list.ts';
import { likenesses, ownList, pairsOf } from '#domain/related/pairs.ts';
import { type Profile, profileOf } from '#domain/related/profile.ts';
import { scored } from '#domain/related/score.ts';
import type { Statistics } from '#domain/related/statistics.ts';

export interface Seen {
  readonly card: Card;
  readonly article: Article;
}

export interface Expected {
  /** As stored. */
  readonly entries: readonly string[];
  readonly shown: readonly string[];
}

/** Every list from scratch: all pairs of the articles that readers see, without index, history or bounds. */
export function fromScratch(
  seen: readonly Seen[],
  statistics: Statistics,
  count: number,
): ReadonlyMap<string, Expected> {
  const profiles = seen.map(({ card, article }) =>
    profileOf(card, article, analyse(article), statistics),
  );
  return new Map(profiles.map((owner) => [owner.id, listOf(owner, profiles, statistics, count)]));
}

function listOf(
  owner: Profile,
  profiles: readonly Profile[],
  statistics: Statistics,
  count: number,
): Expected {
  const others = profiles.map((profile) => scored(profile, statistics));
  const byId = new Map(others.map((other) => [other.profile.id, other]));
  const { entries } = ownList(
    owner,
    pairsOf(scored(owner, statistics), others, statistics),
    EMPTY_LIST,
    likenesses(
      (id) => byId.get(id),
      () => statistics,
    ),
  );
  const fillers = profiles
    .flatMap((other) => fillerOf(owner, other) ?? [])
    .sort(compareFillers)
    .slice(0, KEPT_MAX);
  const visible = new Set<string>(profiles.map(({ id }) => id));
  const list = { version: 0, entries, floor: 0, fillers, pins: owner.pins };
  return {
    entries: encodeEntries(entries),
    shown: readingOrder(list, (id) => visible.has(id)).slice(0, count),
  };
}
