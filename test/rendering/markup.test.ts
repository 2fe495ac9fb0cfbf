import { HtmlValidate, StaticConfigLoader } from 'html-validate';
import { describe, expect, test } from 'vitest';
import { minified } from '#domain/rendering/theme/sheet.ts';
import { everyKind } from './every-kind.ts';

const checker = new HtmlValidate(
  new StaticConfigLoader({
    root: true,
    extends: ['html-validate:recommended', 'html-validate:document'],
    // A headline is as long as it is.
    rules: { 'long-title': 'off' },
  }),
);

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
