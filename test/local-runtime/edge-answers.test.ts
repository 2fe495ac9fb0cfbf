import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import * as v from 'valibot';
import { afterEach, describe, expect, test } from 'vitest';
import { HeadersPolicyProperties, headersPolicy } from '../../lib/local/edge/headers-policy.ts';
import { edgeServer } from '../../lib/local/edge/server.ts';
import { close, listen } from '../../lib/local/runtime/listen.ts';
import { freePort } from './app.ts';
import { ARTICLE, edge, fresh } from './edge-bench.ts';

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
    ['never ends, politely', 'async function handler() { for (;;) await 0; }'],
    [
      'waits for what never comes',
      'async function handler() { await new Promise(function () {}); }',
    ],
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
