import type { ListId } from '../graph/jobs.ts';
import type { Reading } from '../graph/reading.ts';
import type { Day } from '../ids.ts';
import type { Item, Table } from '../ports.ts';
import { renderArchive, renderMonth } from '../rendering/archive.ts';
import { renderNewsSitemap, renderSitemap, renderSitemapIndex } from '../rendering/sitemap.ts';
import type { Page } from '../rendering/view.ts';
import type { Site } from '../site/site.ts';
import { daysPk, listingPk, newsPk, sitemapPartsPk } from '../table/keys.ts';
import { boundsOfDay } from '../time.ts';
import { cardsOf, idsOf } from './cards.ts';
import { titleOf } from './list-title.ts';

const NEWS_MAX = 1000;

/** A day's archive of a list. */
export function* archivePages(site: Site, list: ListId, day: Day): Reading<readonly Page[]> {
  const { lists } = yield { queries: [ofDay(site, list, day)] };
  const cards = yield* cardsOf(site.id, idsOf(lists[0] ?? []));
  return renderArchive({ site, list, title: titleOf(site, list, cards), day, cards });
}

/** The overview of a month's days with news. */
export function* monthPages(site: Site, list: ListId, month: string): Reading<readonly Page[]> {
  const { lists } = yield {
    queries: [{ pk: daysPk(site.id, list), from: `${month}-01`, to: `${month}-31` }],
  };
  const days = (lists[0] ?? []).map(({ sk }) => sk as Day);
  const day = `${month}-01` as Day;
  return [renderMonth({ site, list, title: titleOf(site, list, []), day, days })];
}

/** The sitemap of a day: what robots should index of it. */
export function* sitemapPages(site: Site, day: Day): Reading<readonly Page[]> {
  const ofParts = { pk: sitemapPartsPk(site.id), from: `${day}#`, to: `${day}#\uffff` };
  const { lists } = yield { queries: [ofDay(site, '', day), ofParts] };
  const cards = yield* cardsOf(site.id, idsOf(lists[0] ?? []));
  const listed = cards.filter(({ noIndex }) => !noIndex);
  return renderSitemap({ site, day, cards: listed, parts: partsOf(lists[1] ?? []).get(day) });
}

/** The index of all days. It grows by a line a day, and is rendered when one is added. */
export function* sitemapIndexPages(site: Site): Reading<readonly Page[]> {
  const { lists } = yield {
    queries: [{ pk: daysPk(site.id, '') }, { pk: sitemapPartsPk(site.id) }],
  };
  const days = (lists[0] ?? []).map(({ sk }) => sk as Day);
  return [renderSitemapIndex({ site, days, parts: partsOf(lists[1] ?? []) })];
}

/** How many files the days have that have more than one: a later item of a day replaces an earlier one. */
const partsOf = (items: readonly Item[]): ReadonlyMap<Day, number> =>
  new Map(
    items.map(({ sk }) => {
      const [day = '', part] = sk.split('#');
      return [day as Day, Number(part)];
    }),
  );

export function* newsSitemapPages(site: Site): Reading<readonly Page[]> {
  const { lists } = yield {
    queries: [{ pk: newsPk(site.id), newestFirst: true, limit: NEWS_MAX }],
  };
  const cards = yield* cardsOf(site.id, idsOf(lists[0] ?? []));
  return [renderNewsSitemap({ site, cards })];
}

/** The part of a list that was published on a day of the site's zone. Sort keys are `instant#id`: the next day's first instant is no prefix of any. */
function ofDay(site: Site, list: ListId, day: Day): Parameters<Table['query']>[0] {
  const { from, to } = boundsOfDay(site.timeZone, day);
  return { pk: listingPk(site.id, list), from, to };
}
