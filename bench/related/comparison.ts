import { memoryTable } from '#adapters/memory/table.ts';
import type { ArticleId, SiteId } from '#domain/ids.ts';
import type { Item, Table } from '#domain/ports.ts';
import { encodeEntries, readingOrder } from '#domain/related/list.ts';
import { rebuildRelated } from '#domain/related/rebuild.ts';
import { readList } from '#domain/related/records.ts';
import { indexArticles } from '#domain/related/refresh.ts';
import { type RelateContext, relateArticles } from '#domain/related/relate.ts';
import { idIn } from '#domain/related/timeline.ts';
import type { Site } from '#domain/site/site.ts';
import { listingPk, REVISION_PREFIX } from '#domain/table/keys.ts';
import { instant } from '#domain/time.ts';

/** Related lists by article: all that is kept of each, and what readers see. */
export type Lists = ReadonlyMap<string, { readonly kept: string; readonly shown: string }>;

const SHOWN = 6;

export function listsIn(items: Iterable<Item>): Lists {
  const lists = new Map<string, { kept: string; shown: string }>();
  for (const item of items) {
    if (item.sk !== 'REL') continue;
    const { entries, fillers = [], pins, floor } = readList(item);
    const kept = JSON.stringify([encodeEntries(entries), floor, fillers, pins]);
    const list = { version: 0, entries, fillers, pins, floor };
    lists.set(item.pk, { kept, shown: readingOrder(list).slice(0, SHOWN).join(' ') });
  }
  return lists;
}

export interface Comparison {
  readonly lists: number;
  readonly keptAlike: number;
  readonly shownAlike: number;
}

/** How many of all lists are the same in both. */
export function compared(a: Lists, b: Lists): Comparison {
  const ids = [...new Set([...a.keys(), ...b.keys()])];
  const alike = (what: 'kept' | 'shown') =>
    ids.filter((id) => a.get(id)?.[what] === b.get(id)?.[what]).length;
  return { lists: ids.length, keptAlike: alike('kept'), shownAlike: alike('shown') };
}

const nowhere = { name: 'none', read: async () => undefined, write: async () => {} };

const contextOf = (table: Table, site: Site): RelateContext => ({
  table,
  site,
  drop: nowhere,
  now: instant(0),
  cache: new Map(),
  change: (ids) => ({ pk: `${site.id}#bench`, sk: ids.join().slice(0, 900) }),
});

/** Computes everything anew where it is, as `rebuild --related` does. */
export const rebuilt = (table: Table, site: Site): Promise<number> =>
  rebuildRelated(contextOf(table, site));

/** The lists that a rebuild finds in the articles alone: heads, revisions and the site's listing. */
export async function fromArticles(items: Iterable<Item>, site: Site): Promise<Lists> {
  const table = memoryTable();
  for (const item of items) if (isSource(item, site.id)) await table.write([{ put: item }]);
  await rebuilt(table, site);
  return listsIn(table.items());
}

/** The lists that the articles alone have by the statistics that are there: of the index, with no history. */
export async function bySameStatistics(items: Iterable<Item>, site: Site): Promise<Lists> {
  const table = memoryTable();
  const ids: ArticleId[] = [];
  for (const item of items) {
    if (isSource(item, site.id) || isStatistics(item, site.id)) await table.write([{ put: item }]);
    if (item.pk === listingPk(site.id, '')) ids.push(idIn(item));
  }
  const context = contextOf(table, site);
  await indexArticles(context, ids);
  for (let from = 0; from < ids.length; from += 20)
    await relateArticles(context, ids.slice(from, from + 20));
  for (let from = 0; from < ids.length; from += 100)
    await relateArticles(context, [], ids.slice(from, from + 100));
  return listsIn(table.items());
}

const isStatistics = ({ pk, sk }: Item, site: SiteId): boolean =>
  sk === 'STATISTICS' || pk.startsWith(`${site}#STAT#`);

const isSource = ({ pk, sk }: Item, site: SiteId): boolean =>
  pk === listingPk(site, '') ||
  (pk.startsWith(`${site}#A#`) && (sk === 'HEAD' || sk.startsWith(REVISION_PREFIX)));
