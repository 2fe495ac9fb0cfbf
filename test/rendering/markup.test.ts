import { HtmlValidate, StaticConfigLoader } from 'html-validate';
import { describe, expect, test } from 'vitest';
import { articleId, type Day, path, revision } from '#domain/ids.ts';
import { renderArchive, renderMonth } from '#domain/rendering/archive.ts';
import { renderArticle } from '#domain/rendering/article.ts';
import { renderList } from '#domain/rendering/list.ts';
import { renderRedirect } from '#domain/rendering/redirect.ts';
import { renderSiteFiles } from '#domain/rendering/site-files.ts';
import { minified } from '#domain/rendering/theme/sheet.ts';
import { renderTombstone } from '#domain/rendering/tombstone.ts';
import type { Page } from '#domain/rendering/view.ts';
import { at, bridgeReport, harbourPaper, stories } from './samples.ts';

const checker = new HtmlValidate(
  new StaticConfigLoader({
    root: true,
    extends: ['html-validate:recommended', 'html-validate:document'],
    // A headline is as long as it is.
    rules: { 'long-title': 'off' },
  }),
);

function everyKind(language: string): readonly Page[] {
  const site = harbourPaper({ language });
  const title = 'World';
  const image = { url: '/p.jpg', width: 900, height: 600, alt: 'A quay', renditions: [] };
  const cards = stories(60).map((card, n) => (n % 3 ? card : { ...card, image }));
  const day = '2026-11-24' as Day;
  const withdrawal = { revision: revision(2), at: at('2026-11-24T12:00:00.000Z'), reason: '' };
  const grave = { site, id: articleId('x'), path: path('/x'), language, offer: stories(3) };
  return [
    renderArticle(bridgeReport({ language }, site)),
    renderArticle({ ...bridgeReport({ language: 'ar' }, site), translations: stories(2) }),
    ...(['', 'section:world', 'author:x', 'topic:y'] as const).flatMap((list) =>
      renderList({ site, list, title, pins: [], cards, bodies: new Map() }),
    ),
    ...renderList({ site, list: '', title, pins: [], cards: [], bodies: new Map() }),
    ...renderArchive({ site, list: '', title, day, cards: stories(250) }),
    renderMonth({ site, list: '', title, day, days: [day] }),
    renderTombstone({ ...grave, withdrawal: { ...withdrawal, mode: 'gone' } }),
    renderTombstone({
      ...grave,
      withdrawal: { ...withdrawal, mode: 'notice', notice: 'We apologise.' },
    }),
    renderRedirect(site, path('/a'), path('/b'), []),
    ...renderSiteFiles(site),
  ];
}

describe.each(['en', 'ar', 'ja', 'fr'])('every kind of page of a paper in %s', (language) => {
  test('is markup that a strict checker has nothing against', async () => {
    for (const page of everyKind(language)) {
      if (!page.contentType.startsWith('text/html')) continue;
      const report = await checker.validateString(page.body);
      const messages = report.results.flatMap((result) =>
        result.messages.map(
          ({ ruleId, message, line }) => `${page.path}:${line} ${ruleId} ${message}`,
        ),
      );
      expect(messages).toEqual([]);
    }
  });
});

test('no page runs a script, asks another site for anything but pictures, or is kept stale', () => {
  for (const page of everyKind('en')) {
    expect(page.cacheControl).toMatch(/^public, max-age=0, s-maxage=\d+, must-revalidate$/);
    if (!page.contentType.startsWith('text/html')) continue;
    expect(page.body.match(/<script(?! type="application\/ld\+json">)/g)).toBeNull();
    expect(page.body).not.toMatch(
      /<link[^>]*rel="(?:stylesheet|preload|preconnect|dns-prefetch)"|@import|url\(/,
    );
  }
});

test('the sheet loses its comments and spaces and nothing else', () => {
  expect(minified('/* a */ a:hover , b > c { color : red ; margin: calc(1px + 2px) }')).toBe(
    'a:hover,b>c{color :red;margin:calc(1px + 2px)}',
  );
});
