import { describe, expect, test } from 'vitest';
import { safeHtml } from '#domain/ids.ts';
import { renderArticle } from '#domain/rendering/article.ts';
import { articleTag } from '#domain/rendering/tags.ts';
import { parsed, textOf } from './parsed.ts';
import { at, bridgeReport, harbourPaper, stories, story } from './samples.ts';

const page = renderArticle(bridgeReport());
const metas = parsed(page.body).elements.filter((each) => each.name === 'meta');
const meta = (name: string): readonly (string | undefined)[] =>
  metas
    .filter((each) => each.attributes['name'] === name || each.attributes['property'] === name)
    .map((each) => each.attributes['content']);
const graph = (body: string) =>
  JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/.exec(body)?.[1] ?? '')[
    '@graph'
  ];

describe('an article’s page', () => {
  test('shows its parts in the order of the seed newspaper', () => {
    const body = page.body.slice(page.body.indexOf('<body>'));
    const parts = [
      'The Daily Offstone',
      '>Harbour</a>',
      '<h1 class="big">Eleven warnings',
      'The first report on the Cradle Bridge',
      'Ines Calloway',
      'Port Ellery',
      'Published ',
      'For nineteen months',
      '>Related posts</h2>',
      'Rents fall for a third',
    ];
    const places = parts.map((part) => body.indexOf(part));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test('lists related posts as headlines linked to their pages, with byline and date', () => {
    const block = page.body.slice(page.body.indexOf('>Related posts</h2>'));
    for (const card of stories(6)) {
      expect(block).toContain(`<a href="${card.path}">${card.headline}</a>`);
      expect(block).toContain(`<span class="by">${card.byline[0]?.name}</span>`);
    }
    expect(block).toContain('<time datetime="2026-11-24T11:42:00Z">24 November 2026</time>');
    expect(renderArticle({ ...bridgeReport(), related: [] }).body).not.toContain('Related posts');
  });

  test('tells search engines and other papers all they ask for', () => {
    expect(meta('robots')).toEqual(['max-image-preview:large']);
    expect(meta('og:type')).toEqual(['article']);
    expect(meta('og:locale')).toEqual(['en_GB']);
    expect(meta('og:image')).toEqual(['https://img.example.com/bridge-1200.jpg']);
    expect(meta('article:published_time')).toEqual(['2026-11-24T06:30:00Z']);
    expect(meta('article:tag')).toEqual(['Cradle Bridge', 'Public inquiries']);
    expect(meta('twitter:card')).toEqual(['summary_large_image']);
    expect(page.body).toContain(
      '<link rel="canonical" href="https://www.example.com/2026/11/24/eleven-warnings-and-nobody-bound-to-read-them">',
    );
    for (const kind of ['rss', 'atom'])
      expect(page.body).toContain(`<link rel="alternate" type="application/${kind}+xml"`);
  });

  test('says the same in structured data, corrections as such', () => {
    const [article, crumbs] = graph(page.body);
    expect(article).toMatchObject({
      '@type': 'NewsArticle',
      headline: 'Eleven warnings, and nobody bound to read them',
      datePublished: '2026-11-24T06:30:00Z',
      dateModified: '2026-11-24T11:20:00Z',
      articleSection: ['Bridges', 'City'],
      isAccessibleForFree: true,
      author: [
        { '@type': 'Person', name: 'Ines Calloway' },
        { '@type': 'Person', name: 'Rob Thackeray' },
      ],
      publisher: { '@type': 'NewsMediaOrganization', name: 'Offstone Press' },
      correction: [{ '@type': 'CorrectionComment', datePublished: '2026-11-24T11:20:00Z' }],
      image: { '@type': 'ImageObject', width: 1200, height: 800 },
    });
    expect(crumbs.itemListElement.map((each: { name: string }) => each.name)).toEqual([
      'The Daily Offstone',
      'Harbour',
      'Bridges',
      'Eleven warnings, and nobody bound to read them',
    ]);
  });

  test('carries the tags of every article it names, its own first', () => {
    const { site, card } = bridgeReport();
    expect(page.tags).toEqual([
      articleTag(site.id, card.id),
      ...stories(6).map((each) => articleTag(site.id, each.id)),
    ]);
    const many = renderArticle({ ...bridgeReport(), related: stories(80) });
    expect(many.tags).toHaveLength(50);
  });

  test('offers its picture in the sizes the newsroom made, first of all and with its room kept', () => {
    const image = parsed(page.body).elements.find((each) => each.name === 'img');
    expect(image?.attributes).toMatchObject({
      width: '1200',
      height: '800',
      fetchpriority: 'high',
      srcset:
        'https://img.example.com/bridge-600.jpg 600w, https://img.example.com/bridge-1200.jpg 1200w, https://img.example.com/bridge-2400.jpg 2400w',
    });
    expect(image?.attributes['loading']).toBeUndefined();
  });

  test('allows itself its own style and data and nothing else', () => {
    const policy = metas.find((each) => each.attributes['http-equiv'] === 'Content-Security-Policy')
      ?.attributes['content'];
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; img-src 'self' data: https:\/\/img\.example\.com; connect-src 'self'; base-uri 'none'; form-action 'none'$/,
    );
  });
});

test('an article that must not be indexed says so, and one first published elsewhere points there', () => {
  const { body } = renderArticle(
    bridgeReport({ noIndex: true, canonicalUrl: 'https://wire.example/42' }),
  );
  expect(body).toContain('<meta name="robots" content="noindex">');
  expect(body).toContain('<link rel="canonical" href="https://wire.example/42">');
  expect(renderArticle(bridgeReport({ canonicalUrl: 'javascript:alert(1)' })).body).toContain(
    '<link rel="canonical" href="https://www.example.com/2026/11/24/eleven',
  );
});

test('headings of the text follow the headline without a gap, whatever levels the writer chose', () => {
  const body = safeHtml('<h3>a</h3><h4>b</h4><h2>c</h2><h4>d</h4><h3>e</h3>');
  const levels = renderArticle(bridgeReport({ body })).body.match(/<h\d>[a-e]<\/h\d>/g);
  expect(levels).toEqual(['<h2>a</h2>', '<h3>b</h3>', '<h2>c</h2>', '<h3>d</h3>', '<h3>e</h3>']);
});

test('a short quotation hangs in the margin and a long one stays in the text', () => {
  const long = '<blockquote><p>First.</p><p>Second.</p><p>Third.</p></blockquote>';
  const body = safeHtml(
    `<blockquote><p>“Read.”</p></blockquote>${long}<blockquote><p>“Read.”</p><p>Gwen Aldous</p></blockquote>`,
  );
  const shown = renderArticle(bridgeReport({ body })).body;
  expect(shown.match(/<blockquote class="quote">/g)).toHaveLength(2);
  expect(shown).toContain(long);
});

test('an update on the day of publication needs no date, one on another day does', () => {
  expect(textOf(page.body, /(Updated [\s\S]*?)<\/p>/)).toBe('Updated 11:20');
  const later = bridgeReport({ modifiedAt: at('2026-11-26T08:05:00.000Z'), corrections: [] });
  expect(textOf(renderArticle(later).body, /(Updated [\s\S]*?)<\/p>/)).toBe(
    'Updated 26 Nov 2026, 08:05',
  );
});

test('times are those of the site’s zone, also in summer', () => {
  const view = bridgeReport();
  const card = { ...view.card, publishedAt: at('2026-07-01T22:30:00.000Z'), modifiedAt: undefined };
  const site = { ...harbourPaper(), timeZone: 'Asia/Tokyo' };
  expect(textOf(renderArticle({ ...view, site, card }).body, /(Published [\s\S]*?)<\/p>/)).toBe(
    'Published 2 Jul 2026, 07:30',
  );
});

test('translations are offered in their own language’s name, to readers and to search engines', () => {
  const arabic = story(90, { language: 'ar' });
  const { body } = renderArticle({ ...bridgeReport(), translations: [arabic] });
  expect(body).toContain(
    `<link rel="alternate" hreflang="ar" href="https://www.example.com${arabic.path}">`,
  );
  expect(body).toContain(
    '<link rel="alternate" hreflang="en-GB" href="https://www.example.com/2026/11/24/eleven',
  );
  expect(body).toContain(`hreflang="ar" href="${arabic.path}" lang="ar" dir="rtl">العربية</a>`);
});

test('an article with hardly anything is still a whole page', () => {
  const bare = bridgeReport({
    standfirst: undefined,
    kicker: undefined,
    sections: [],
    byline: [],
    dateline: undefined,
    modifiedAt: undefined,
    topics: [],
    image: undefined,
    corrections: [],
    excerpt: '',
    body: safeHtml('<p>One line.</p>'),
  });
  const { body } = renderArticle({ ...bare, related: [] });
  expect(body).toContain('<h1 class="big">Eleven warnings');
  expect(body).not.toMatch(/<p[^>]*>\s*<\/p>|<footer>\s*<\/footer>|undefined|null/);
});
