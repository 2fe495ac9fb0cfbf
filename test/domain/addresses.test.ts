import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jobKey, parseJob } from '#domain/graph/jobs.ts';
import { withAncestors } from '#domain/graph/lists.ts';
import { type ArticleId, type Day, path, type SiteId } from '#domain/ids.ts';
import { jobOfPath } from '#domain/pages/job-of-path.ts';
import { dayOfPermalink, permalinks } from '#domain/publishing/permalink.ts';
import { slugOf } from '#domain/publishing/slug.ts';

test.each([
  ['Lighthouse at Hollin Head relit', 'lighthouse-at-hollin-head-relit'],
  ['It’s “over”, says Müller — or is it?', 'its-over-says-muller-or-is-it'],
  ['Россия и мир', 'rossiya-i-mir'],
  ['東京の朝', 'dongjingnochao'],
  ['½ price & 100 %', '1-2-price-100'],
  ['!!!', ''],
])('“%s” is spelt %s in an address', (headline, slug) => {
  expect(slugOf(headline, 'ascii')).toBe(slug);
});

test('where the site says so, an address keeps its script', () => {
  expect(slugOf('東京の朝 — 2026', 'unicode')).toBe('東京の朝-2026');
});

test('whatever a headline says, its slug is lawful, at most 100 characters, and stays itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (headline) => {
      const slug = slugOf(headline, 'ascii');
      expect(slug).toMatch(/^(?:[a-z0-9]+(?:-[a-z0-9]+)*)?$/);
      expect(slug.length).toBeLessThanOrEqual(100);
      expect(slugOf(slug, 'ascii')).toBe(slug);
    }),
  );
});

test('a slug in its own script is never cut through a character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (headline) => {
      const slug = slugOf(headline, 'unicode');
      expect(slug).toMatch(/^(?:[\p{L}\p{M}\p{N}]+(?:-[\p{L}\p{M}\p{N}]+)*)?$/u);
      expect(slug.length).toBeLessThanOrEqual(100);
    }),
  );
  expect(slugOf(`a${'𠮷'.repeat(80)}`, 'unicode')).toBe(`a${'𠮷'.repeat(49)}`);
});

test('a taken address gets six characters that are the article’s own', () => {
  const [plain, suffixed] = permalinks(
    'daily' as SiteId,
    'cms-1' as ArticleId,
    '2026-11-24' as Day,
    'storm',
  );
  expect(plain).toBe('/2026/11/24/storm');
  expect(suffixed).toMatch(/^\/2026\/11\/24\/storm-[a-z2-7]{6}$/);
  expect(dayOfPermalink(path(suffixed ?? ''))).toBe('2026-11-24');
});

test('a headline without a letter still has an address', () => {
  expect(permalinks('daily' as SiteId, 'cms-1' as ArticleId, '2026-11-24' as Day, '')[0]).toMatch(
    /^\/2026\/11\/24\/[a-z2-7]{6}$/,
  );
});

test('a section counts with those above it', () => {
  expect(withAncestors('world/europe/cyprus')).toEqual([
    'world/europe/cyprus',
    'world/europe',
    'world',
  ]);
});

test.each([
  { kind: 'article', id: 'cms-1' },
  { kind: 'former', id: 'a:b.c' },
  { kind: 'list', list: '' },
  { kind: 'list', list: 'section:world/europe' },
  { kind: 'archive', list: '', day: '2026-11-24' },
  { kind: 'month', list: 'section:world', month: '2026-11' },
  { kind: 'sitemap', day: '2026-11-24' },
  { kind: 'sitemap-index' },
  { kind: 'news-sitemap' },
  { kind: 'site' },
] as const)('the job %o is read back from its key', (job) => {
  expect(parseJob(jobKey(job as Parameters<typeof jobKey>[0]))).toEqual(job);
});

test.each([
  ['/', { kind: 'list', list: '' }],
  ['/feed.xml', { kind: 'list', list: '' }],
  ['/world/europe/atom.xml', { kind: 'list', list: 'section:world/europe' }],
  ['/authors/jane-doe', { kind: 'list', list: 'author:jane-doe' }],
  ['/topics/storm/feed.json', { kind: 'list', list: 'topic:storm' }],
  ['/archive/2026/11/24', { kind: 'archive', list: '', day: '2026-11-24' }],
  ['/world/archive/2026/11', { kind: 'month', list: 'section:world', month: '2026-11' }],
  ['/world/archive/2026/11/24/13', { kind: 'archive', list: 'section:world', day: '2026-11-24' }],
  ['/sitemaps/2026-11-24.xml', { kind: 'sitemap', day: '2026-11-24' }],
  ['/robots.txt', { kind: 'site' }],
  ['/2026/11/24/storm', undefined],
] as const)('%s is told to be the work of %o', (at, job) => {
  expect(jobOfPath(path(at))).toEqual(job);
});
