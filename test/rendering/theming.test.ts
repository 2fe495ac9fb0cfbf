import { describe, expect, test } from 'vitest';
import { renderArticle } from '#domain/rendering/article.ts';
import { renderList } from '#domain/rendering/list.ts';
import type { SiteSettings } from '#domain/site/site.ts';
import { bridgeReport, harbourPaper, stories } from './samples.ts';

const home = (settings: Partial<SiteSettings>): string => {
  const site = harbourPaper(settings);
  const view = {
    site,
    list: '' as const,
    title: '',
    pins: [],
    cards: stories(3),
    bodies: new Map(),
  };
  return renderList(view)[0]?.body ?? '';
};
const article = (settings: Partial<SiteSettings>): string =>
  renderArticle(bridgeReport({}, harbourPaper(settings))).body;
const sheet = (body: string): string => /<style>(.*?)<\/style>/s.exec(body)?.[1] ?? '';
const pictures = (body: string): string => /img-src (.*?); connect-src/.exec(body)?.[1] ?? '';

const LOGO = { url: 'https://cdn.example.net/logo.svg', width: 900, height: 150 };

describe('a site’s logo', () => {
  test('stands in the place of its name, on the home front and above every article', () => {
    const image = `<img src="${LOGO.url}" width="900" height="150" alt="The Daily Offstone">`;
    expect(home({ logo: LOGO })).toContain(`<h1 class="name"><a href="/">${image}</a></h1>`);
    expect(article({ logo: LOGO })).toContain(`<p class="name"><a href="/">${image}</a></p>`);
  });

  test('is allowed by the policy of every page that shows it', () => {
    expect(pictures(article({ logo: LOGO })).split(' ')).toContain('https://cdn.example.net');
    expect(pictures(article({}))).not.toContain('cdn.example.net');
  });

  test('has another for dark screens, which the policy allows too', () => {
    const body = home({
      logo: { ...LOGO, darkUrl: 'https://night.example.net/logo.svg', alt: 'DO' },
    });
    expect(body).toContain(
      '<picture><source media="(prefers-color-scheme:dark)" srcset="https://night.example.net/logo.svg" width="900" height="150"><img',
    );
    expect(body).toContain('alt="DO"');
    expect(pictures(body).split(' ')).toContain('https://night.example.net');
  });

  test('that the site’s own allow-list keeps out leaves the name', () => {
    const body = home({ logo: LOGO, imageOrigins: ['https://img.example.com'] });
    expect(body).toContain('<h1 class="name"><a href="/">The Daily Offstone</a></h1>');
    expect(pictures(body)).not.toContain('cdn.example.net');
  });
});

describe('a site’s masthead', () => {
  test('costs nothing where there is none', () => {
    expect(sheet(home({ masthead: {} }))).toBe(sheet(home({})));
    expect(sheet(home({ masthead: { rule: 'oxford', align: 'centre', ground: 'paper' } }))).toBe(
      sheet(home({})),
    );
  });

  test('carries its motto on the home front only', () => {
    const masthead = { motto: 'All the tide brings & more' };
    expect(home({ masthead })).toContain('<p class="motto">All the tide brings &amp; more</p>');
    expect(article({ masthead })).not.toContain('class="motto"');
  });

  test.each([
    ['ground', 'ink', '--band:var(--ink)'],
    ['ground', 'accent', '--band:var(--red)'],
    ['rule', 'single', '.mast .ox::before{content:none}'],
    ['rule', 'none', '.mast .ox{border:0}'],
    ['align', 'start', '.home .mast,.home .mast ul{text-align:start'],
  ])('its %s may be %s', (part, choice, rule) => {
    expect(sheet(home({ masthead: { [part]: choice } }))).toContain(rule);
  });
});

test('a site’s text face also goes before the faces of languages with a script of their own', () => {
  const rules = sheet(article({ theme: { textFace: 'Amiri, serif' } }));
  expect(rules).toContain('--serif:Amiri, serif;');
  expect(rules).toContain('--mine:Amiri, serif,}');
  expect(rules).toContain('--text:var(--mine,)"Noto Naskh Arabic"');
});

test('the icon wears the site’s accent', () => {
  expect(article({ theme: { red: '#1e5a3c' } })).toContain("fill='%231e5a3c'");
});
