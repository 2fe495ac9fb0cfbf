import { parseJob } from '../graph/jobs.ts';
import type { ArticleId } from '../ids.ts';
import { type Item, type Key, keyText } from '../ports.ts';
import { citedPk, relatedKey } from '../table/keys.ts';
import { termsKey } from './keys.ts';
import type { Kinship } from './kinship.ts';
import { KEPT_MAX } from './list.ts';
import { StoredLists } from './lists.ts';
import type { Case } from './load.ts';
import { mayName, type Pair } from './pairs.ts';
import type { Profile } from './profile.ts';
import { readProfile } from './records.ts';
import type { RelateContext } from './relate.ts';
import { lookups, trims } from './retrieve.ts';
import type { Scored } from './score.ts';
import { allFilled, filledNear, nearInTime } from './timeline.ts';

/** What the neighbours of an article have to do with it. */
export interface Meeting {
  readonly of: Case;
  /** Scored with every article that may be near it, and with those whose lists name it. */
  readonly pairs: readonly Pair[];
  /** The pairs to offer to the other side. */
  readonly offers: readonly Pair[];
  /** Articles whose lists name it. */
  readonly citing: readonly ArticleId[];
  /** `undefined`: there is no model of meaning. */
  readonly kinship: Kinship | undefined;
}

/** Articles in time: those that may fill a list, and those whose lists may be filled. */
export interface InTime {
  readonly near: readonly ArticleId[] | undefined;
  readonly owners: readonly ArticleId[];
}

export async function readPostings(
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
export async function citingOf(
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

/** By language, the articles whose lists keep fillers, where they are few. */
export async function filledOf(
  { table, site }: RelateContext,
  cases: readonly Case[],
): Promise<ReadonlyMap<string, readonly Item[] | undefined>> {
  const languages = [...new Set(cases.flatMap(({ after }) => after?.language ?? []))];
  const found = await Promise.all(
    languages.map(
      async (language) => [language, await allFilled(table, site.id, language)] as const,
    ),
  );
  return new Map(found);
}

/** Whom the articles stand near in time, as far as it matters to one of the two. */
export async function lookInTime(
  { table, site }: RelateContext,
  meetings: readonly Meeting[],
  filled: ReadonlyMap<string, readonly Item[] | undefined>,
  quiet: ReadonlySet<ArticleId>,
): Promise<readonly InTime[]> {
  const wanting = meetings.flatMap(({ of: { after }, pairs }) => {
    if (!after) return [];
    const related = pairs.filter(({ other, score }) => score > 0 && mayName(after, other));
    return related.length < KEPT_MAX ? [after] : [];
  });
  const [near, owners] = await Promise.all([
    nearInTime(table, site.id, wanting),
    Promise.all(
      meetings.map(({ of: { id, after } }) =>
        !after || quiet.has(id)
          ? []
          : filledNear(table, site.id, after, filled.get(after.language)),
      ),
    ),
  ]);
  return meetings.map(({ of: { id } }, n) => ({ near: near.get(id), owners: owners[n] ?? [] }));
}

export async function readProfiles(
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

/** The lists that the articles may enter, and in the same breath the profiles of who is near in time. */
export async function readLists(
  { table, site }: RelateContext,
  meetings: readonly Meeting[],
  inTime: readonly InTime[],
  profiles: Map<ArticleId, Profile>,
): Promise<StoredLists> {
  const own = new Map(meetings.map(({ of: { id, list } }) => [id, list]));
  const owners = [
    ...meetings.flatMap(({ offers, citing, kinship }) => [
      ...offers.map(({ other }) => other.id),
      ...citing,
      ...(kinship?.others?.keys() ?? []),
    ]),
    ...inTime.flatMap((each) => each.owners),
  ].filter((id) => !own.has(id));
  const strangers = inTime
    .flatMap(({ near = [], owners: filled }) => [...near, ...filled])
    .filter((id) => !own.has(id) && !profiles.has(id));
  const keys = [
    ...owners.map((id) => relatedKey(site.id, id)),
    ...strangers.map((id) => termsKey(site.id, id)),
  ];
  const items =
    keys.length > 0
      ? await table.get([...new Map(keys.map((key) => [keyText(key), key])).values()])
      : new Map<string, Item>();
  for (const id of strangers) {
    const profile = readProfile(items.get(keyText(termsKey(site.id, id))));
    if (profile) profiles.set(id, profile);
  }
  return new StoredLists(site.id, items, own);
}
