import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { violationsOn } from './accessibility.ts';
import { openBrowser } from './browser.ts';
import { eventually, offstone, startStage } from './stage.ts';

let stage: Awaited<ReturnType<typeof startStage>>;
let browser: Browser;

beforeAll(async () => {
  [stage, browser] = await Promise.all([startStage(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await stage?.remove();
});

const article = (id: string, more: object = {}): object => ({
  site: 'daily',
  id,
  revision: 1,
  headline: id.replaceAll('-', ' '),
  body: { contentType: 'text/html', value: `<p>All there is to say about ${id}.</p>` },
  ...more,
});

const publish = (articles: readonly object[], args: readonly string[] = []) =>
  offstone(['publish', '-', '--wait', '--endpoint', stage.url, ...args], JSON.stringify(articles));

const LIGHTHOUSE = {
  headline: 'Lighthouse at Hollin Head relit after forty years',
  standfirst: 'The keepers’ grandchildren turned the lamp by hand.',
  kicker: 'Harbour lights',
  sections: ['science', 'world'],
  byline: [{ name: 'Ines Marlowe' }],
  dateline: 'Hollin Head',
  topics: ['lighthouses'],
  body: {
    contentType: 'text/html',
    value:
      '<p>The lighthouse lamp at Hollin Head burned again on Tuesday, and the harbour pilots sounded their horns.</p>',
  },
};

test('an article goes live at the address its sender is told, and a browser shows all of it in order', async () => {
  const earlier = await publish([
    article('lamp-restored', {
      ...LIGHTHOUSE,
      headline: 'Hollin Head lighthouse lamp to be restored by keepers',
      publishAt: '2025-11-20T09:00:00Z',
    }),
  ]);
  expect(earlier.code, earlier.stderr).toBe(0);
  const { code, lines, stderr } = await publish([article('lighthouse-relit', LIGHTHOUSE)]);
  expect(code, stderr).toBe(0);
  expect(lines).toMatchObject([
    { type: 'article.live', site: 'daily', id: 'lighthouse-relit', revision: 1 },
  ]);

  const url = String(lines[0]?.['url']);
  const page = await browser.newPage({ javaScriptEnabled: false });
  const text = await eventually(
    async () => {
      await page.goto(url);
      return await page.locator('body').innerText();
    },
    (shown) => shown.includes('lamp to be restored'),
  );
  const order = [
    'The Daily Offstone',
    'World',
    'Lighthouse at Hollin Head relit',
    'turned the lamp by hand',
    'Ines Marlowe',
    'burned again on Tuesday',
    'Related posts',
    'lamp to be restored',
  ].map((part) => text.toLowerCase().indexOf(part.toLowerCase()));
  expect(
    order.every((at) => at >= 0),
    `${order}\n${text}`,
  ).toBe(true);
  expect([...order].sort((a, b) => a - b)).toEqual(order);

  await page.goto(String(earlier.lines[0]?.['url']));
  expect(await page.getByRole('heading', { name: 'Related posts', exact: true }).count()).toBe(1);
  expect(
    await page.locator(`a[href$="${new URL(url).pathname}"]`).count(),
    'the older article lists the newer one',
  ).toBeGreaterThan(0);
  await page.close();
});

const WRONG: readonly (readonly [string, unknown, readonly string[]])[] = [
  ['no headline', article('w1', { headline: undefined }), ['headline']],
  ['a headline of nothing visible', article('w2', { headline: ' \u200b ' }), ['headline']],
  ['a headline beyond 300 characters', article('w3', { headline: 'x'.repeat(301) }), ['headline']],
  ['a revision of zero', article('w4', { revision: 0 }), ['revision']],
  ['a revision in quotes', article('w5', { revision: '2' }), ['revision']],
  ['an id with a space', article('w 6'), ['id']],
  ['a site that does not exist', article('w7', { site: 'weekly' }), ['site']],
  ['a time without a zone', article('w8', { publishAt: '2026-11-14T09:30:00' }), ['publishAt']],
  [
    'a day that does not exist',
    article('w9', { publishAt: '2026-02-30T09:30:00Z' }),
    ['publishAt'],
  ],
  ['a section in capitals', article('w10', { sections: ['World'] }), ['sections[0]']],
  [
    'a body of an unknown kind',
    article('w11', { body: { contentType: 'text/rtf', value: 'x' } }),
    ['body.contentType'],
  ],
  ['an alias that is the feed', article('w12', { aliasPaths: ['/feed.xml'] }), ['aliasPaths[0]']],
  [
    'thirteen topics',
    article('w13', { topics: Array.from({ length: 13 }, (_, n) => `t${n}`) }),
    ['topics'],
  ],
  ['a misspelt property', article('w14', { headlin: 'x' }), ['headlin']],
  [
    'three things at once',
    article('w15', { revision: -1, language: 'x_y', slug: 'No Slug' }),
    ['revision', 'language', 'slug'],
  ],
  ['no object at all', 42, ['detail']],
];

test('bad input is answered with every reason, and a good article in the same batch goes live', async () => {
  const { code, lines } = await publish([
    ...WRONG.map(([, value]) => value as object),
    article('good-among-bad'),
  ]);
  expect(code).toBe(1);
  expect(lines).toHaveLength(WRONG.length + 1);
  expect(lines.find(({ id }) => id === 'good-among-bad')).toMatchObject({ type: 'article.live' });
  const rejected = lines.filter(({ type }) => type === 'article.rejected');
  const paths = rejected.map(({ reasons }) =>
    (reasons as { path: string }[])
      .map(({ path }) => path)
      .sort()
      .join(),
  );
  expect(paths.sort()).toEqual(WRONG.map(([, , reasons]) => [...reasons].sort().join()).sort());
});

test('status tells an article’s story, and verify proves the site', async () => {
  await publish([article('storied')]);
  const status = await offstone(['status', 'storied', '--endpoint', stage.url]);
  expect(status.code, status.stderr).toBe(0);
  expect(status.stdout).toContain('article.live');

  const verified = await eventually(
    () => offstone(['verify', '--json', '--endpoint', stage.url]),
    ({ code }) => code === 0,
  );
  expect(verified.stdout + verified.stderr).toContain('"ok":true');
});

test('a withdrawn article is gone from its address and from the front', async () => {
  const published = await publish([article('grave-mistake', { headline: 'A grave mistake' })]);
  const url = String(published.lines[0]?.['url']);
  const { code, lines, stderr } = await offstone([
    'withdraw',
    'grave-mistake',
    '--site',
    'daily',
    '--reason',
    'wrong',
    '--wait',
    '--endpoint',
    stage.url,
  ]);
  expect(code, stderr).toBe(0);
  expect(lines).toMatchObject([{ type: 'article.withdrawn', id: 'grave-mistake' }]);
  const gone = await fetch(url);
  expect(gone.status).toBe(410);
  expect(await gone.text()).not.toContain('A grave mistake');
  expect(await (await fetch(stage.url)).text()).not.toContain('A grave mistake');
});

test('the article and the front are accessible, by day and by night, on a phone and on a desk', async () => {
  await publish([article('accessible', LIGHTHOUSE)]);
  const paths = ['/', '/science', '/errors/404', '/archive/2025/11/20'];
  const findings: string[] = [];
  for (const [width, colorScheme] of [
    [390, 'dark'],
    [1440, 'light'],
  ] as const) {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme,
      bypassCSP: true,
    });
    const page = await context.newPage();
    for (const path of paths) {
      await page.goto(stage.url + path);
      const violations = await violationsOn(page);
      findings.push(...violations.map((violation) => `${path} ${width}: ${violation}`));
      const shown = await page.evaluate('document.documentElement.scrollWidth');
      expect(shown, `${path} ${width}`).toBeLessThanOrEqual(width);
    }
    await context.close();
  }
  expect(findings).toEqual([]);
});

test('an address that was never used answers 404 in the site’s own dress', async () => {
  const missing = await fetch(`${stage.url}/2026/01/01/nothing`);
  expect(missing.status).toBe(404);
  expect(await missing.text()).toContain('The Daily Offstone');
});
