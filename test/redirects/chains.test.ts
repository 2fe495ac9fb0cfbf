import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Loaded,
  listRedirects,
  loadRedirects,
  openLoads,
} from '#domain/flows/load-redirects.ts';
import { type Legacy, legacyOf } from '#domain/redirects/legacy.ts';
import { DAILY, Newsroom } from '../newsroom.ts';

type Rows = readonly (readonly [from: string, to: string])[];

function legacies(rows: Rows): readonly Legacy[] {
  return rows.map(([from, to]) => {
    const legacy = legacyOf(from, to, DAILY);
    if ('problem' in legacy) throw new Error(legacy.problem);
    return legacy;
  });
}

async function load(desk: Newsroom, rows: Rows): Promise<readonly Loaded[]> {
  const all: Loaded[] = [];
  for await (const some of loadRedirects(DAILY.id, legacies(rows), desk.world)) all.push(...some);
  await desk.settle();
  expect(await openLoads(DAILY.id, desk.world)).toBe(0);
  return all;
}

/** Where readers are sent, host aside; or the status they get. */
async function answer(desk: Newsroom, at: string): Promise<string | number> {
  const { status, location } = await desk.page(at);
  return location?.replace(DAILY.baseUrl, '') ?? status;
}

test('an old address leads to the article, wherever it moves, and is gone with it', async () => {
  const desk = new Newsroom();
  await desk.publish('ferry', { headline: 'Ferry delayed' });
  await desk.settle();
  await load(desk, [
    ['/news.php/17', 'ferry'],
    ['https://old.example/2009/ferry.html', '/2026/11/24/ferry-delayed'],
    ['/short', '/news.php/17'],
  ]);
  const all = ['/news.php/17', '/2009/ferry.html', '/short'];
  for (const at of all) expect(await answer(desk, at)).toBe('/2026/11/24/ferry-delayed');

  await desk.publish('ferry', { revision: 2, headline: 'Ferry cancelled' });
  await desk.settle();
  for (const at of all) expect(await answer(desk, at)).toBe('/2026/11/24/ferry-cancelled');
  await desk.withdraw('ferry', { revision: 3 });
  await desk.settle();
  for (const at of all) expect(await answer(desk, at)).toBe(410);
  await desk.sweep();
  await desk.settle();
  expect(await desk.differences()).toEqual([]);
});

test('an old address of an article still to come leads to it once it is there', async () => {
  const desk = new Newsroom();
  await load(desk, [['/soon', 'ferry']]);
  expect(await answer(desk, '/soon')).toBe(404);
  await desk.publish('ferry', { headline: 'Ferry back' });
  await desk.settle();
  expect(await answer(desk, '/soon')).toBe('/2026/11/24/ferry-back');
});

test('an old address that comes to lead to an article still to come says that there is nothing', async () => {
  const desk = new Newsroom();
  await desk.sweep();
  await load(desk, [['/short', '/soon']]);
  await load(desk, [['/soon', 'ferry']]);
  for (const at of ['/short', '/soon']) expect(await answer(desk, at)).toBe(404);
  expect(await desk.differences()).toEqual([]);
});

test('two articles that are withdrawn in favour of each other are both gone', async () => {
  const desk = new Newsroom();
  await desk.publish('ferry', { headline: 'Ferry' });
  await desk.publish('tram', { headline: 'Tram' });
  await desk.settle();
  await desk.withdraw('ferry', { revision: 2, mode: 'redirect', redirectTo: '/2026/11/24/tram' });
  await desk.settle();
  expect(await answer(desk, '/2026/11/24/ferry')).toBe('/2026/11/24/tram');
  await desk.withdraw('tram', { revision: 2, mode: 'redirect', redirectTo: '/2026/11/24/ferry' });
  await desk.settle();
  for (const at of ['/2026/11/24/ferry', '/2026/11/24/tram'])
    expect(await answer(desk, at)).toBe(410);
});

test('readers of a withdrawn article follow the one that took its place, wherever it moves', async () => {
  const desk = new Newsroom();
  await desk.publish('ferry', { headline: 'Ferry' });
  await desk.publish('tram', { headline: 'Tram' });
  await load(desk, [['/short', '/2026/11/24/ferry']]);
  await desk.withdraw('ferry', {
    revision: 2,
    mode: 'redirect',
    redirectTo: 'https://daily.example/2026/11/24/tram',
  });
  await desk.publish('tram', { revision: 2, headline: 'Tram lines reopen' });
  await desk.settle();

  for (const at of ['/short', '/2026/11/24/ferry', '/2026/11/24/tram'])
    expect(await answer(desk, at)).toBe('/2026/11/24/tram-lines-reopen');
});

test('an article that is to take another’s place may come later than the withdrawal', async () => {
  const desk = new Newsroom();
  await desk.publish('ferry', { headline: 'Ferry' });
  await desk.withdraw('ferry', { revision: 2, mode: 'redirect', redirectTo: '/2026/11/24/tram' });
  await desk.settle();
  expect(await answer(desk, '/2026/11/24/ferry')).toBe(410);
  await desk.publish('tram', { headline: 'Tram' });
  await desk.settle();
  expect(await answer(desk, '/2026/11/24/ferry')).toBe('/2026/11/24/tram');
});

test('loading a list again changes nothing, and no address that somebody has is taken', async () => {
  const desk = new Newsroom();
  await desk.sweep();
  await desk.publish('ferry', {
    headline: 'Ferry delayed',
    sections: ['tides'],
    aliasPaths: ['/ferry'],
  });
  await desk.settle();
  const rows: Rows = [
    ['/a', '/world'],
    ['/ferry', 'ferry'],
  ];
  expect((await load(desk, rows)).map(({ end }) => end).sort()).toEqual(['known', 'loaded']);
  expect((await load(desk, rows)).map(({ end }) => end)).toEqual(['known', 'known']);

  const conflicts = await load(desk, [
    ['/a', '/sport'],
    ['/ferry', '/sport'],
    ['/tides', '/sport'],
  ]);
  expect(conflicts).toMatchObject([
    { from: '/a', problem: 'leads to /world already, and that stands' },
    { from: '/ferry', problem: 'is an address of article ferry, and stays its' },
    { from: '/tides', problem: 'is the address of a page of this site' },
  ]);
  expect(await answer(desk, '/a')).toBe('/world');
  expect(await answer(desk, '/ferry')).toBe('/2026/11/24/ferry-delayed');
  await desk.publish('other', { headline: 'Other', slug: 'other', aliasPaths: ['/a'] });
  await desk.settle();
  expect(await answer(desk, '/a')).toBe('/world');
  expect(await desk.differences()).toEqual([]);
});

test('a withdrawal that leads to an old address of the same article ends there', async () => {
  const desk = new Newsroom();
  await desk.publish('ferry', { headline: 'Ferry delayed' });
  await load(desk, [['/old', 'ferry']]);
  await desk.withdraw('ferry', { revision: 2, mode: 'redirect', redirectTo: '/old' });
  await desk.settle();
  expect(await answer(desk, '/old')).toBe(410);
});

test.each([
  ['its own address', '/2026/11/24/ferry-cancelled'],
  ['an address it had', '/2026/11/24/ferry-delayed'],
  ['its own address, written in full', 'https://daily.example/2026/11/24/ferry-cancelled'],
])('a withdrawal that leads to %s leads nowhere', async (_, redirectTo) => {
  const desk = new Newsroom();
  await desk.sweep();
  await desk.publish('ferry', { headline: 'Ferry delayed' });
  await desk.settle();
  await desk.publish('ferry', { revision: 2, headline: 'Ferry cancelled' });
  await desk.settle();
  await desk.withdraw('ferry', { revision: 3, mode: 'redirect', redirectTo });
  await desk.settle();
  for (const at of ['/2026/11/24/ferry-cancelled', '/2026/11/24/ferry-delayed'])
    expect(await answer(desk, at)).toBe(410);
  expect(await desk.differences()).toEqual([]);
});

test.each([
  ['/feed.xml', '/a', 'from is an address of the site’s own pages'],
  ['/world', '/a', 'from is an address of the site’s own pages'],
  ['/', '/a', 'from is an address of the site’s own pages'],
  ['/?p=17', '/a', 'leave out the query'],
  ['https://old.example/?p=17', '/a', 'leave out the query'],
  ['relative', '/a', 'must be a path that starts with one /'],
  ['/a', 'javascript:alert(1)', 'to must be an article’s id'],
  ['/a', '//evil.example', 'must be a path that starts with one /'],
  ['/a', 'not an id', 'to must be an article’s id'],
])('%s → %s cannot be read: %s', (from, to, why) => {
  expect(legacyOf(from, to, DAILY)).toMatchObject({ problem: expect.stringContaining(why) });
});

test('addresses are read as browsers send them', () => {
  expect(legacies([['/caf%C3%A9/', `${DAILY.baseUrl}/world`]])).toEqual([
    { from: '/café', to: { kind: 'path', path: '/world' } },
  ]);
});

/** Where following the list by hand ends. */
function byHand(rows: ReadonlyMap<string, string>, from: string): string | number {
  const passed = new Set<string>();
  let at = from;
  while (rows.has(at)) {
    if (passed.has(at)) return 410;
    passed.add(at);
    at = rows.get(at) ?? '';
  }
  return at;
}

const place = fc.constantFrom(
  '/a',
  '/b',
  '/c',
  '/d',
  '/e',
  '/f',
  '/world',
  'https://away.example/',
);

test('however addresses are chained, and in whatever portions they are loaded, each leads straight to the end', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.tuple(fc.constantFrom('/a', '/b', '/c', '/d', '/e', '/f'), place), {
        selector: ([from]) => from,
        minLength: 1,
      }),
      fc.nat(6),
      async (rows, cut) => {
        const desk = new Newsroom();
        await desk.sweep();
        await load(desk, rows.slice(0, cut));
        await load(desk, rows.slice(cut));
        const map = new Map(rows);
        for (const [from] of rows) expect(await answer(desk, from), from).toBe(byHand(map, from));
        expect(await desk.differences()).toEqual([]);
        expect(await listRedirects(DAILY.id, desk.world)).toHaveLength(rows.length);
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);

test('a walk over the site meets old addresses, so that a new theme or a lost page reaches them', async () => {
  const desk = new Newsroom();
  await load(
    desk,
    Array.from({ length: 130 }, (_, n) => [`/old/${n}`, '/world'] as const),
  );
  await desk.send('site.configure', {
    site: 'daily',
    revision: 1,
    name: 'Renamed',
    language: 'de',
  });
  await desk.settle();
  expect((await desk.page('/old/77')).body).toContain('lang="de"');
  expect(await desk.differences()).toEqual([]);
});
