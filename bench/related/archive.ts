import type { MemoryTable } from '#adapters/memory/table.ts';
import { articleId } from '#domain/ids.ts';
import { type Item, keyText, type Table } from '#domain/ports.ts';
import { analyse } from '#domain/related/analyse.ts';
import { postingsOf } from '#domain/related/index.ts';
import { termsKey } from '#domain/related/keys.ts';
import { EMPTY_LIST } from '#domain/related/list.ts';
import { likenesses, ownList, pairsOf } from '#domain/related/pairs.ts';
import { type Profile, profileOf } from '#domain/related/profile.ts';
import { listItem, profileItem, readProfile } from '#domain/related/records.ts';
import { candidates, lookups, trims } from '#domain/related/retrieve.ts';
import { scored } from '#domain/related/score.ts';
import type { Statistics } from '#domain/related/statistics.ts';
import { storeStatistics } from '#domain/related/statistics-store.ts';
import { takeStatistics } from '#domain/related/take-statistics.ts';
import { placesOf } from '#domain/related/timeline.ts';
import type { Site } from '#domain/site/site.ts';
import { articleOf, type Story } from './newsroom.ts';

/** As many as statistics are ever taken from. */
const SAMPLE = 4096;

/** An archive whose lists are computed when first read: what a bulk load leaves behind, without waiting for all of it. */
export interface LazyArchive {
  readonly table: Table;
  /** Time that went into lists of the archive. */
  readonly spentMs: () => number;
}

/** Puts the first `size` articles into the index, without relating them. */
export async function loadArchive(
  table: MemoryTable,
  site: Site,
  stories: Generator<Story>,
  size: number,
): Promise<LazyArchive> {
  const waiting: Story[] = [];
  for (let n = 0; n < Math.min(size, SAMPLE); n += 1) waiting.push(stories.next().value);
  const statistics = takeStatistics(
    waiting.map((story) => counted(site, story)),
    size,
    1,
  );
  await storeStatistics(table, site.id, 'en', { version: 0, languages: {} }, statistics);
  for (let n = 0; n < size; n += 1) {
    const story = waiting[n] ?? stories.next().value;
    const { card, article } = articleOf(site.id, story);
    await index(table, site, profileOf(card, article, analyse(article), statistics));
  }
  return lazily(table, site, statistics);
}

function counted(site: Site, story: Story) {
  const { card, article } = articleOf(site.id, story);
  return { id: story.id, section: card.sections[0] ?? '', analysis: analyse(article) };
}

async function index(table: Table, site: Site, profile: Profile): Promise<void> {
  const postings = postingsOf(site.id, profile);
  await table.addToSets(postings);
  const sets = await table.get(postings.map(({ key }) => key));
  const excess = trims(sets.values());
  if (excess.length > 0) await table.removeFromSets(excess);
  await table.write([
    { put: profileItem(site.id, profile) },
    ...placesOf(site.id, profile).map((key) => ({ put: { ...key } })),
  ]);
}

function lazily(table: MemoryTable, site: Site, statistics: Statistics): LazyArchive {
  let spent = 0;
  const complete = async (items: ReadonlyMap<string, Item>, keys: Parameters<Table['get']>[0]) => {
    const from = process.cpuUsage();
    const missing = keys.filter(({ sk, pk }) => sk === 'REL' && !items.has(keyText({ pk, sk })));
    for (const { pk } of missing)
      await relateAlone(table, site, statistics, pk.slice(pk.indexOf('#A#') + 3));
    const { user, system } = process.cpuUsage(from);
    spent += (user + system) / 1000;
    return missing.length === 0 ? items : table.get(keys);
  };
  return {
    spentMs: () => spent,
    table: { ...table, get: async (keys) => complete(await table.get(keys), keys) },
  };
}

/** An article's own list, as relating it would have left it. */
async function relateAlone(
  table: Table,
  site: Site,
  statistics: Statistics,
  id: string,
): Promise<void> {
  const key = termsKey(site.id, articleId(id));
  const profile = readProfile((await table.get([key])).get(keyText(key)));
  if (!profile) return;
  const self = scored(profile, statistics);
  const postings = await table.get(lookups(site.id, self).map((lookup) => lookup.key));
  const found = candidates(site.id, self, statistics, postings);
  const items = await table.get(found.map((other) => termsKey(site.id, other)));
  const others = [...items.values()].flatMap((item) => {
    const other = readProfile(item);
    return other ? [scored(other, statistics)] : [];
  });
  const byId = new Map(others.map((other) => [other.profile.id, other]));
  const alike = likenesses(
    (other) => byId.get(other),
    () => statistics,
  );
  const list = ownList(profile, pairsOf(self, others, statistics), EMPTY_LIST, alike);
  await table.write([{ put: listItem(site.id, profile.id, { ...list, version: 1 }) }]);
}
