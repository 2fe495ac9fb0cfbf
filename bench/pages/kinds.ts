import { articleId, type Day, path, revision, type SafeHtml } from '#domain/ids.ts';
import type { Card } from '#domain/publishing/article.ts';
import { renderArchive, renderMonth } from '#domain/rendering/archive.ts';
import { renderArticle } from '#domain/rendering/article.ts';
import { renderList } from '#domain/rendering/list.ts';
import { renderRedirect } from '#domain/rendering/redirect.ts';
import { renderSiteFiles } from '#domain/rendering/site-files.ts';
import { renderNewsSitemap, renderSitemap, renderSitemapIndex } from '#domain/rendering/sitemap.ts';
import { renderTombstone } from '#domain/rendering/tombstone.ts';
import type { ArticleView, ListView, Page } from '#domain/rendering/view.ts';
import { NOON, picked, SITE } from '../page-corpus.ts';

export const DAY = '2026-11-24' as Day;
/** Ten years of days with news. */
const DAYS_OF_INDEX = 3_650;
const DAY_MS = 86_400_000;

export type Kind = readonly [kind: string, page: Page];

/** One page of every kind that the house serves, of a busy paper. */
export function kindsOf(views: readonly ArticleView[]): readonly Kind[] {
  const cards = views.map(({ card }) => card);
  const found: readonly (readonly [string, Page | undefined])[] = [
    ['article', renderArticle(picked(views, 0))],
    ...listKinds(views),
    ...archiveKinds(cards),
    ...otherKinds(cards),
  ];
  return found.flatMap(([kind, page]) => (page ? [[kind, page] as const] : []));
}

type Maybe = readonly [string, Page | undefined];

/** A list of the newest 60, as a front and its feeds are rendered from. */
export const listView = (
  list: ListView['list'],
  cards: readonly Card[],
  bodies: ReadonlyMap<string, SafeHtml> = new Map(),
): ListView => ({ site: SITE, list, title: 'World', pins: [], cards: cards.slice(0, 60), bodies });

function listKinds(views: readonly ArticleView[]): readonly Maybe[] {
  const cards = views.map(({ card }) => card);
  const bodies = new Map(views.slice(0, 60).map(({ card, article }) => [card.id, article.body]));
  const whole = {
    ...listView('', cards, bodies),
    site: { ...SITE, settings: { ...SITE.settings, feeds: { content: 'full' as const } } },
  };
  const [home, rss, atom, json] = renderList(listView('', cards));
  const [, fullRss, fullAtom, fullJson] = renderList(whole);
  return [
    ['home front', home],
    ['section front', renderList(listView('section:world', cards))[0]],
    ['author', renderList(listView('author:author-1', cards))[0]],
    ['topic', renderList(listView('topic:topic-1', cards))[0]],
    ['RSS, summaries', rss],
    ['Atom, summaries', atom],
    ['JSON Feed, summaries', json],
    ['RSS, full text', fullRss],
    ['Atom, full text', fullAtom],
    ['JSON Feed, full text', fullJson],
  ];
}

function archiveKinds(cards: readonly Card[]): readonly Maybe[] {
  const of = { site: SITE, list: '', title: '', day: DAY } as const;
  const days = Array.from({ length: 30 }, (_, n) => `2026-11-${n + 1}`.replace(/-(\d)$/, '-0$1'));
  const long = renderArchive({ ...of, cards });
  return [
    ['archive day of 200', renderArchive({ ...of, cards: cards.slice(0, 200) })[0]],
    [`archive day of ${cards.length}`, long[0]],
    ['archive hour', long[1]],
    ['archive month', renderMonth({ ...of, days: days as Day[] })],
  ];
}

function otherKinds(cards: readonly Card[]): readonly Maybe[] {
  const told = { revision: revision(2), at: NOON, reason: '' };
  const grave = { site: SITE, id: articleId('x'), path: path('/x'), language: 'en' };
  const offer = cards.slice(0, 3);
  const days = Array.from(
    { length: DAYS_OF_INDEX },
    (_, n) => new Date(Date.UTC(2016, 10, 27) + n * DAY_MS).toISOString().slice(0, 10) as Day,
  );
  const notice = { ...told, mode: 'notice', notice: 'We were wrong, and say so.' } as const;
  return [
    ['gone', renderTombstone({ ...grave, offer, withdrawal: { ...told, mode: 'gone' } })],
    ['notice', renderTombstone({ ...grave, offer, withdrawal: notice })],
    ['not found', renderSiteFiles(SITE).find((page) => page.status === 404)],
    ['redirect', renderRedirect(SITE, path('/a'), path('/b'), [])],
    ['sitemap of 500', renderSitemap({ site: SITE, day: DAY, cards: cards.slice(0, 500) })[0]],
    ['sitemap of ten years', renderSitemapIndex({ site: SITE, days })],
    ['news sitemap of 500', renderNewsSitemap({ site: SITE, cards: cards.slice(0, 500) })],
    ['robots.txt', renderSiteFiles(SITE)[0]],
  ];
}
