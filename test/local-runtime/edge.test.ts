import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import * as v from 'valibot';
import { afterEach, describe, expect, test } from 'vitest';
import { MANAGED_CACHE_POLICIES } from '../../lib/local/edge/cache-policy.ts';
import type { BehaviourSpec, DistributionSpec } from '../../lib/local/edge/config.ts';
import { Distribution } from '../../lib/local/edge/distribution.ts';
import { header } from '../../lib/local/edge/headers.ts';
import { HeadersPolicyProperties, headersPolicy } from '../../lib/local/edge/headers-policy.ts';
import { edgeServer } from '../../lib/local/edge/server.ts';
import { PolicyDocument } from '../../lib/local/iam/policy.ts';
import { close, listen } from '../../lib/local/runtime/listen.ts';
import { freePort } from './app.ts';

const ARN = 'arn:aws:cloudfront::000000000000:distribution/E1';

const statement = (Action: string, Resource: string) => ({
  Effect: 'Allow',
  Action,
  Resource,
  Principal: { Service: 'cloudfront.amazonaws.com' },
  Condition: { StringEquals: { 'AWS:SourceArn': ARN } },
});
const READ = statement('s3:GetObject', 'arn:aws:s3:::pages/*');
const LIST = statement('s3:ListBucket', 'arn:aws:s3:::pages');
const bucketPolicy = (...Statement: readonly unknown[]) => v.parse(PolicyDocument, { Statement });

const optimized = MANAGED_CACHE_POLICIES.get('658327ea-f89d-4fab-a63d-7e88639e58f6');
if (!optimized) throw new Error('The managed policy is gone.');
/** As the house's pages want it: what the origin says, nothing else. */
const byOrigin = { ...optimized, lifetimes: { min: 0, default: 0, max: 86_400 } };

interface Page {
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function edge(
  options: {
    readonly spec?: Partial<DistributionSpec>;
    readonly behaviour?: Partial<BehaviourSpec>;
    readonly strictInflight?: boolean;
  } = {},
) {
  const pages = new Map<string, Page>();
  let clock = Date.parse('2026-11-24T09:00:00Z');
  let fetches = 0;
  let gate: Promise<void> = Promise.resolve();
  const behaviour: BehaviourSpec = {
    pattern: '*',
    origin: { bucket: 'pages', path: '', policy: bucketPolicy(READ) },
    cachePolicy: byOrigin,
    headersPolicy: undefined,
    compress: false,
    viewerRequest: undefined,
    viewerResponse: undefined,
    ...options.behaviour,
  };
  const lines: string[] = [];
  const distribution = new Distribution({
    spec: {
      stack: 'delivery',
      logicalId: 'Cdn',
      id: 'E1',
      arn: ARN,
      rootObject: 'index.html',
      behaviours: [behaviour],
      errors: new Map(),
      tagHeader: 'x-amz-meta-cache-tag',
      ...options.spec,
    },
    domainName: '127.0.0.1:4800',
    now: () => clock,
    log: (line) => void lines.push(line),
    strictInflight: options.strictInflight ?? false,
    async getObject(_bucket, key) {
      fetches += 1;
      const page = pages.get(key);
      await gate;
      return (
        page && {
          body: Buffer.from(page.body),
          etag: `"${page.body}"`,
          lastModified: new Date('2026-11-20T00:00:00Z'),
          headers: { 'content-type': 'text/html; charset=utf-8', ...page.headers },
        }
      );
    },
  });
  const get = async (
    address: string,
    headers: Readonly<Record<string, string>> = {},
    method = 'GET',
  ) => {
    const [path = '/', query = ''] = address.split('?');
    const response = await distribution.answer({
      method,
      path,
      query,
      headers: new Map(Object.entries(headers).map(([name, value]) => [name, [value]])),
      cookies: new Map(),
      ip: '127.0.0.1',
    });
    return {
      status: response.status,
      text: response.body.toString(),
      bytes: response.body,
      cache: header(response.headers, 'x-cache')?.replace(' from cloudfront', ''),
      header: (name: string) => header(response.headers, name),
    };
  };
  return {
    distribution,
    lines,
    get,
    put: (key: string, page: Page) => pages.set(key, page),
    remove: (key: string) => pages.delete(key),
    wait: (seconds: number) => {
      clock += seconds * 1000;
    },
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return () => {
        gate = Promise.resolve();
        resolve();
      };
    },
    fetches: () => fetches,
  };
}

const ARTICLE = 'harbour-shut';
const fresh = (body: string, tag = 'a-harbour'): Page => ({
  body,
  headers: { 'cache-control': 'public, s-maxage=60, max-age=0', 'x-amz-meta-cache-tag': tag },
});

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

describe('functions of the edge', () => {
  const source = (code: string) => ({ name: 'Tidy', code });

  test('a viewer-request function sees the request as CloudFront shows it, and may change it', async () => {
    const { put, get } = edge({
      behaviour: {
        viewerRequest: source(`
          function handler(event) {
            var r = event.request;
            r.uri = '/' + [event.version, event.context.eventType, event.context.distributionId, r.method,
              r.querystring.a.multiValue.length, r.headers.host.value, event.viewer.ip].join('|');
            return r;
          }`),
      },
    });
    put('1.0|viewer-request|E1|GET|2|desk|127.0.0.1', fresh('seen'));

    expect((await get('/x?a=1&a=2', { host: 'desk' })).text).toBe('seen');
  });

  test('it may answer by itself, ahead of the cache, and asynchronously', async () => {
    const { get, fetches } = edge({
      behaviour: {
        viewerRequest: source(`
          async function handler(event) {
            return { statusCode: 301, statusDescription: 'Moved', headers: { location: { value: event.request.uri.slice(0, -1) } } };
          }`),
      },
    });

    const answer = await get('/world/');
    expect([answer.status, answer.header('location')]).toEqual([301, '/world']);
    expect(answer.cache).toBe('FunctionGeneratedResponse');
    expect(fetches()).toBe(0);
  });

  const FROM_METADATA = source(`
    function handler(event) {
      var response = event.response, h = response.headers;
      if (h['x-amz-meta-status']) {
        response.statusCode = Number(h['x-amz-meta-status'].value);
        if (h['x-amz-meta-location']) h.location = { value: h['x-amz-meta-location'].value };
        delete h['x-amz-meta-status'];
        delete h['x-amz-meta-location'];
      }
      return response;
    }`);

  test('a viewer-response function turns stored metadata into the real answer, from the cache too', async () => {
    const { put, get } = edge({ behaviour: { viewerResponse: FROM_METADATA } });
    const moved = { 'x-amz-meta-status': '301', 'x-amz-meta-location': '/new' };
    put('old', { body: 'Moved.', headers: { ...moved, 'cache-control': 's-maxage=60' } });

    for (const cache of ['Miss', 'Hit']) {
      const answer = await get('/old');
      expect([answer.status, answer.header('location'), answer.cache]).toEqual([
        301,
        '/new',
        cache,
      ]);
      expect(answer.header('x-amz-meta-status')).toBeUndefined();
    }
  });

  test('it does not run where the origin answered 400 or more', async () => {
    const { get } = edge({
      behaviour: {
        viewerResponse: source(
          'function handler(e) { e.response.statusCode = 200; return e.response; }',
        ),
      },
    });
    expect((await get('/nowhere')).status).toBe(403);
  });

  test('policy headers are put on before the viewer-response function, which sees them', async () => {
    const policy = headersPolicy(
      v.parse(HeadersPolicyProperties, {
        ResponseHeadersPolicyConfig: {
          SecurityHeadersConfig: {
            ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'self'", Override: true },
            StrictTransportSecurity: {
              AccessControlMaxAgeSec: 60,
              IncludeSubdomains: true,
              Override: true,
            },
          },
          CustomHeadersConfig: { Items: [{ Header: 'X-Paper', Value: 'Daily', Override: false }] },
          RemoveHeadersConfig: { Items: [{ Header: 'Server' }] },
        },
      }),
    );
    const { put, get } = edge({
      behaviour: {
        headersPolicy: policy,
        viewerResponse: source(
          "function handler(e) { e.response.headers['x-seen'] = { value: e.response.headers['content-security-policy'].value }; return e.response; }",
        ),
      },
    });
    put(ARTICLE, { body: 'x', headers: { 'x-paper': 'Weekly' } });

    const answer = await get(`/${ARTICLE}`);
    expect(answer.header('x-seen')).toBe("default-src 'self'");
    expect(answer.header('strict-transport-security')).toBe('max-age=60; includeSubDomains');
    expect(answer.header('x-paper')).toBe('Weekly');
    expect(answer.header('server')).toBeUndefined();
  });

  test.each([
    ['throws', 'function handler() { throw new Error("no"); }'],
    ['never ends', 'function handler() { for (;;) {} }'],
    ['makes code of text', 'function handler() { return eval("1"); }'],
    ['answers nothing', 'function handler() {}'],
    [
      'shouts a header',
      "function handler(e) { e.request.headers['X-A'] = { value: '1' }; return e.request; }",
    ],
    ['reaches for the machine', 'function handler() { return process.env; }'],
  ])('a function that %s costs its reader the page, not the edge', async (_what, code) => {
    const { get, lines } = edge({ behaviour: { viewerRequest: source(code) } });
    expect((await get('/')).status).toBe(503);
    expect(lines.join()).toContain('Tidy failed');
  });
});

describe('compression', () => {
  const long = 'The harbour is shut. '.repeat(200);

  test('text is compressed for readers who can read it, brotli first, and each form is kept', async () => {
    const { put, get, fetches } = edge({ behaviour: { compress: true } });
    put(ARTICLE, fresh(long));
    const br = await get(`/${ARTICLE}`, { 'accept-encoding': 'gzip, deflate, br, zstd' });
    const gzip = await get(`/${ARTICLE}`, { 'accept-encoding': 'gzip;q=1, br;q=0' });
    const plain = await get(`/${ARTICLE}`);

    expect(br.header('content-encoding')).toBe('br');
    expect(brotliDecompressSync(br.bytes).toString()).toBe(long);
    expect(br.header('etag')).toBe(`W/"${long}"`);
    expect(gunzipSync(gzip.bytes).toString()).toBe(long);
    expect(plain.text).toBe(long);
    expect(plain.header('vary')).toBeUndefined();
    await get(`/${ARTICLE}`, { 'accept-encoding': 'br, gzip' });
    expect(fetches()).toBe(3);
  });

  test('short texts and pictures stay as they are', async () => {
    const { put, get } = edge({ behaviour: { compress: true } });
    put('short', fresh('short'));
    put('photo', { body: long, headers: { 'content-type': 'image/jpeg' } });
    for (const path of ['/short', '/photo']) {
      expect(
        (await get(path, { 'accept-encoding': 'br' })).header('content-encoding'),
      ).toBeUndefined();
    }
  });
});

describe('on its port', () => {
  let stop: (() => Promise<void>) | undefined;
  afterEach(async () => {
    await stop?.();
  });

  async function serve() {
    const { distribution, put } = edge();
    put(ARTICLE, fresh('one'));
    put('straße 1', fresh('odd'));
    const server = edgeServer(distribution, () => undefined);
    const port = await freePort();
    await listen(server, port);
    stop = () => close(server);
    return `http://127.0.0.1:${port}`;
  }

  test('GET and HEAD are answered, other methods refused, malformed addresses named', async () => {
    const url = await serve();
    expect(await (await fetch(`${url}/${ARTICLE}`)).text()).toBe('one');
    const head = await fetch(`${url}/${ARTICLE}`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
      200,
      '3',
      '',
    ]);
    const post = await fetch(`${url}/${ARTICLE}`, { method: 'POST', body: 'x' });
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect((await fetch(`${url}/%E0%A4%A`)).status).toBe(400);
    expect((await fetch(`${url}/%00`)).status).toBe(400);
    expect(await (await fetch(`${url}/stra%C3%9Fe%201`)).text()).toBe('odd');
  });
});
