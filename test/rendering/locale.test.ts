import { describe, expect, test } from 'vitest';
import { renderArticle } from '#domain/rendering/article.ts';
import { localeOf } from '#domain/rendering/locale.ts';
import { languages } from '#domain/rendering/words/languages.ts';
import { at, bridgeReport, harbourPaper } from './samples.ts';

const noon = at('2026-11-24T12:00:00.000Z');

test('the pages’ own words are there in at least twenty languages, each complete', () => {
  const tags = Object.keys(languages);
  expect(tags.length).toBeGreaterThanOrEqual(20);
  for (const required of ['ar', 'he', 'fa', 'zh', 'ja', 'ko', 'hi', 'el', 'ru', 'tr'])
    expect(tags).toContain(required);
  for (const [tag, words] of Object.entries(languages)) {
    for (const [name, text] of Object.entries(words))
      expect(String(text).trim(), `${tag}.${name}`).not.toBe('');
    for (const name of ['by', 'published', 'updated', 'corrected', 'goneText'] as const) {
      expect(words[name].split('{}'), `${tag}.${name}`).toHaveLength(2);
    }
    if (tag !== 'en') expect(words.related, tag).not.toBe(languages['en']?.related);
  }
});

describe.each([
  ['en', '24 November 2026', 'ltr'],
  ['en-US', 'November 24, 2026', 'ltr'],
  ['de', '24. November 2026', 'ltr'],
  ['fr', '24 novembre 2026', 'ltr'],
  ['ru', '24 ноября 2026 г.', 'ltr'],
  ['ja', '2026年11月24日', 'ltr'],
  ['zh-Hant', '2026年11月24日', 'ltr'],
  ['ko', '2026년 11월 24일', 'ltr'],
  ['th', '24 พฤศจิกายน 2569', 'ltr'],
  ['ar', '٢٤ نوفمبر ٢٠٢٦', 'rtl'],
  ['fa', '۳ آذر ۱۴۰۵', 'rtl'],
  ['he', '24 בנובמבר 2026', 'rtl'],
  ['ur', '24 نومبر، 2026', 'rtl'],
  ['pa-Arab', undefined, 'rtl'],
  ['az', undefined, 'ltr'],
])('%s', (tag, day, dir) => {
  test('is written in its own direction, calendar and digits', () => {
    const locale = localeOf(tag, 'UTC');
    expect(locale.dir).toBe(dir);
    if (day) expect(locale.say('day', noon)).toBe(day);
  });
});

test('a language tag that is none takes the site’s language', () => {
  for (const tag of ['', 'x', 'not a tag', '"><script>', 'en_GB'])
    expect(localeOf(tag, 'UTC', 'de').tag).toBe('de');
  expect(localeOf('', 'UTC', '!').tag).toBe('en');
});

test('a language without words of its own gets the site’s', () => {
  expect(localeOf('mi', 'UTC', 'fr').words).toBe(languages['fr']);
  expect(localeOf('zh-TW', 'UTC').words).toBe(languages['zh-hant']);
  expect(localeOf('zh-SG', 'UTC').words).toBe(languages['zh']);
  expect(localeOf('pt-BR', 'UTC').words).toBe(languages['pt']);
});

test('an article in a right-to-left language turns its page, not the nameplate of an English paper', () => {
  const { body } = renderArticle(
    bridgeReport({ language: 'he' }, harbourPaper({ language: 'en' })),
  );
  expect(body).toContain('<html lang="he" dir="rtl"');
  expect(body).toContain('<header class="mast" lang="en" dir="ltr">');
  expect(body).toContain('>כתבות קשורות</h2>');
});

test('any number of languages leaves memory as it was', () => {
  for (let n = 0; n < 2000; n++) localeOf(`en-x-a${n}`, 'UTC');
  expect(localeOf('en', 'UTC').say('day', noon)).toBe('24 November 2026');
});
