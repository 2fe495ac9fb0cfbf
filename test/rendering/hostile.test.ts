import { describe, expect, test } from 'vitest';
import type { Day } from '#domain/ids.ts';
import { articleId, path, revision } from '#domain/ids.ts';
import type { Article, Card } from '#domain/publishing/article.ts';
import { sanitisedBody } from '#domain/publishing/body.ts';
import { renderArchive, renderMonth } from '#domain/rendering/archive.ts';
import { renderArticle } from '#domain/rendering/article.ts';
import { renderList } from '#domain/rendering/list.ts';
import { renderSiteFiles } from '#domain/rendering/site-files.ts';
import { renderNewsSitemap, renderSitemap } from '#domain/rendering/sitemap.ts';
import { renderTombstone } from '#domain/rendering/tombstone.ts';
import type { Page } from '#domain/rendering/view.ts';
import { dangers } from './dangers.ts';
import { HOSTILE } from './hostile-strings.ts';
import { at, bridgeReport, cardOf, harbourPaper, stories, story } from './samples.ts';
import { malformed } from './xml.ts';

/** Controls but tab and line ends, and noncharacters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones looked for.
const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]/;

/** An article that says the hostile thing wherever it can say anything. */
function hostileArticle(text: string): Article {
  const { article } = bridgeReport();
  return {
    ...article,
    headline: text,
    standfirst: text,
    kicker: text,
    excerpt: text,
    byline: [
      { id: 'jane-doe', name: text },
      { id: 'kim', name: text },
    ],
    dateline: text,
    topics: [{ id: 'topic', name: text }],
    agency: text,
    canonicalUrl: text,
    body: sanitisedBody(
      'text/html',
      `<p>${text}</p>${text}<a href="${text}">x</a><img src="${text}" alt="${text}">`,
    ),
    image: {
      url: text,
      width: 1,
      height: 1,
      alt: text,
      caption: text,
      credit: text,
      renditions: [{ url: text, width: 1, height: 1 }],
    },
    corrections: [{ at: at('2026-11-24T11:20:00.000Z'), note: text }],
  };
}

function everyPage(text: string): readonly Page[] {
  const site = harbourPaper({
    name: text,
    tagline: text,
    publisher: { name: text, url: text, logo: text },
    social: [text],
    theme: { paper: text, textFace: text, 'ink-dark': text },
    sections: [{ path: 'world', title: text }],
    securityContact: text,
    feeds: { content: 'full', hub: 'https://hub.example.com/' },
  });
  const article = hostileArticle(text);
  const card: Card = { ...cardOf(article), path: path('/2026/11/24/slug') };
  const day = '2026-11-24' as Day;
  const base = { site, title: text };
  const withdrawal = { revision: revision(4), at: at('2026-11-24T12:00:00.000Z'), reason: text };
  const tombstone = {
    site,
    id: articleId('x'),
    path: path('/2026/11/24/gone'),
    language: text,
    offer: [card],
  };
  return [
    renderArticle({
      site,
      article,
      card,
      related: [card],
      translations: [{ ...card, language: 'ar' }],
    }),
    renderArticle({
      site,
      article,
      card: { ...card, language: text },
      related: [],
      translations: [],
    }),
    ...(['', 'section:world', 'author:x', 'topic:y'] as const).flatMap((list) =>
      renderList({
        ...base,
        list,
        pins: [card],
        cards: stories(3),
        bodies: new Map([[card.id, article.body]]),
      }),
    ),
    ...renderArchive({ ...base, list: 'section:world', day, cards: [card] }),
    renderMonth({ ...base, list: 'section:world', day, days: [day] }),
    renderTombstone({ ...tombstone, withdrawal: { ...withdrawal, mode: 'gone' } }),
    renderTombstone({ ...tombstone, withdrawal: { ...withdrawal, mode: 'notice', notice: text } }),
    renderTombstone({
      ...tombstone,
      withdrawal: { ...withdrawal, mode: 'redirect', redirectTo: text },
    }),
    ...renderSiteFiles(site, '2026-11'),
    ...renderSitemap({ site, day, cards: [card] }),
    renderNewsSitemap({ site, cards: [card] }),
  ];
}

describe.each(HOSTILE)('a newsroom that publishes %j in every field', (text) => {
  const pages = everyPage(text);

  test('gets pages in which nothing runs', () => {
    for (const page of pages) {
      if (page.contentType.startsWith('text/html'))
        expect(dangers(page.body), page.path).toEqual([]);
    }
  });

  test('gets feeds and sitemaps that stay well-formed', async () => {
    const xml = pages.filter((page) => page.contentType.includes('xml'));
    expect(await malformed(xml.map((page) => page.body))).toEqual([]);
    for (const page of pages) if (page.contentType.includes('json')) JSON.parse(page.body);
  });

  test('gets addresses, tags and locations that headers can carry', () => {
    for (const page of pages) {
      for (const tag of page.tags) expect(tag).toMatch(/^[a-z0-9-]+$/);
      if (page.status === 301) expect(page.location).toMatch(/^https?:\/\/[!-~]+$/);
    }
  });

  test('gets no character that a page may not hold', () => {
    for (const page of pages) expect(page.body).not.toMatch(FORBIDDEN);
    for (const page of pages) expect(page.body.isWellFormed(), page.path).toBe(true);
  });
});

test('a style sheet never takes a theme’s value that is more than a value', () => {
  const values = [
    'red;}body{display:none',
    'url(https://evil.example)',
    '#fff}',
    '/* x',
    '"unclosed',
    'rgb(1',
    '\\75rl(x)',
    '</style>',
    '@import "x"',
  ];
  for (const value of values) {
    const { body } = renderArticle(bridgeReport({}, harbourPaper({ theme: { paper: value } })));
    expect(body).toContain('--paper:#fcfcfa');
  }
  const { body } = renderArticle(
    bridgeReport({}, harbourPaper({ theme: { paper: 'oklch(98% 0.01 90)', 'red-dark': '#f00' } })),
  );
  expect(body).toContain('--paper:oklch(98% 0.01 90)');
  expect(body).toContain('--red:#f00');
});

test('pictures of origins that the site does not know are neither shown nor allowed', () => {
  const site = harbourPaper({ imageOrigins: ['https://img.example.com'] });
  const body = sanitisedBody(
    'text/html',
    '<p>a</p><img src="https://elsewhere.example/x.png"><img src="https://img.example.com/y.png">' +
      '<img src="https://img.example.com@elsewhere.example/x.png"><img src="https://img.example.com\\\\.elsewhere.example/">',
  );
  const image = {
    url: 'https://elsewhere.example/x.png',
    width: 3,
    height: 2,
    alt: '',
    renditions: [],
  };
  const page = renderArticle(bridgeReport({ body, image }, site));
  expect(page.body).not.toContain('elsewhere.example');
  expect(page.body).toContain('https://img.example.com/y.png');
  expect(page.body).toMatch(/img-src &#39;self&#39; data: https:\/\/img\.example\.com;/);
  const [front] = renderList({
    site,
    list: '',
    title: '',
    pins: [],
    bodies: new Map(),
    cards: [
      story(0, {
        image: {
          url: 'https://elsewhere.example/x.png',
          width: 3,
          height: 2,
          alt: '',
          renditions: [],
        },
      }),
    ],
  });
  expect(front?.body).not.toContain('<img');
});
