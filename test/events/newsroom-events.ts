import fc from 'fast-check';
import type { ArticlePublishInput } from '#events';

/** The least an article can be. */
export const article: ArticlePublishInput = {
  site: 'daily',
  id: 'cms-1',
  revision: 1,
  headline: 'Council passes the budget',
  body: { contentType: 'text/plain', value: 'The council passed the budget on Tuesday.' },
};

/** Text that has broken something somewhere. */
export const hostile: readonly string[] = [
  '',
  ' ',
  '\u0000',
  '\uD800',
  '\uDC00x',
  '\uFFFE\uFFFF',
  '\u202Eevil\u202C',
  '\u2066a',
  '\u200B\u200D\uFEFF',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'; DROP TABLE articles; --",
  '../../etc/passwd',
  '$(curl x)',
  '{{7*7}}',
  '=cmd|calc',
  '__proto__',
  'constructor',
  'toString',
  'a'.repeat(5_000),
  'e\u0301'.repeat(200),
  '1e400',
  '%00',
  '%E0%A4%A',
  '//evil.example',
  '/\\evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  'http://[::1',
  'https://user:password@example.com/',
  '2026-02-30T00:00:00Z',
  '2026-13-01T00:00:00+99:99',
  'en-',
  'x-private',
];

const text = (max: number) =>
  fc.oneof(
    fc.string({ minLength: 1, maxLength: max, unit: 'grapheme' }),
    fc.constantFrom(...hostile.filter((s) => s.length <= max)),
  );

const headline = (max: number) =>
  text(max - 1)
    .map((s) => `x${s}`)
    .filter((s) => s.length <= max);

const slugLike = fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}$/);
const id = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,30}$/);
const revision = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
const time = fc
  .date({ min: new Date('1605-01-01'), max: new Date('9000-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const url = fc.webUrl({ validSchemes: ['http', 'https'] });

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

/** Lawful articles of every kind, odd text and all. */
export const articles: fc.Arbitrary<ArticlePublishInput> = fc.record({
  site: fc.stringMatching(/^[a-z0-9-]{1,32}$/),
  id,
  revision,
  headline: headline(300),
  body: fc.oneof(
    fc.record({
      contentType: fc.constantFrom(
        'text/html' as const,
        'text/markdown' as const,
        'text/plain' as const,
      ),
      value: text(2_000),
    }),
    fc.record({
      contentType: fc.constant('text/html' as const),
      ref: slugLike.map((key) => `s3://drop-bucket/${key}`),
      sha256: fc.stringMatching(/^[0-9a-fA-F]{64}$/),
    }),
  ),
  standfirst: maybe(text(1_000)),
  kicker: maybe(text(120)),
  slug: maybe(slugLike),
  sections: maybe(fc.array(slugLike, { maxLength: 8 })),
  byline: maybe(
    fc.array(fc.record({ name: headline(200), id: maybe(slugLike) }), { maxLength: 8 }),
  ),
  language: maybe(fc.constantFrom('en', 'pt-br', 'zh-Hant', 'el', 'ar')),
  publishAt: maybe(time),
  silent: maybe(fc.boolean()),
  topics: maybe(
    fc.array(fc.oneof(headline(200), fc.record({ id: slugLike, name: headline(200) })), {
      maxLength: 12,
    }),
  ),
  image: maybe(
    fc.record({
      url,
      width: fc.integer({ min: 1, max: 9_999 }),
      height: fc.integer({ min: 1, max: 9_999 }),
    }),
  ),
  corrections: maybe(fc.array(fc.record({ at: time, note: headline(2_000) }), { maxLength: 3 })),
  related: maybe(
    fc.record({ show: maybe(fc.boolean()), pin: maybe(fc.array(id, { maxLength: 10 })) }),
  ),
  aliasPaths: maybe(
    fc.array(
      slugLike.map((part) => `/old/${part}`),
      { maxLength: 5 },
    ),
  ),
  lane: maybe(fc.constantFrom('live' as const, 'bulk' as const)),
});

/** Any JSON at all, and JSON that looks almost like one of ours. */
export const anything: fc.Arbitrary<unknown> = fc
  .oneof(
    fc.jsonValue(),
    fc.record(
      Object.fromEntries(
        [
          'site',
          'id',
          'revision',
          'headline',
          'body',
          'byline',
          'topics',
          'sections',
          'image',
          'related',
          'aliasPaths',
          'publishAt',
          'mode',
          'notice',
          'redirectTo',
          'front',
          'pins',
          'theme',
          'uri',
          'version',
          'versionCreated',
          'pubStatus',
          'bodies',
          'headlines',
          'subjects',
          'associations',
          'urgency',
          'people',
          'infoSources',
        ].map((name) => [name, fc.oneof(fc.jsonValue(), fc.constantFrom(...hostile))]),
      ),
      { requiredKeys: [] },
    ),
  )
  .map((value): unknown => JSON.parse(JSON.stringify(value)));
