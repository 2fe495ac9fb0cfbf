import { expect, test } from 'vitest';
import { type Day, path } from '#domain/ids.ts';
import { renderNewsSitemap, renderSitemap, renderSitemapIndex } from '#domain/rendering/sitemap.ts';
import { at, harbourPaper, stories, story } from './samples.ts';
import { invalid } from './xml.ts';

const site = harbourPaper();
const day = '2026-11-24' as Day;

test('a day’s sitemap says where each article is and when it last changed', async () => {
  const cards = [
    story(0, {
      path: path('/2026/11/24/größer-&-besser'),
      modifiedAt: at('2026-11-24T12:00:00.000Z'),
    }),
    story(1, { noIndex: true }),
  ];
  const [page] = renderSitemap({ site, day, cards });
  expect(page?.path).toBe('/sitemaps/2026-11-24.xml');
  expect(page?.body).toContain(
    '<loc>https://www.example.com/2026/11/24/gr%C3%B6%C3%9Fer-&amp;-besser</loc><lastmod>2026-11-24T12:00:00Z</lastmod>',
  );
  expect(page?.body.match(/<url>/g)).toHaveLength(1);
  expect(await invalid(page?.body ?? '', 'sitemap.xsd', 'sitemap-news.xsd')).toEqual([]);
});

test('a day with an import’s fifteen thousand articles is split, and the index names both files', async () => {
  const pages = renderSitemap({ site, day, cards: stories(15_000) });
  expect(pages.map((page) => page.path)).toEqual([
    '/sitemaps/2026-11-24.xml',
    '/sitemaps/2026-11-24-2.xml',
  ]);
  expect(pages.map((page) => page.body.match(/<url>/g)?.length)).toEqual([10_000, 5_000]);
  expect(pages.every((page) => page.tags.includes('lists') && page.tags.length <= 50)).toBe(true);
  const index = renderSitemapIndex({
    site,
    days: ['2026-11-23' as Day, day],
    parts: new Map([[day, 2]]),
  });
  expect(index.body.match(/<loc>[^<]*/g)).toEqual([
    '<loc>https://www.example.com/sitemaps/2026-11-24.xml',
    '<loc>https://www.example.com/sitemaps/2026-11-24-2.xml',
    '<loc>https://www.example.com/sitemaps/2026-11-23.xml',
  ]);
  expect(await invalid(index.body, 'sitemap-index.xsd')).toEqual([]);
});

test('news search gets title, first publication and language, Chinese by its script', async () => {
  const page = renderNewsSitemap({
    site,
    cards: [
      story(0, { headline: 'Fish & <b>chips</b>', modifiedAt: at('2026-11-24T12:00:00.000Z') }),
      story(1, { language: 'zh' }),
      story(2, { language: 'zh-Hant' }),
      story(3, { language: 'pt-BR' }),
    ],
  });
  expect(page.path).toBe('/news-sitemap.xml');
  expect(page.body).toContain('<news:title>Fish &amp; &lt;b&gt;chips&lt;/b&gt;</news:title>');
  expect(page.body).toContain(
    '<news:publication_date>2026-11-24T11:42:00Z</news:publication_date>',
  );
  expect(page.body.match(/<news:language>[^<]*/g)?.map((each) => each.slice(15))).toEqual([
    'en',
    'zh-cn',
    'zh-tw',
    'pt',
  ]);
  expect(await invalid(page.body, 'sitemap.xsd', 'sitemap-news.xsd')).toEqual([]);
});

test('a day that was emptied, and a paper without news, still have valid files', async () => {
  const [empty] = renderSitemap({ site, day, cards: [] });
  expect(await invalid(empty?.body ?? '', 'sitemap.xsd', 'sitemap-news.xsd')).toEqual([]);
  expect(
    await invalid(renderNewsSitemap({ site, cards: [] }).body, 'sitemap.xsd', 'sitemap-news.xsd'),
  ).toEqual([]);
  expect(await invalid(renderSitemapIndex({ site, days: [] }).body, 'sitemap-index.xsd')).toEqual(
    [],
  );
});
