import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanLine, cleanMarkup, cleanText, epochMs, hasVisible, nearest } from '#events';
import { hostile } from './newsroom-events.ts';

describe('odd text is mended, not refused', () => {
  test.each([
    ['a lone surrogate', 'a\uD800b', 'a\uFFFDb'],
    ['what SQS refuses', 'a\uFFFEb\uFFFF', 'a\uFFFDb\uFFFD'],
    ['a reading-order override', 'a\u202Eb\u202Cc\u2066d\u2069', 'abcd'],
    ['null and other controls', 'a\u0000\u0007b\u009Fc', 'abc'],
    ['a byte order mark', '\uFEFFab', 'ab'],
    ['line ends of three systems', 'a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
    ['an accent typed apart', 'Cafe\u0301', 'Caf\u00E9'],
    ['marks that scripts need', 'a\u200Fb\u200Dc', 'a\u200Fb\u200Dc'],
  ])('%s', (_what, sent, kept) => {
    expect(cleanText(sent)).toBe(kept);
  });

  test('a headline with line breaks becomes one line', () => {
    expect(cleanLine('  Storm\n\n closes\t harbour ')).toBe('Storm closes harbour');
  });

  test('markup is not composed, or a mark after a tag would swallow its bracket', () => {
    expect(cleanMarkup('<p>\u0338</p>')).toBe('<p>\u0338</p>');
  });

  test('cleaning twice changes nothing, and leaves nothing that a store or a feed refuses', () => {
    const any = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...hostile));
    fc.assert(
      fc.property(
        fc.array(any).map((parts) => parts.join('')),
        (text) => {
          for (const clean of [cleanText, cleanLine, cleanMarkup]) {
            const once = clean(text);
            expect(clean(once)).toBe(once);
            expect(once.isWellFormed()).toBe(true);
            for (const character of once) {
              const code = character.codePointAt(0) ?? 0;
              // The characters of XML 1.0 (Char), less the noncharacters beyond the first plane.
              const lawful =
                code === 9 || code === 10 || (code >= 0x20 && (code & 0xfffe) !== 0xfffe);
              expect(lawful, code.toString(16)).toBe(true);
            }
          }
        },
      ),
    );
  });

  test.each(['', ' \n', '\u200B\u2060', '\u00AD', '\u3164', '\u2800', '\u0000', '\uD800'])(
    'nobody sees anything of %j',
    (text) => expect(hasVisible(text)).toBe(false),
  );

  test.each(['x', '!', '7', '漢', '\u{1F6A2}', 'ـ'])('%s is seen', (text) =>
    expect(hasVisible(text)).toBe(true),
  );
});

describe('times', () => {
  test('every real time is read as Date reads it', () => {
    const date = fc.date({
      min: new Date('1000-01-01'),
      max: new Date('9998-12-30'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(date, fc.integer({ min: -1439, max: 1439 }), (at, zone) => {
        const local = new Date(at.getTime() + zone * 60_000).toISOString().slice(0, -1);
        if (local < '1000' || local > '9998-12-31') return;
        const minutes = Math.abs(zone);
        const offset = `${zone < 0 ? '-' : '+'}${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
        expect(epochMs(local + offset)).toBe(at.getTime());
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    '2026-02-29T00:00:00Z',
    '2100-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-11-14T24:00:00Z',
    '2026-11-14T23:59:60Z',
    '2026-11-14T09:30:00',
    '2026-11-14 09:30:00Z',
    '2026-11-14',
    '14/11/2026',
    '+002026-11-14T09:30:00Z',
    '2026-11-14T09:30:00+24:00',
  ])('%s is no time', (text) => expect(epochMs(text)).toBeUndefined());

  test.each(['2028-02-29T00:00:00Z', '2000-02-29T12:00:00.5+05:45', '2026-11-14t09:30:00z'])(
    '%s is one',
    (text) => expect(epochMs(text)).toBe(Date.parse(text.toUpperCase())),
  );
});

test('a mistyped word finds the one that was meant, a strange one none', () => {
  const known = ['headline', 'standfirst', 'byline', 'body', 'id'];
  expect(nearest('headlien', known)).toBe('headline');
  expect(nearest('Body', known)).toBe('body');
  expect(nearest('by_line', known)).toBe('byline');
  expect(nearest('weather', known)).toBeUndefined();
  expect(nearest('x'.repeat(100_000), known)).toBeUndefined();
});
