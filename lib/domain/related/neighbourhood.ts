import { parseJob } from '../graph/jobs.ts';
import type { ArticleId } from '../ids.ts';
import { type Item, type Key, keyText } from '../ports.ts';
import { citedPk, relatedKey } from '../table/keys.ts';
import { termsKey } from './keys.ts';
import { KEPT_MAX } from './list.ts';
import { StoredLists } from './lists.ts';
import type { Case, Loaded } from './load.ts';
import { type Alike, likenesses, mayName, offersOf, type Pair, pairsOf } from './pairs.ts';
import type { Profile } from './profile.ts';
import { readProfile } from './records.ts';
import type { RelateContext } from './relate.ts';
import { candidates, lookups, trims } from './retrieve.ts';
import { type Scored, scored } from './score.ts';
import { NO_STATISTICS, type Statistics } from './statistics.ts';
import { around, standsAlike } from './timeline.ts';

/** What stands around one article: everything that is decided on. */
export interface Surroundings {
  readonly of: Case;
  /** Scored with every article that may be near it, and with those whose lists name it. */
  readonly pairs: readonly Pair[];
  /** The pairs to offer to the other side. */
  readonly offers: readonly Pair[];
  /** Articles whose lists name it. */
  readonly citing: readonly ArticleId[];
  /** Articles that are near in time; `undefined` where nothing needs them. */
  readonly near: readonly Profile[] | undefined;
}

export interface Neighbourhood {
  readonly surroundings: readonly Surroundings[];
  readonly lists: StoredLists;
  readonly alike: Alike;
}

/** Finds the neighbours of articles by their terms and in time, and reads their lists. */
export async function neighbourhood(
  context: RelateContext,
  loaded: Loaded,
): Promise<Neighbourhood> {
  const { cases } = loaded;
  const ready = new Map(
    cases.flatMap(({ id, after }) => (after ? [[id, scored(after, figures(loaded, after))]] : [])),
  );
  const [postings, citing] = await Promise.all([
    readPostings(context, [...ready.values()]),
    citingOf(context, cases),
  ]);
  const found = new Map<ArticleId, readonly ArticleId[]>();
  for (const [id, self] of ready) {
    found.set(id, candidates(context.site.id, self, figures(loaded, self.profile), postings));
  }
  const near = await nearInTime(context, loaded, found);
  const wanted = cases.map(({ id, list }) => [
    ...(found.get(id) ?? []),
    ...list.entries.map((entry) => entry.id),
    ...(citing.get(id) ?? []),
    ...(near.get(id) ?? []),
  ]);
  const profiles = new Map(await readProfiles(context, cases, wanted.flat()));
  const others = readied(loaded, profiles);
  const surroundings = cases.map((of, n): Surroundings => {
    const self = ready.get(of.id);
    const all = [...new Set(wanted[n])].flatMap((id) => others(id) ?? []);
    const pairs = self ? pairsOf(self, all, figures(loaded, self.profile)) : [];
    return {
      of,
      pairs,
      offers: of.after ? offersOf(of.after, pairs) : [],
      citing: citing.get(of.id) ?? [],
      near: near.get(of.id)?.flatMap((id) => profiles.get(id) ?? []),
    };
  });
  const lists = await readLists(context, cases, surroundings);
  const entering = surroundings.map((each) => ({
    ...each,
    offers: each.offers.filter(({ other, score }) => lists.admits(other.id, each.of.id, score)),
  }));
  const missing = listMates(entering, lists).filter((id) => !profiles.has(id));
  for (const [id, mate] of await readProfiles(context, cases, missing)) profiles.set(id, mate);
  return {
    surroundings: entering,
    lists,
    alike: likenesses(others, (of) => figures(loaded, of.profile)),
  };
}

/** Who stands in the lists that an article enters: what it is like decides the order there. */
function listMates(
  surroundings: readonly Surroundings[],
  lists: StoredLists,
): readonly ArticleId[] {
  const mates = new Set<ArticleId>();
  for (const { of, pairs, citing, offers } of surroundings) {
    const cites = new Set(citing);
    for (const { other, score } of [
      ...offers,
      ...pairs.filter((pair) => cites.has(pair.other.id)),
    ]) {
      if (!of.after || !mayName(other, of.after) || !lists.admits(other.id, of.id, score)) continue;
      for (const { id } of lists.of(other.id).entries) mates.add(id);
    }
  }
  return [...mates];
}

const figures = ({ statistics }: Loaded, { language }: Profile): Statistics =>
  statistics.get(language) ?? NO_STATISTICS;

/** Profiles made ready for scoring, each once. */
function readied(
  loaded: Loaded,
  profiles: ReadonlyMap<ArticleId, Profile>,
): (id: ArticleId) => Scored | undefined {
  const ready = new Map<ArticleId, Scored>();
  return (id) => {
    const known = ready.get(id);
    const profile = profiles.get(id);
    if (known || !profile) return known;
    const made = scored(profile, figures(loaded, profile));
    ready.set(id, made);
    return made;
  };
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

/** Whom the articles stand near in time: looked for where one moved in time, or few share its terms. */
async function nearInTime(
  { table, site }: RelateContext,
  loaded: Loaded,
  found: ReadonlyMap<ArticleId, readonly ArticleId[]>,
): Promise<ReadonlyMap<ArticleId, readonly ArticleId[]>> {
  const near = await Promise.all(
    loaded.cases.map(async ({ id, before, after, list }) => {
      const scarce = (found.get(id) ?? []).length < 2 * KEPT_MAX || list.fillers !== undefined;
      if (!after || (!scarce && standsAlike(before, after))) return [];
      return [[id, await around(table, site.id, after, scarce, figures(loaded, after))] as const];
    }),
  );
  return new Map(near.flat());
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
): Promise<StoredLists> {
  const known = new Map(cases.map(({ id, list }) => [id, list]));
  const wanted = surroundings.flatMap(({ offers, citing, near = [] }) => [
    ...offers.map(({ other }) => other.id),
    ...citing,
    ...near.map(({ id }) => id),
  ]);
  const keys = [...new Set(wanted)]
    .filter((id) => !known.has(id))
    .map((id) => relatedKey(site.id, id));
  const items = keys.length > 0 ? await table.get(keys) : new Map<string, Item>();
  return new StoredLists(site.id, items, known);
}
