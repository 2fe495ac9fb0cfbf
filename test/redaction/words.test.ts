import fc from 'fast-check';
import sanitizeHtml from 'sanitize-html';
import { describe, expect, test } from 'vitest';
import { type SafeHtml, safeHtml } from '#domain/ids.ts';
import { sanitisedBody } from '#domain/publishing/body.ts';
import {
  addressHolds,
  redactedBody,
  redactedSlug,
  redactedText,
  redactionOf,
} from '#domain/publishing/redact.ts';

const JANE = redactionOf(['Jane Doe']);
const bodyOf = (html: string): string => redactedBody(sanitisedBody('text/html', html), JANE);

describe('words in text', () => {
  test.each([
    ['as they were ordered', 'Jane Doe was there.', '█████ was there.'],
    ['in another case', 'JANE DOE was there.', '█████ was there.'],
    ['over a line break', 'Jane\n  Doe was there.', '█████ was there.'],
    ['with accents', 'Jané Doë was there.', '█████ was there.'],
    ['with an accent of its own character', 'Jane Doe\u0301 was there.', '█████ was there.'],
    ['with a soft hyphen', 'Ja\u00adne Doe was there.', '█████ was there.'],
    ['as an owner', 'Jane Doe’s house', '█████’s house'],
    ['more than once', 'Jane Doe, Jane Doe', '█████, █████'],
  ])('go %s', (_, text, expected) => {
    expect(redactedText(text, JANE)).toBe(expected);
  });

  test('stay inside longer words, which are other words', () => {
    const text = 'Mary-Jane Doering and Jane Doebury';
    expect(redactedText(text, JANE)).toBe(text);
  });

  test('go in scripts that put no blanks between words', () => {
    expect(redactedText('昨日山田太郎は逮捕された。', redactionOf(['山田太郎']))).toBe(
      '昨日█████は逮捕された。',
    );
  });
});

describe('words in a body', () => {
  test.each([
    ['across emphasis', '<p>Jane <em>Doe</em> left</p>', '<p>█████<em></em> left</p>'],
    ['within a word’s markup', '<p>Ja<b>ne D</b>oe left</p>', '<p>█████<b></b> left</p>'],
    ['across a line break', '<p>Jane<br>Doe left</p>', '<p>█████<br /> left</p>'],
    ['spelled with entities', '<p>J&#97;ne&nbsp;Doe left</p>', '<p>█████ left</p>'],
    [
      'in what a picture says',
      '<img src="/a.jpg" alt="Jane Doe waves">',
      '<img src="/a.jpg" alt="█████ waves" loading="lazy" />',
    ],
    ['in a link’s address', '<a href="/jane-doe">this</a>', '<a>this</a>'],
    ['in a picture’s address', '<p>x<img src="/Jane%20Doe.jpg" alt="a"></p>', '<p>x</p>'],
  ])('go %s', (_, html, expected) => {
    expect(bodyOf(html)).toBe(expected);
  });

  test('are not looked for in the names of elements', () => {
    const html = sanitisedBody('text/html', '<p>a <em>em</em> p</p>');
    expect(redactedBody(html, redactionOf(['p', 'em']))).toBe('<p>a <em>█████</em> █████</p>');
  });
});

test('addresses tell words as slugs, percent-encoded, and in other scripts', () => {
  expect(addressHolds('/2026/11/24/trial-of-jane-doe-opens', JANE)).toBe(true);
  expect(addressHolds('https://cdn.example/Jane%20Doe.jpg', JANE)).toBe(true);
  expect(addressHolds('/2026/11/24/jane-doering', JANE)).toBe(false);
  expect(redactedSlug('trial-of-jane-doe-opens', JANE)).toBe('trial-of-opens');
  expect(redactedSlug('jane-doe', JANE)).toBe('');
});

/** What a reader reads, found by a parser that is not ours; elements part words only where they part lines. */
function read(html: string): string {
  return sanitizeHtml(html.replace(/<\/?(?:p|br|li|ul|h2)\b[^>]*>/g, ' '), {
    allowedTags: [],
    allowedAttributes: {},
    textFilter: (text) => text.replace(/&amp;/g, '&').replace(/&lt;/g, '<').replace(/&gt;/g, '>'),
  }).replace(/\s+/g, ' ');
}

const word = fc.constantFrom('jane', 'doe', 'Jane', 'DOE', 'harbour', 'the', 'a', '&', '<', 'x>y');
const phrase: fc.Arbitrary<string> = fc
  .array(fc.tuple(word, fc.constantFrom(' ', '\n', '&nbsp;', '<br>', '</b> <b>', '<i></i> ')), {
    maxLength: 12,
  })
  .map((parts) => parts.flat().join(''));
const markup = fc
  .array(fc.tuple(fc.constantFrom('p', 'h2', 'li', 'em', 'b'), phrase), { maxLength: 6 })
  .map((blocks) => blocks.map(([tag, text]) => `<${tag}>${text}</${tag}>`).join(''));

test('whatever the markup, no reader finds the words, and nothing but they is gone', () => {
  fc.assert(
    fc.property(markup, (html) => {
      const before = sanitisedBody('text/html', html);
      const after = redactedBody(before, JANE);
      expect(read(after).toLowerCase()).not.toMatch(/(?<!\w)jane doe(?!\w)/);
      // Still what the sanitiser would write: every element is whole.
      expect(sanitisedBody('text/html', after)).toBe(after);
      const others = (text: SafeHtml): string =>
        read(text)
          .replace(/(?<!\w)jane doe(?!\w)|█████/gi, '#')
          .replace(/\s+/g, '');
      expect(others(after)).toBe(others(before));
      expect(redactedBody(after, JANE)).toBe(after);
    }),
    { numRuns: 300 },
  );
});

test('text without the words stays as it is, letter by letter', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(redactedText(text, redactionOf(['zyzzyva']))).toBe(text);
    }),
  );
});

test('nothing is looked for where nothing was ordered', () => {
  expect(redactedBody(safeHtml('<p>a</p>'), redactionOf(['', '  ']))).toBe('<p>a</p>');
});
