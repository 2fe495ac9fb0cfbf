import type { Article, Card } from '#domain/publishing/article.ts';
import { analyse } from '#domain/related/analyse.ts';
import { compareFillers, fillerOf } from '#domain/related/fillers.ts';
import { compareEntries, type Entry, KEPT_MAX, readingOrder } from '#domain/related/list.ts';
import { entryOf, mayName, pairsOf } from '#domain/related/pairs.ts';
import { type Profile, profileOf } from '#domain/related/profile.ts';
import { scored } from '#domain/related/score.ts';
import type { Statistics } from '#domain/related/statistics.ts';

export interface Seen {
  readonly card: Card;
  readonly article: Article;
}

export interface Expected {
  readonly entries: readonly Entry[];
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
  const entries = pairsOf(scored(owner, statistics), others, statistics)
    .filter(({ other, score }) => score > 0 && mayName(owner, other))
    .map(({ other, score }) => entryOf(other, score))
    .sort(compareEntries)
    .slice(0, KEPT_MAX);
  const fillers = profiles
    .flatMap((other) => fillerOf(owner, other) ?? [])
    .sort(compareFillers)
    .slice(0, KEPT_MAX);
  const visible = new Set<string>(profiles.map(({ id }) => id));
  const list = { version: 0, entries, floor: 0, fillers, pins: owner.pins };
  return { entries, shown: readingOrder(list, (id) => visible.has(id)).slice(0, count) };
}
