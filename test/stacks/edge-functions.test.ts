import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

interface Value {
  readonly value: string;
}
interface Request {
  method: string;
  uri: string;
  querystring: Record<string, Value>;
  headers: Record<string, Value>;
}
interface Response {
  statusCode: number;
  statusDescription?: string;
  headers: Record<string, Value>;
}

/** An edge function as CloudFront runs it: its source, and nothing of Node around it. */
function load<In, Out>(name: string): (event: In) => Out {
  const source = readFileSync(
    new URL(`../../lib/constructs/edge/${name}.js`, import.meta.url),
    'utf8',
  );
  expect(Buffer.byteLength(source)).toBeLessThan(10 * 1024);
  const handler = runInNewContext(`${source}; handler`) as (event: In) => Out;
  return (event) => JSON.parse(JSON.stringify(handler(event)));
}

const request = load<{ request: Request }, Request | Response>('viewer-request');
const response = load<{ response: Response }, Response>('viewer-response');

const get = (uri: string, more: Partial<Request> = {}) =>
  request({ request: { method: 'GET', uri, querystring: {}, headers: {}, ...more } });
const location = (answer: Request | Response): string | undefined =>
  'statusCode' in answer ? answer.headers['location']?.value : undefined;

describe('a reader’s address', () => {
  test('leads to the page that is stored under it', () => {
    expect(get('/')).toMatchObject({ uri: '/index.html' });
    expect(get('/2026/11/24/harbour-shut')).toMatchObject({ uri: '/2026/11/24/harbour-shut' });
    expect(get('/feed.xml', { method: 'HEAD' })).toMatchObject({ uri: '/feed.xml' });
  });

  test('is one for each page: a trailing slash and /index.html are redirected', () => {
    expect(get('/world/')).toMatchObject({ statusCode: 301 });
    expect(location(get('/world/'))).toBe('/world');
    expect(location(get('/world///'))).toBe('/world');
    expect(location(get('/index.html'))).toBe('/');
  });

  test('never leads to another host, however it is written (safe)', () => {
    for (const uri of [
      '//elsewhere.example/',
      '/\\elsewhere.example/',
      '///\\/elsewhere.example/',
      '/\\/x/',
    ]) {
      const target = location(get(uri)) ?? '';
      expect(new URL(target, 'https://daily.example').host, uri).toBe('daily.example');
    }
  });

  test('leads, for any text at all, to this host in at most one redirect', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('/', '\\', 'a', '.', '%', '@', ':', '2f') }),
        (text) => {
          const first = get(`/${text}`);
          const target = location(first);
          if (target === undefined) return;
          expect(new URL(target, 'https://daily.example').host).toBe('daily.example');
          expect(location(get(target))).toBeUndefined();
        },
      ),
    );
  });

  test('asks for nothing but the page: no query, no old version, no part of it', () => {
    const answer = get('/world', {
      querystring: { utm_source: { value: 'x' }, versionId: { value: 'old' } },
      headers: { range: { value: 'bytes=0-9' }, 'if-none-match': { value: '"x"' } },
    });
    expect(answer).toEqual({
      method: 'GET',
      uri: '/world',
      querystring: {},
      headers: { 'if-none-match': { value: '"x"' } },
    });
  });

  test('takes no other method', () => {
    expect(get('/world', { method: 'POST' })).toMatchObject({
      statusCode: 405,
      headers: { allow: { value: 'GET, HEAD' } },
    });
  });
});

describe('the answer', () => {
  const stored = (headers: Record<string, string>, statusCode = 200) =>
    response({
      response: {
        statusCode,
        headers: Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [name, { value }]),
        ),
      },
    });

  test('is the page, without what only the edge needs to know', () => {
    expect(
      stored({ etag: '"1"', 'x-amz-meta-cache-tag': 'a-1', 'content-type': 'text/html' }),
    ).toEqual({
      statusCode: 200,
      headers: { etag: { value: '"1"' }, 'content-type': { value: 'text/html' } },
    });
  });

  test('is a redirect where the page moved, and gone where it was withdrawn', () => {
    expect(
      stored({ 'x-amz-meta-status': '301', 'x-amz-meta-location': '/new', etag: '"1"' }),
    ).toEqual({
      statusCode: 301,
      statusDescription: 'Moved Permanently',
      headers: { location: { value: '/new' } },
    });
    expect(stored({ 'x-amz-meta-status': '410', 'last-modified': 'x', etag: '"1"' })).toEqual({
      statusCode: 410,
      statusDescription: 'Gone',
      headers: {},
    });
  });

  test('to a reader who has the page already stays a bare 304', () => {
    expect(stored({ 'x-amz-meta-status': '410', etag: '"1"' }, 304)).toMatchObject({
      statusCode: 304,
    });
  });

  test('is never a status that no page of ours has', () => {
    expect(stored({ 'x-amz-meta-status': '999' })).toMatchObject({ statusCode: 200 });
    expect(stored({ 'x-amz-meta-status': 'constructor' })).toMatchObject({ statusCode: 200 });
  });
});
