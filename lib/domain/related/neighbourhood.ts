import { parseJob } from '../graph/jobs.ts';
import type { ArticleId, SiteId } from '../ids.ts';
import { type Item, type Key, keyText } from '../ports.ts';
import { citedPk, relatedKey } from '../table/keys.ts';
import { fillersFor } from './fillers.ts';
import { termsKey } from './keys.ts';
import { KEPT_MAX, type RelatedList } from './list.ts';
import type { Case, Loaded } from './load.ts';
import { offersOf, type Pair, pairsOf } from './pairs.ts';
import type { Profile } from './profile.ts';
import { readList, readProfile } from './records.ts';
import type { RelateContext } from './relate.ts';
import { candidates, lookups, trims } from './retrieve.ts';
import { type Scored, scored } from './score.ts';
import { NO_STATISTICS } from './statistics.ts';

/** What stands around one article: everything that is decided on. */
export interface Surroundings {
  readonly of: Case;
  /** Scored with every article that may be near it, and with those whose lists name it. */
  readonly pairs: readonly Pair[];
  /** The pairs to offer to the other side. */
  readonly offers: readonly Pair[];
  /** Articles whose lists name it. */
  readonly citing: readonly ArticleId[];
  readonly fillers: readonly ArticleId[];
}

export interface Neighbourhood {
  readonly surroundings: readonly Surroundings[];
  readonly lists: ReadonlyMap<ArticleId, RelatedList>;
  readonly profiles: ReadonlyMap<ArticleId, Profile>;
}

/** Finds the neighbours of articles by their terms, and reads their lists. */
export async function neighbourhood(
  context: RelateContext,
  { cases, statistics }: Loaded,
): Promise<Neighbourhood> {
  const { table, site } = context;
  const ready = new Map<ArticleId, Scored>();
  for (const { id, after } of cases) {
    if (after) ready.set(id, scored(after, statistics.get(after.language) ?? NO_STATISTICS));
  }
  const [postings, citing] = await Promise.all([
    readPostings(context, [...ready.values()]),
    citingOf(context, cases),
  ]);

  const near = new Map<ArticleId, readonly ArticleId[]>();
  for (const { id, after, list } of cases) {
    const self = ready.get(id);
    const found =
      self && after
        ? candidates(site.id, self, statistics.get(after.language) ?? NO_STATISTICS, postings)
        : [];
    const named = list.entries.map((entry) => entry.id);
    near.set(id, [...new Set([...found, ...named, ...(citing.get(id) ?? [])])]);
  }

  const profiles = await readProfiles(context, cases, [...near.values()].flat());
  const others = new Map<string, Scored>();
  const scoredOther = (profile: Profile): Scored => {
    const known = others.get(profile.id);
    if (known) return known;
    const made = scored(profile, statistics.get(profile.language) ?? NO_STATISTICS);
    others.set(profile.id, made);
    return made;
  };
  const surroundings = await Promise.all(
    cases.map(async (of): Promise<Surroundings> => {
      const self = ready.get(of.id);
      const found = (near.get(of.id) ?? []).flatMap((id) => profiles.get(id) ?? []);
      const figures = (of.after && statistics.get(of.after.language)) ?? NO_STATISTICS;
      const pairs = self ? pairsOf(self, found.map(scoredOther), figures) : [];
      const offers = of.after ? offersOf(of.after, pairs) : [];
      const scarce = pairs.filter(({ score }) => score > 0).length < KEPT_MAX;
      const fillers = of.after && scarce ? await fillersFor(table, site.id, of.after) : [];
      return { of, pairs, offers, citing: citing.get(of.id) ?? [], fillers };
    }),
  );
  const lists = await readLists(context, cases, surroundings);
  return { surroundings, lists, profiles };
}

async function readPostings(
  { table, site }: RelateContext,
  articles: readonly Scored[],
): Promise<ReadonlyMap<string, Item>> {
  const keys = new Map<string, Key>();
  for (const article of articles) {
    for (const { key } of lookups(site.id, article)) keys.set(keyText(key), key);
  }
  if (keys.size === 0) return new Map();
  const items = await table.get([...keys.values()]);
  const excess = trims(items.values());
  if (excess.length > 0) await table.removeFromSets(excess);
  return items;
}

/** Whose lists name the articles. A new article stands in none. */
async function citingOf(
  { table, site }: RelateContext,
  cases: readonly Case[],
): Promise<ReadonlyMap<ArticleId, readonly ArticleId[]>> {
  const known = cases.filter(({ before, after, list }) => before || !after || list.version > 0);
  const found = await Promise.all(
    known.map(async ({ id }) => {
      const edges = await table.query({
        pk: citedPk(site.id, id),
        from: 'article|',
        to: 'article|~',
      });
      const ids = edges.flatMap(({ sk }) => {
        const job = parseJob(sk);
        return job.kind === 'article' ? [job.id] : [];
      });
      return [id, ids] as const;
    }),
  );
  return new Map(found);
}

async function readProfiles(
  { table, site }: RelateContext,
  cases: readonly Case[],
  ids: readonly ArticleId[],
): Promise<ReadonlyMap<ArticleId, Profile>> {
  const profiles = new Map<ArticleId, Profile>();
  const inBatch = new Set(cases.map(({ id }) => id));
  const wanted = [...new Set(ids)].filter((id) => !inBatch.has(id));
  const items = wanted.length > 0 ? await table.get(wanted.map((id) => termsKey(site.id, id))) : [];
  for (const [, item] of items) {
    const profile = readProfile(item);
    if (profile) profiles.set(profile.id, profile);
  }
  for (const { id, after } of cases) if (after) profiles.set(id, after);
  return profiles;
}

async function readLists(
  { table, site }: RelateContext,
  cases: readonly Case[],
  surroundings: readonly Surroundings[],
): Promise<ReadonlyMap<ArticleId, RelatedList>> {
  const lists = new Map(cases.map(({ id, list }) => [id, list]));
  const wanted = new Set(
    surroundings.flatMap(({ offers, citing }) => [
      ...offers.map(({ other }) => other.id),
      ...citing,
    ]),
  );
  const missing = [...wanted].filter((id) => !lists.has(id));
  if (missing.length === 0) return lists;
  const items = await table.get(missing.map((id) => relatedKey(site.id, id)));
  for (const id of missing) lists.set(id, readList(items.get(listText(site.id, id))));
  return lists;
}

const listText = (site: SiteId, id: ArticleId): string => keyText(relatedKey(site, id));
