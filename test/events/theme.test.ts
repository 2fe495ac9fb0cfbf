import { describe, expect, test } from 'vitest';
import { PALETTE, parseEvent } from '#events';

const configured = (detail: object) =>
  parseEvent('site.configure', { site: 'daily', revision: 1, ...detail });
const reasons = (detail: object) => {
  const parsed = configured(detail);
  return parsed.ok ? [] : parsed.reasons;
};

describe('colours that readers could not read are refused', () => {
  test('the house’s own colours are lawful, all of them together', () => {
    expect(reasons({ theme: PALETTE })).toEqual([]);
  });

  // The grey either side of 4.5:1 on white, known to everybody who ever checked a page.
  test.each([
    ['#767676', true],
    ['#777777', false],
  ])('%s on white: %s', (soft, lawful) => {
    expect(reasons({ theme: { soft, paper: 'white', stone: 'white' } }).length === 0).toBe(lawful);
  });

  test('the reason names the token, its ground, the contrast, the rule and the way out', () => {
    expect(reasons({ theme: { ink: '#777', paper: '#fff', stone: '#fff' } })).toContainEqual({
      path: 'theme.ink',
      message:
        'has a contrast of only 4.47:1 with paper (#fff); text needs 4.5:1 (WCAG 2.2 AA, 1.4.3): make it darker',
    });
    expect(reasons({ theme: { 'ink-dark': 'rgb(90 90 90)' } })[0]?.message).toMatch(
      /make it lighter$/,
    );
  });

  test('a paper alone is measured against the house’s inks', () => {
    expect(reasons({ theme: { paper: '#444' } }).map(({ path }) => path)).toEqual([
      'theme.paper',
      'theme.paper',
      'theme.paper',
    ]);
  });

  // sRGB green, written in each way that CSS has: 5.14:1 on white.
  test.each([
    'green',
    '#008000',
    '#008000ff',
    'rgb(0, 128, 0)',
    'rgb(0% 50.2% 0%)',
    'hsl(120 100% 25.1%)',
    'hsl(0.3333turn 100% 25.1%)',
    'hwb(120 0% 49.8%)',
    'lab(46.28% -47.57 48.58)',
    'lch(46.28% 67.99 134.4)',
    'oklab(51.98% -0.1403 0.1077)',
    'oklch(51.98% 0.1769 142.5)',
  ])('%s is read as the colour it is', (red) => {
    expect(reasons({ theme: { red, paper: '#fff', stone: '#fff' } })).toEqual([]);
    const [onGrey] = reasons({ theme: { red, paper: '#e6e6e6', stone: '#fff' } });
    expect(onGrey?.message).toMatch(/^has a contrast of only 4\.1\d:1 with paper \(#e6e6e6\)/);
  });

  test.each(['currentcolor', 'transparent', 'potato', '#0008', 'rgb(0 0 0 / 0.5)', 'color(1 2)'])(
    '%s is no colour whose contrast can be told',
    (ink) => {
      expect(reasons({ theme: { ink } }).map(({ path }) => path)).toEqual(['theme.ink']);
    },
  );

  test('a rule is decoration and may be as faint as it likes', () => {
    expect(reasons({ theme: { rule: '#fdfdfd' } })).toEqual([]);
  });
});

describe('a logo and a masthead', () => {
  const logo = { url: 'https://img.example.com/logo.svg', width: 900, height: 150 };

  test('a logo comes from where pictures may come from', () => {
    expect(reasons({ logo })).toEqual([]);
    expect(reasons({ logo, imageOrigins: ['https://img.example.com'] })).toEqual([]);
    expect(reasons({ logo: { ...logo, url: '/media/logo.svg' }, imageOrigins: [] })).toEqual([]);
    expect(reasons({ logo, imageOrigins: ['https://other.example.com'] })).toEqual([
      {
        path: 'logo.url',
        message:
          'is of an origin that imageOrigins does not name; add https://img.example.com there, or serve the logo from the site',
      },
    ]);
  });

  test('what is no logo or no masthead is refused with what would be one', () => {
    const wrong = {
      logo: { url: 'javascript:x', width: 0 },
      masthead: { ground: 'pink', rules: 1 },
    };
    expect(reasons(wrong).map(({ path }) => path)).toEqual([
      'logo.url',
      'logo.width',
      'logo.height',
      'masthead.ground',
      'masthead.rules',
    ]);
    expect(reasons(wrong).at(-1)?.message).toBe(
      'is not a property of this event; did you mean “rule”?',
    );
  });
});
