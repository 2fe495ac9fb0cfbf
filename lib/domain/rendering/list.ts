import type { Card } from '../publishing/article.ts';
import type { Site } from '../site/site.ts';
import { listPath } from './addresses.ts';
import { CACHE } from './caching.ts';
import { type Design, designOf } from './design.ts';
import { dressOf } from './dress.ts';
import { atom } from './feeds/atom.ts';
import { feedOf } from './feeds/feed.ts';
import { jsonFeed } from './feeds/json-feed.ts';
import { rss } from './feeds/rss.ts';
import { listGraph, listMetadata } from './list-metadata.ts';
import { imageOrigins } from './picture.ts';
import { shell } from './shell.ts';
import { dayOf } from './site-time.ts';
import { listTags } from './tags.ts';
import type { ListView, Page } from './view.ts';

/** A list's page and its three feeds. */
export function renderList(view: ListView, design = designOf(view.site)): readonly Page[] {
  const tags = listTags(view.site.id, [...view.pins, ...view.cards]);
  const feed = feedOf(view);
  return [frontPage(view, design, tags), rss(feed, tags), atom(feed, tags), jsonFeed(feed, tags)];
}

function frontPage(view: ListView, design: Design, tags: readonly string[]): Page {
  const { site, list } = view;
  const dress = dressOf(site, site.settings.language);
  const shown = [...view.pins, ...view.cards];
  const home = list === '';
  const section = list.startsWith('section:') ? list.slice('section:'.length) : undefined;
  return {
    path: listPath(list),
    status: 200,
    contentType: 'text/html; charset=utf-8',
    cacheControl: CACHE.list,
    tags,
    body: shell({
      dress,
      sheet: 'front',
      design,
      title: home ? undefined : view.title,
      meta: listMetadata(dress, view),
      graph: listGraph(dress, view),
      home,
      section,
      isFront: section !== undefined && !section.includes('/'),
      day: newestDay(site, shown),
      imageOrigins: imageOrigins(
        dress,
        shown.map((card) => card.image),
      ),
      main:
        home || section !== undefined
          ? design.front(dress, view, section)
          : design.river(dress, view),
    }),
  };
}

/** The day of the newest article: a page knows no other date. */
function newestDay(site: Site, cards: readonly Card[]) {
  const newest = cards.reduce<Card['publishedAt'] | undefined>(
    (latest, card) => (latest && latest > card.publishedAt ? latest : card.publishedAt),
    undefined,
  );
  return newest && { day: dayOf(site.timeZone, newest) };
}
