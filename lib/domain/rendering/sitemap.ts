import { type Day, type Path, path } from '../ids.ts';
import type { Card } from '../publishing/article.ts';
import { CACHE } from './caching.ts';
import { printable } from './escape.ts';
import { localeOf, machineTime } from './locale.ts';
import { LISTS_TAG, listTags } from './tags.ts';
import { finished, html, type Markup } from './template.ts';
import { absolute } from './url.ts';
import type { NewsSitemapView, Page, SitemapIndexView, SitemapView } from './view.ts';

/** Five times fewer than the protocol allows, so that a file stays small enough to be fetched often. */
const URLS_MAX = 10_000;

/** A day's file of the sitemap, counted from 1; the first has no number. */
const sitemapPath = (day: Day, part: number): Path =>
  path(`/sitemaps/${day}${part === 1 ? '' : `-${part}`}.xml`);

const FILE = /^\/sitemaps\/(\d{4}-\d\d-\d\d)(?:-(\d+))?\.xml$/;

/** Which file of which day an address is; `undefined` when it is no day's. */
export function sitemapFileOf(
  at: string,
): { readonly day: Day; readonly part: number } | undefined {
  const [, day, part = '1'] = FILE.exec(at) ?? [];
  return day === undefined ? undefined : { day: day as Day, part: Number(part) };
}

/**
 * A day's articles for search engines, in files of 10,000. A file that was there once stays, empty, for the index
 * names it.
 */
export function renderSitemap(view: SitemapView): readonly Page[] {
  const listed = view.cards.filter((card) => !card.noIndex);
  const parts = Math.max(1, view.parts ?? 1, Math.ceil(listed.length / URLS_MAX));
  return Array.from({ length: parts }, (_, n) => {
    const cards = listed.slice(n * URLS_MAX, (n + 1) * URLS_MAX);
    return sitemapPage(
      sitemapPath(view.day, n + 1),
      listTags(view.site.id, cards),
      html`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${cards.map(
  (card) =>
    html`<url><loc>${absolute(view.site, card.path)}</loc><lastmod>${machineTime(card.modifiedAt ?? card.publishedAt)}</lastmod></url>\n`,
)}</urlset>`,
    );
  });
}

/** The index of the days' sitemaps, newest first. */
export function renderSitemapIndex(view: SitemapIndexView): Page {
  const files = view.days
    .toReversed()
    .flatMap((day) =>
      Array.from({ length: view.parts?.get(day) ?? 1 }, (_, n) => sitemapPath(day, n + 1)),
    );
  return sitemapPage(
    path('/sitemap.xml'),
    [LISTS_TAG],
    html`<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${files.map((file) => html`<sitemap><loc>${absolute(view.site, file)}</loc></sitemap>\n`)}</sitemapindex>`,
  );
}

/** The last two days' articles for news search. */
export function renderNewsSitemap(view: NewsSitemapView): Page {
  const cards = view.cards.filter((card) => !card.noIndex);
  return sitemapPage(
    path('/news-sitemap.xml'),
    listTags(view.site.id, cards),
    html`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
${cards.map((card) => newsEntry(view, card))}</urlset>`,
  );
}

const newsEntry = ({ site }: NewsSitemapView, card: Card): Markup =>
  html`<url><loc>${absolute(site, card.path)}</loc><news:news><news:publication><news:name>${site.settings.name}</news:name><news:language>${newsLanguage(card.language)}</news:language></news:publication><news:publication_date>${machineTime(card.publishedAt)}</news:publication_date><news:title>${printable(card.headline)}</news:title></news:news></url>\n`;

/** ISO 639, but Chinese by its script (Google's news sitemap reference). */
function newsLanguage(language: string): string {
  const locale = new Intl.Locale(localeOf(language, 'UTC').tag);
  if (locale.language !== 'zh') return locale.language;
  return locale.maximize().script === 'Hant' ? 'zh-tw' : 'zh-cn';
}

const sitemapPage = (at: Path, tags: readonly string[], content: Markup): Page => ({
  path: at,
  status: 200,
  contentType: 'application/xml; charset=utf-8',
  cacheControl: CACHE.sitemap,
  tags,
  body: finished(html`<?xml version="1.0" encoding="UTF-8"?>\n${content}\n`),
});
