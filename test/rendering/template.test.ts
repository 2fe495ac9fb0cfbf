import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { safeHtml } from '#domain/ids.ts';
import { closed, escaped, hexEscaped, jsonForScript, printable } from '#domain/rendering/escape.ts';
import { finished, html, raw } from '#domain/rendering/template.ts';
import { safeUrl } from '#domain/rendering/url.ts';
import { parsed } from './parsed.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('<', '>', '"', "'", '&', '/', '!', '-', 'a', ' ', '\0', ';', '#'),
  }),
);

describe('the template', () => {
  test('whatever a reporter types, a parser finds that text and nothing else', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const page = parsed(finished(html`<p title="${text}">${text}</p>`));
        expect(page.elements).toEqual([{ name: 'p', attributes: { title: printable(text) } }]);
        expect(page.text).toBe(printable(text));
      }),
    );
  });

  test('finished markup passes, arrays are joined, and what is missing leaves no trace', () => {
    const items = ['one', 'two & three'].map((each) => html`<li>${each}</li>`);
    expect(finished(html`<ul>${items}</ul>${null}${undefined}${false}${''}${0}`)).toBe(
      '<ul><li>one</li><li>two &amp; three</li></ul>0',
    );
    expect(finished(html`<div>${raw(safeHtml('<p>clean</p>'))}</div>`)).toBe(
      '<div><p>clean</p></div>',
    );
  });

  test.each([
    ['safe', 'https://example.com/a?b=c&d=e#f', 'https://example.com/a?b=c&amp;d=e#f'],
    ['safe', 'mailto:desk@example.com', 'mailto:desk@example.com'],
    ['safe', 'tel:+441234', 'tel:+441234'],
    ['safe', '/world', '/world'],
    ['safe', '#corrections', '#corrections'],
    ['safe', 'https://example.com/a b"c', 'https://example.com/a%20b%22c'],
    ['unsafe', 'javascript:alert(1)', '#'],
    ['unsafe', ' javascript:alert(1)', '#'],
    ['unsafe', 'JaVa\nScript:alert(1)', '#'],
    ['unsafe', '\u0001javascript:alert(1)', '#'],
    ['unsafe', 'data:text/html,<script>', '#'],
    ['unsafe', 'vbscript:x', '#'],
    ['unsafe', '//evil.example', '#'],
    ['unsafe', '/\\evil.example', '#'],
    ['unsafe', '/\t/evil.example', '#'],
    ['unsafe', 'https:evil.example', '#'],
    ['unsafe', 'world', '#'],
  ])('a link to a %s address: %j', (_, address, written) => {
    expect(finished(html`<a href="${address}">x</a>`)).toBe(`<a href="${written}">x</a>`);
  });

  test('a place where nothing can be made safe is refused when the template is first used', () => {
    const text = 'x';
    expect(() => html`<p class=${text}>`).toThrow(/unquoted/);
    expect(() => html`<p ${text}>`).toThrow(/inside a tag/);
    expect(() => html`<script>${text}</script>`).toThrow(/rawtext/);
    expect(() => html`<style>${text}</style>`).toThrow(/rawtext/);
    expect(() => html`<!-- ${text} -->`).toThrow(/comment/);
    expect(() => html`<p onclick="${text}">`).toThrow(/onclick/);
    expect(() => html`<p style="${text}">`).toThrow(/style/);
    expect(() => html`<p title="${html`<b>`}">`).toThrow(/attribute/);
  });

  test('a hole after another is judged where it stands', () => {
    expect(finished(html`<a href="${'/a'}" title="${'javascript:'}">${'<'}</a>${html`<b>`}`)).toBe(
      '<a href="/a" title="javascript:">&lt;</a><b>',
    );
    expect(finished(html`<a href="/archive/${'2026'}">${'x'}</a>`)).toBe(
      '<a href="/archive/2026">x</a>',
    );
  });
});

describe('text', () => {
  test('no character that XML forbids gets through, and every other one does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        // XML 1.0, production 2, less the noncharacters and C1 controls that HTML calls errors.
        const allowed = [...text].filter((character) => {
          const code = character.codePointAt(0) ?? 0;
          const control =
            (code < 0x20 && ![9, 10, 13].includes(code)) || (code >= 0x7f && code <= 0x9f);
          const surrogate = code >= 0xd800 && code <= 0xdfff;
          const noncharacter = (code >= 0xfdd0 && code <= 0xfdef) || (code & 0xfffe) === 0xfffe;
          return !control && !surrogate && !noncharacter;
        });
        expect(printable(text)).toBe(allowed.join(''));
      }),
    );
  });

  test('titles of feeds are written in hexadecimal references', () => {
    expect(hexEscaped('A <b>& more</b>')).toBe('A &#x3C;b&#x3E;&#x26; more&#x3C;/b&#x3E;');
    expect(escaped(`"'`)).toBe('&quot;&#39;');
  });

  test('structured data cannot end its script element, and says the same', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const json = jsonForScript({ text: `</script>${text}\u2028` });
        expect(json).not.toMatch(/[<>\u2028\u2029]/);
        expect(printable(JSON.parse(json).text)).toBe(printable(`</script>${text}\u2028`));
      }),
    );
  });

  test('a headline that turns the direction of writing gives it back', () => {
    expect(closed('abc')).toBe('abc');
    expect(closed('\u202eabc')).toBe('\u202eabc\u202c');
    expect(closed('\u2067a\u202eb')).toBe('\u2067a\u202eb\u202c\u2069');
    expect(closed('\u2067a\u202eb\u2069c')).toBe('\u2067a\u202eb\u2069c');
    expect(closed('\u202aa\u202cb')).toBe('\u202aa\u202cb');
  });

  test('an address that is safe stays safe when it is checked again', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        const once = safeUrl(url);
        expect(once).toBeDefined();
        expect(safeUrl(once ?? '')).toBe(once);
      }),
    );
  });
});
