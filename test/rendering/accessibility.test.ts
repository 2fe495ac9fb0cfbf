import type { Browser, BrowserContextOptions, Page as Tab } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderArticle } from '#domain/rendering/article.ts';
import { renderList } from '#domain/rendering/list.ts';
import type { Page } from '#domain/rendering/view.ts';
import type { SiteSettings } from '#domain/site/site.ts';
import { violationsOn } from '../e2e/accessibility.ts';
import { openBrowser } from '../e2e/browser.ts';
import { everyKind } from './every-kind.ts';
import { bridgeReport, harbourPaper, stories, story } from './samples.ts';

/** What readers may have asked of their screens, at widths from a small phone to a desk. */
const SCREENS: readonly (readonly [string, BrowserContextOptions])[] = [
  ['a phone in the dark', { viewport: { width: 320, height: 640 }, colorScheme: 'dark' }],
  ['a wide window', { viewport: { width: 1440, height: 900 }, colorScheme: 'light' }],
  [
    'a wide window in colours of the reader’s own',
    { viewport: { width: 1280, height: 900 }, forcedColors: 'active', reducedMotion: 'reduce' },
  ],
];

const LONG = 'Harbour board, council and ministers agree on a bridge that nobody wants at a price';
const TALL = { url: '/tall.jpg', width: 800, height: 1200, alt: 'A lighthouse', renditions: [] };
const BAND: Partial<SiteSettings> = {
  logo: { url: '/logo.svg', darkUrl: '/dark.svg', width: 900, height: 150 },
  masthead: { motto: 'All the tide brings', align: 'start', rule: 'single', ground: 'accent' },
};

/** What a paper of every kind has, and what few papers have. */
function pages(): readonly Page[] {
  const sections = Array.from({ length: 40 }, (_, n) => ({ path: `s${n}`, title: `Section ${n}` }));
  const odd = [
    story(0, { headline: LONG, language: 'ar', kicker: 'Nets' }),
    story(1, { image: TALL, language: 'ja', headline: '沈んだ森は五千四百年前のもの' }),
    ...stories(50, 2).map((card, n) => ({ ...card, sections: [`s${n % 40}`] })),
  ];
  const front = (settings: Partial<SiteSettings>, cards = odd) =>
    renderList({
      site: harbourPaper(settings),
      list: '',
      title: '',
      pins: [],
      cards,
      bodies: new Map(),
    });
  const own = [
    ...front({ sections }),
    ...front(BAND, odd.slice(0, 1)),
    ...front({ language: 'he' }),
    renderArticle(bridgeReport({ image: TALL, headline: LONG }, harbourPaper(BAND))),
    renderArticle(bridgeReport({ language: 'ko', corrections: [] })),
  ];
  // Twenty-three of a long day's hours look like its first.
  return [...everyKind('en'), ...own].filter(
    ({ path, contentType, status }) =>
      contentType.startsWith('text/html') && status !== 301 && !/\/\d\d\/(?!00)\d\d$/.test(path),
  );
}

const open = async (browser: Browser, options: BrowserContextOptions): Promise<Tab> => {
  const context = await browser.newContext(options);
  // Pictures are none of this test's business: an empty drawing of the size that the page says.
  await context.route(/\.(?:jpg|svg)$/, (route) =>
    route.fulfill({
      contentType: 'image/svg+xml',
      body: '<svg xmlns="http://www.w3.org/2000/svg"/>',
    }),
  );
  return await context.newPage();
};

const show = async (tab: Tab, page: Page): Promise<void> => {
  await tab.route('http://daily.test/', (route) =>
    route.fulfill({ contentType: page.contentType, body: page.body }),
  );
  await tab.goto('http://daily.test/');
  await tab.unroute('http://daily.test/');
};

/* Read in the page itself. */
const OVER_THE_EDGE = 'document.documentElement.scrollWidth - innerWidth';
const LANDMARKS = `['body>header', 'main', 'body>footer', 'h1'].map(
  (each) => document.querySelectorAll(each).length)`;
/** Headings more than one level below the one before. The nameplate of a home front comes first as h1. */
const HEADINGS_SKIPPED = `[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')]
  .filter((heading, n, all) => heading.tagName[1] > Number(all[n - 1]?.tagName[1] ?? 0) + 1)
  .map((heading) => heading.outerHTML)`;
const FOCUSED = 'document.activeElement';
const SCROLLING = 'getComputedStyle(document.documentElement).scrollBehavior';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
});

describe.each(SCREENS)('on %s', (_, options) => {
  test('no page of any kind keeps anybody out, runs over the edge or hides a heading’s place', async () => {
    const tab = await open(browser, options);
    for (const page of pages()) {
      await show(tab, page);
      expect([page.path, await violationsOn(tab)]).toEqual([page.path, []]);
      expect([page.path, await tab.evaluate(OVER_THE_EDGE)]).toEqual([page.path, 0]);
      expect([page.path, await tab.evaluate(HEADINGS_SKIPPED)]).toEqual([page.path, []]);
      expect(await tab.evaluate(LANDMARKS)).toEqual([1, 1, 1, 1]);
    }
    await tab.context().close();
  }, 240_000);
});

test('the first key a reader presses offers the way past the masthead, and takes it', async () => {
  const tab = await open(browser, { viewport: { width: 1280, height: 800 } });
  await show(tab, renderArticle(bridgeReport()));
  await tab.keyboard.press('Tab');
  expect(await tab.evaluate(`${FOCUSED}.className`)).toBe('skip');
  expect(await tab.evaluate(`getComputedStyle(${FOCUSED}).clipPath`)).toBe('none');
  await tab.keyboard.press('Enter');
  expect(new URL(tab.url()).hash).toBe('#main');
  await tab.keyboard.press('Tab');
  expect(await tab.evaluate(`${FOCUSED}.closest('main') !== null`)).toBe(true);
  await tab.context().close();
});

test('who asks for less motion gets none', async () => {
  const tab = await open(browser, { reducedMotion: 'reduce' });
  await show(tab, renderArticle(bridgeReport()));
  expect(await tab.evaluate(SCROLLING)).toBe('auto');
  await tab.emulateMedia({ reducedMotion: 'no-preference' });
  expect(await tab.evaluate(SCROLLING)).toBe('smooth');
  await tab.context().close();
});
