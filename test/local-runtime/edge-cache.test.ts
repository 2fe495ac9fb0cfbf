import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ARN, ARTICLE, bucketPolicy, byOrigin, edge, fresh, LIST, READ } from './edge-bench.ts';

describe('the cache', () => {
  test('a page is fetched once, answered with its age, and fetched again when its time is over', async () => {
    const { put, get, wait, fetches } = edge();
    put(ARTICLE, fresh('one'));

    expect((await get(`/${ARTICLE}`)).cache).toBe('Miss');
    wait(30);
    const hit = await get(`/${ARTICLE}`);
    expect([hit.cache, hit.header('age')]).toEqual(['Hit', '30']);
    wait(31);
    expect((await get(`/${ARTICLE}`)).cache).toBe('RefreshHit');
    put(ARTICLE, fresh('two'));
    wait(61);
    expect(await get(`/${ARTICLE}`)).toMatchObject({ cache: 'Miss', text: 'two' });
    expect(fetches()).toBe(3);
  });

  test.each([
    ['no-store', 0, 0],
    ['private, max-age=60', 0, 0],
    ['max-age=30', 0, 30],
    ['max-age=30, s-maxage=90', 0, 90],
    ['s-maxage=999999', 0, 3600],
    ['no-cache', 5, 5],
    [undefined, 0, 100],
  ])('“%s” with a least time of %i s is kept %i s', async (cacheControl, min, seconds) => {
    const lifetimes = { min, default: 100, max: 3600 };
    const { put, get, wait, fetches } = edge({
      behaviour: { cachePolicy: { ...byOrigin, lifetimes } },
    });
    put(ARTICLE, { body: 'x', headers: cacheControl ? { 'cache-control': cacheControl } : {} });
    await get(`/${ARTICLE}`);
    if (seconds > 0) {
      wait(seconds - 1);
      await get(`/${ARTICLE}`);
      expect(fetches()).toBe(1);
    }
    wait(2);
    await get(`/${ARTICLE}`);
    expect(fetches()).toBe(2);
  });

  test('a thousand readers of a page that is not there yet cost one fetch', async () => {
    const { put, get, hold, fetches } = edge();
    put(ARTICLE, fresh('one'));
    const release = hold();
    const readers = Array.from({ length: 1000 }, () => get(`/${ARTICLE}`));
    release();

    expect(new Set((await Promise.all(readers)).map(({ text }) => text))).toEqual(new Set(['one']));
    expect(fetches()).toBe(1);
  });

  test('tracking parameters do not make a page another one, unless the policy says so', async () => {
    const none = edge();
    none.put(ARTICLE, fresh('one'));
    await none.get(`/${ARTICLE}?utm_source=mail`);
    expect((await none.get(`/${ARTICLE}`)).cache).toBe('Hit');

    const query = { kind: 'whitelist' as const, names: ['page'] };
    const some = edge({ behaviour: { cachePolicy: { ...byOrigin, query } } });
    some.put(ARTICLE, fresh('one'));
    await some.get(`/${ARTICLE}?page=1&utm_source=mail`);
    expect((await some.get(`/${ARTICLE}?page=1`)).cache).toBe('Hit');
    expect((await some.get(`/${ARTICLE}?page=2`)).cache).toBe('Miss');
  });

  test('a reader who has the page gets 304, weakly compared', async () => {
    const { put, get } = edge();
    put(ARTICLE, fresh('one'));

    expect(await get(`/${ARTICLE}`, { 'if-none-match': '"zero", W/"one"' })).toMatchObject({
      status: 304,
      text: '',
    });
    expect((await get(`/${ARTICLE}`, { 'if-none-match': '"zero"' })).status).toBe(200);
    const since = { 'if-modified-since': 'Sat, 21 Nov 2026 00:00:00 GMT' };
    expect((await get(`/${ARTICLE}`, since)).status).toBe(304);
  });
});

describe('invalidations', () => {
  test('a tag, in whatever case, forgets every page that carries it, and no other', async () => {
    const { put, get, distribution } = edge();
    put('one', fresh('1', 'A-Harbour, lists'));
    put('two', fresh('2', 'lists'));
    put('three', fresh('3', 'a-storm'));
    for (const path of ['/one', '/two', '/three']) await get(path);

    expect(distribution.invalidate(['#LISTS'])).toBe(2);
    expect((await get('/one')).cache).toBe('Miss');
    expect((await get('/three')).cache).toBe('Hit');
    expect(distribution.invalidate(['#a-harbour'])).toBe(1);
  });

  test('a path forgets itself, a path with a star all below it', async () => {
    const { put, get, distribution } = edge();
    for (const key of ['world', 'world/europe', 'worlds end']) put(key, fresh(key));
    for (const path of ['/world', '/world/europe', '/worlds%20end']) await get(path);

    expect(distribution.invalidate(['/world'])).toBe(1);
    expect(distribution.invalidate(['/worlds end'])).toBe(1);
    expect(distribution.invalidate(['/world*'])).toBe(1);
  });

  test('a fetch under way may fill the cache with what was invalidated: only the second invalidation helps', async () => {
    const { put, remove, get, hold, distribution } = edge();
    put(ARTICLE, fresh('withdrawn text'));
    const release = hold();
    const reader = get(`/${ARTICLE}`);
    remove(ARTICLE);
    distribution.invalidate(['#a-harbour']);
    release();
    await reader;

    expect(await get(`/${ARTICLE}`)).toMatchObject({ cache: 'Hit', text: 'withdrawn text' });
    distribution.invalidate(['#a-harbour']);
    expect((await get(`/${ARTICLE}`)).status).toBe(403);
  });

  test('a strict edge keeps such a fetch out of the cache, and no later reader joins it', async () => {
    const { put, remove, get, hold, distribution } = edge({ strictInflight: true });
    put(ARTICLE, fresh('withdrawn text'));
    const release = hold();
    const reader = get(`/${ARTICLE}`);
    remove(ARTICLE);
    distribution.invalidate(['#a-harbour']);
    const later = get(`/${ARTICLE}`);
    release();

    expect((await reader).text).toBe('withdrawn text');
    expect((await later).status).toBe(403);
    expect((await get(`/${ARTICLE}`)).status).toBe(403);
  });
});

describe('the origin', () => {
  test('a missing page is 403 to a distribution that may not list, and 404 to one that may', async () => {
    expect((await edge().get('/nowhere')).status).toBe(403);
    const origin = { bucket: 'pages', path: '', policy: bucketPolicy(READ, LIST) };
    expect((await edge({ behaviour: { origin } }).get('/nowhere')).status).toBe(404);
  });

  test('a bucket whose policy does not know this distribution shows nothing', async () => {
    const foreign = { ...READ, Condition: { StringEquals: { 'AWS:SourceArn': `${ARN}X` } } };
    const origin = { bucket: 'pages', path: '', policy: bucketPolicy(foreign) };
    const { put, get } = edge({ behaviour: { origin } });
    put(ARTICLE, fresh('secret'));

    expect((await get(`/${ARTICLE}`)).status).toBe(403);
  });

  test('an error is kept ten seconds unless the distribution says otherwise', async () => {
    const lazy = edge();
    await lazy.get(`/${ARTICLE}`);
    lazy.put(ARTICLE, fresh('one'));
    expect((await lazy.get(`/${ARTICLE}`)).cache).toBe('Error');
    lazy.wait(11);
    expect((await lazy.get(`/${ARTICLE}`)).status).toBe(200);

    const prompt = edge({
      spec: { errors: new Map([[403, { keepSeconds: 0, page: undefined }]]) },
    });
    await prompt.get(`/${ARTICLE}`);
    prompt.put(ARTICLE, fresh('one'));
    expect((await prompt.get(`/${ARTICLE}`)).status).toBe(200);
  });

  test('an error wears the site’s own page and the status that the distribution gives it', async () => {
    const page = { path: '/errors/404.html', status: 404 };
    const { put, get } = edge({ spec: { errors: new Map([[403, { keepSeconds: 0, page }]]) } });
    put('errors/404.html', { body: 'Not here.' });

    expect(await get('/nowhere')).toMatchObject({ status: 404, text: 'Not here.', cache: 'Error' });
  });

  test('the address without a path is the root object', async () => {
    const { put, get } = edge();
    put('index.html', fresh('front'));
    expect((await get('/')).text).toBe('front');
  });
});

/** What a reader may be served, by a plain list of when each edition was made. */
function editions() {
  const madeAt = [0];
  let now = 0;
  let forgotten = 0;
  return {
    make: () => String(madeAt.push(now) - 1),
    wait: (seconds: number) => {
      now += seconds;
    },
    forget: () => {
      forgotten = madeAt.length - 1;
    },
    /** The oldest that is allowed: what was current 60 s ago, or at the last invalidation. */
    oldest: () =>
      Math.max(
        madeAt.findLastIndex((at) => at <= now - 60),
        forgotten,
      ),
    newest: () => madeAt.length - 1,
  };
}

type Edge = ReturnType<typeof edge>;
type Editions = ReturnType<typeof editions>;
type Step = (edge: Edge, oracle: Editions) => void | Promise<void>;

const edit: Step = ({ put }, oracle) => void put(ARTICLE, fresh(oracle.make()));
const read =
  (query: string): Step =>
  async ({ get }, oracle) => {
    const served = Number((await get(`/${ARTICLE}${query}`)).text);
    expect(served).toBeGreaterThanOrEqual(oracle.oldest());
    expect(served).toBeLessThanOrEqual(oracle.newest());
  };
const wait =
  (seconds: number): Step =>
  (served, oracle) => {
    served.wait(seconds);
    oracle.wait(seconds);
  };
const forget =
  (item: string, meant: boolean): Step =>
  ({ distribution }, oracle) => {
    distribution.invalidate([item]);
    if (meant) oracle.forget();
  };

test('whatever happens, no reader is served an edition older than the last invalidation or its time allow', async () => {
  const step = fc.oneof(
    fc.constant(edit),
    fc.constantFrom('', '?utm=1').map(read),
    fc.integer({ min: 1, max: 45 }).map(wait),
    fc.constantFrom('#A-HARBOUR', '/*', `/${ARTICLE}`).map((item) => forget(item, true)),
    fc.constantFrom('/other', '#lists').map((item) => forget(item, false)),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const served = edge();
      const oracle = editions();
      served.put(ARTICLE, fresh('0'));
      for (const each of steps) await each(served, oracle);
    }),
    { numRuns: 300 },
  );
});
