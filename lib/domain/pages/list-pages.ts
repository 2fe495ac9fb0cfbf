import type { ListId } from '../graph/jobs.ts';
import type { Answer, Reading } from '../graph/reading.ts';
import type { ArticleId, Instant, SafeHtml, SiteId } from '../ids.ts';
import type { Item } from '../ports.ts';
import type { Curation } from '../publishing/accept-curation.ts';
import type { Card } from '../publishing/article.ts';
import { listPaths } from '../rendering/addresses.ts';
import { CACHE } from '../rendering/caching.ts';
import { renderList } from '../rendering/list.ts';
import { renderMissing } from '../rendering/site-files.ts';
import { LISTS_TAG } from '../rendering/tags.ts';
import type { ListView, Page } from '../rendering/view.ts';
import type { Site } from '../site/site.ts';
import { curationKey, deletedPk, listingPk, revisionKey } from '../table/keys.ts';
import { recordOf, type StoredArticle } from '../table/records.ts';
import { cardsOf, idsOf } from './cards.ts';
import { titleOf } from './list-title.ts';

/** A front shows the newest 60. */
const FRONT_MAX = 60;
const FEED_MAX = 50;
/** Of the withdrawals that feeds tell of, on all lists together. */
const DELETED_MAX = 100;

/**
 * A front with its feeds: the newsroom's pins first, then the newest. A pin that nobody may see is as if it were not
 * there. An author, a topic or a section of nobody's making that shows nothing has no page: its name alone would tell
 * of what was withdrawn.
 */
export function* listPages(site: Site, list: ListId): Reading<readonly Page[]> {
  const { item, lists } = yield {
    get: [curationKey(site.id, list)],
    queries: [
      { pk: listingPk(site.id, list), newestFirst: true, limit: FRONT_MAX },
      { pk: deletedPk(site.id), newestFirst: true, limit: DELETED_MAX },
    ],
  };
  const curated = item(curationKey(site.id, list));
  const pinned = curated ? recordOf<Curation>(curated).pins.map(({ id }) => id) : [];
  const newest = idsOf(lists[0] ?? []).filter((id) => !pinned.includes(id));
  const cards = yield* cardsOf(site.id, [...pinned, ...newest]);
  if (cards.length === 0 && !isStanding(site, list)) return nothing(site, list);
  const isPin = (card: Card): boolean => pinned.includes(card.id);
  const bodies =
    site.settings.feeds.content === 'full'
      ? yield* bodiesOf(site.id, cards.slice(0, FEED_MAX))
      : NONE;
  return renderList({
    site,
    list,
    title: titleOf(site, list, cards),
    pins: cards.filter(isPin),
    cards: cards.filter((card) => !isPin(card)),
    bodies,
    deleted: deletionsOf(list, lists[1] ?? []),
  });
}

/** What a list's addresses answer while it has no page: said aloud, for they may have shown something before. */
const nothing = (site: Site, list: ListId): readonly Page[] =>
  listPaths(list).map((at) => ({
    ...renderMissing(site, at),
    cacheControl: CACHE.list,
    tags: [LISTS_TAG],
  }));

interface Deleted {
  readonly id: ArticleId;
  readonly at: Instant;
  readonly lists: readonly ListId[];
}

/** The withdrawals that concern a list, with the dates that the articles had. */
const deletionsOf = (list: ListId, items: readonly Item[]): ListView['deleted'] =>
  items.flatMap((item) => {
    const { id, at, lists } = recordOf<Deleted>(item);
    const publishedAt = item.sk.slice(0, -id.length - 1) as Instant;
    return lists.includes(list) ? [{ id, at, publishedAt }] : [];
  });

/** Whether a list has a page even while nothing is in it. */
const isStanding = ({ settings }: Site, list: ListId): boolean =>
  list === '' || settings.sections.some(({ path }) => list === `section:${path}`);

const NONE: ReadonlyMap<string, SafeHtml> = new Map();

function* bodiesOf(
  site: SiteId,
  cards: readonly Card[],
): Reading<ReadonlyMap<ArticleId, SafeHtml>> {
  const keys = cards.map(({ id, revision }) => revisionKey(site, id, revision));
  const { item }: Answer = yield { get: keys };
  const stored = keys.flatMap((key) => {
    const found = item(key);
    return found ? [recordOf<StoredArticle>(found)] : [];
  });
  return new Map(stored.filter(({ bodyKey }) => !bodyKey).map(({ id, body }) => [id, body]));
}
