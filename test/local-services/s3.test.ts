import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openS3, type S3 } from '../../lib/local/s3/open.ts';
import { CLIENT, type Mounted, mount } from './mount.ts';

const Bucket = 'offstone-daily-pages';
let dir: string;
let site: Mounted;
let s3: S3;
let client: S3Client;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'offstone-s3-'));
  site = await mount();
  s3 = await openS3({ dir });
  s3.createBucket(Bucket);
  client = new S3Client({ ...CLIENT, endpoint: site.add('s3', s3), forcePathStyle: true });
});

afterEach(async () => {
  client.destroy();
  await s3.close();
  await site.close();
  rmSync(dir, { recursive: true });
});

const put = (Key: string, Body: string, more: Partial<PutObjectCommandInput> = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));

async function read(Key: string): Promise<string | undefined> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
  return Body?.transformToString();
}

const list = async (more: Record<string, unknown> = {}) =>
  client.send(new ListObjectsV2Command({ Bucket, ...more }));

const outcome = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'done',
    (error: Error & { $metadata?: { httpStatusCode?: number } }) =>
      `${error.name} ${error.$metadata?.httpStatusCode}`,
  );

test('a page keeps its bytes, its headers and the marks that its renderer put on it', async () => {
  const Body = '<h1>Harbour shut</h1><p>Lørdag — 港</p>';
  const { ETag } = await put('2026/11/24/harbour-shut', Body, {
    ContentType: 'text/html; charset=utf-8',
    CacheControl: 'public, max-age=0, s-maxage=31536000',
    Metadata: { status: '200', 'cache-tag': 'article-1' },
  });
  expect(ETag).toBe(`"${createHash('md5').update(Body).digest('hex')}"`);
  const page = await client.send(new GetObjectCommand({ Bucket, Key: '2026/11/24/harbour-shut' }));
  expect(await page.Body?.transformToString()).toBe(Body);
  expect(page).toMatchObject({
    ETag,
    ContentType: 'text/html; charset=utf-8',
    CacheControl: 'public, max-age=0, s-maxage=31536000',
    ContentLength: Buffer.byteLength(Body),
    Metadata: { status: '200', 'cache-tag': 'article-1' },
  });
  const head = await client.send(new HeadObjectCommand({ Bucket, Key: '2026/11/24/harbour-shut' }));
  expect(head).toMatchObject({ ETag, ContentLength: Buffer.byteLength(Body) });
  expect(await s3.bucket(Bucket)?.get('2026/11/24/harbour-shut')).toMatchObject({
    bytes: Buffer.from(Body),
    metadata: { status: '200', 'cache-tag': 'article-1' },
    etag: ETag,
  });
});

test('a page and a page below it both exist', async () => {
  await put('2026/11/24/slug', 'the article');
  await put('2026/11/24/slug/x', 'what is below it');
  expect(await read('2026/11/24/slug')).toBe('the article');
  expect(await read('2026/11/24/slug/x')).toBe('what is below it');
});

test.each([
  'a b+c&d=e?f#g%h',
  'kategorie/größe/日本/🗞️',
  'quote"apos\'<tag>',
  'dots/../and/./more//slashes/',
  'percent%2Fencoded',
  '~!*()',
  'index.html',
])('the odd key %s comes back as it went in', async (key) => {
  await put(key, key);
  expect(await read(key)).toBe(key);
  expect((await list()).Contents?.map((each) => each.Key)).toEqual([key]);
  expect((await list({ EncodingType: 'url' })).Contents).toHaveLength(1);
});

test('a key may have 1,024 bytes of UTF-8 and not one more', async () => {
  await put('é'.repeat(512), 'long');
  expect(await read('é'.repeat(512))).toBe('long');
  expect(await outcome(put(`${'é'.repeat(512)}x`, 'too long'))).toBe('KeyTooLongError 400');
});

describe('conditions', () => {
  test('a renderer that expects no page is refused where one is', async () => {
    expect(await outcome(put('front', 'a', { IfNoneMatch: '*' }))).toBe('done');
    expect(await outcome(put('front', 'b', { IfNoneMatch: '*' }))).toBe('PreconditionFailed 412');
    expect(await read('front')).toBe('a');
  });

  test('a renderer that worked from an old version is refused', async () => {
    const first = await put('front', 'a');
    const second = await put('front', 'b', { IfMatch: first.ETag });
    expect(await outcome(put('front', 'c', { IfMatch: first.ETag }))).toBe(
      'PreconditionFailed 412',
    );
    expect(await outcome(put('front', 'c', { IfMatch: second.ETag }))).toBe('done');
  });

  test('a version of a page that is not there is no such key', async () => {
    expect(await outcome(put('gone', 'a', { IfMatch: '"0"' }))).toBe('NoSuchKey 404');
  });

  test('a reader who has the version is told that nothing changed', async () => {
    const { ETag } = await put('front', 'a');
    const again = new GetObjectCommand({ Bucket, Key: 'front', IfNoneMatch: ETag });
    expect(await outcome(client.send(again))).toMatch(/304$/);
    const other = new GetObjectCommand({ Bucket, Key: 'front', IfMatch: '"x"' });
    expect(await outcome(client.send(other))).toBe('PreconditionFailed 412');
  });
});

describe('bodies and checksums', () => {
  test('a streamed body is stored without its chunk marks', async () => {
    const Body = Readable.from([
      Buffer.from('first '),
      Buffer.from('second '),
      Buffer.from('third'),
    ]);
    await client.send(
      new PutObjectCommand({
        Bucket,
        Key: 'stream',
        Body,
        ContentLength: 18,
        ContentEncoding: 'br',
      }),
    );
    const object = await client.send(new GetObjectCommand({ Bucket, Key: 'stream' }));
    expect(await object.Body?.transformToString()).toBe('first second third');
    expect(object.ContentEncoding).toBe('br');
  });

  test.each(['CRC32', 'CRC32C', 'SHA1', 'SHA256', 'CRC64NVME'] as const)(
    'the %s of the client is checked',
    async (ChecksumAlgorithm) => {
      const body = 'a page of some length, to be sure that the whole of it counts';
      expect(await outcome(put('checked', body, { ChecksumAlgorithm }))).toBe('done');
      expect(await read('checked')).toBe(body);
    },
  );

  test('a body that does not fit its checksum is refused and changes nothing', async () => {
    await put('page', 'good');
    expect(await outcome(put('page', 'bad', { ChecksumCRC32: 'AAAAAA==' }))).toBe('BadDigest 400');
    expect(await outcome(put('page', 'bad', { ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' }))).toBe(
      'BadDigest 400',
    );
    expect(await read('page')).toBe('good');
  });

  test('more than 2 KB of metadata is refused', async () => {
    expect(await outcome(put('page', 'a', { Metadata: { tag: 'x'.repeat(2045) } }))).toBe('done');
    expect(await outcome(put('page', 'a', { Metadata: { tag: 'x'.repeat(2046) } }))).toBe(
      'MetadataTooLarge 400',
    );
  });

  test('an empty page is a page', async () => {
    await s3.bucket(Bucket)?.put('empty', Buffer.alloc(0));
    expect(await read('empty')).toBe('');
  });

  test.each([
    ['bytes=0-3', 'harb', 'bytes 0-3/12'],
    ['bytes=8-', 'shut', 'bytes 8-11/12'],
    ['bytes=-2', 'ut', 'bytes 10-11/12'],
    ['bytes=4-99', 'our-shut', 'bytes 4-11/12'],
  ])('the range %s is %s', async (Range, part, ContentRange) => {
    await put('page', 'harbour-shut');
    const object = await client.send(new GetObjectCommand({ Bucket, Key: 'page', Range }));
    expect(await object.Body?.transformToString()).toBe(part);
    expect(object.ContentRange).toBe(ContentRange);
    const past = new GetObjectCommand({ Bucket, Key: 'page', Range: 'bytes=12-' });
    expect(await outcome(client.send(past))).toBe('InvalidRange 416');
  });
});

describe('deleting and copying', () => {
  test('a withdrawn page is gone, and deleting it again is no error', async () => {
    await put('page', 'a');
    const remove = () => client.send(new DeleteObjectCommand({ Bucket, Key: 'page' }));
    await remove();
    expect(await outcome(read('page'))).toBe('NoSuchKey 404');
    expect(await outcome(remove())).toBe('done');
  });

  test('many pages go at once', async () => {
    for (const key of ['a', 'b&c', 'd']) await put(key, key);
    const Delete = { Objects: [{ Key: 'a' }, { Key: 'b&c' }, { Key: 'never there' }] };
    const { Deleted } = await client.send(new DeleteObjectsCommand({ Bucket, Delete }));
    expect(Deleted?.map(({ Key }) => Key)).toEqual(['a', 'b&c', 'never there']);
    expect((await list()).Contents?.map(({ Key }) => Key)).toEqual(['d']);
  });

  test('a copy has the bytes and marks of its source', async () => {
    await put('from here/ä', 'page', { Metadata: { status: '410' } });
    const CopySource = `${Bucket}/${encodeURIComponent('from here/ä')}`;
    await client.send(new CopyObjectCommand({ Bucket, Key: 'to', CopySource }));
    const copy = await client.send(new GetObjectCommand({ Bucket, Key: 'to' }));
    expect(await copy.Body?.transformToString()).toBe('page');
    expect(copy.Metadata).toEqual({ status: '410' });
  });
});

describe('listing', () => {
  test('keys come in the order of their UTF-8 bytes', async () => {
    for (const key of ['\u{ff5e}', '\u{1f5de}', 'z', 'B', 'a', 'é']) await put(key, 'x');
    const { Contents } = await list();
    expect(Contents?.map(({ Key }) => Key)).toEqual(['B', 'a', 'z', 'é', '\u{ff5e}', '\u{1f5de}']);
  });

  test('folders stand for what is below them', async () => {
    for (const key of ['a', 'b/1', 'b/2', 'b/c/3', 'd']) await put(key, 'x');
    const top = await list({ Delimiter: '/' });
    expect(top.Contents?.map(({ Key }) => Key)).toEqual(['a', 'd']);
    expect(top.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['b/']);
    const below = await list({ Delimiter: '/', Prefix: 'b/' });
    expect(below.Contents?.map(({ Key }) => Key)).toEqual(['b/1', 'b/2']);
    expect(below.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['b/c/']);
    expect((await list({ StartAfter: 'b/2' })).Contents?.map(({ Key }) => Key)).toEqual([
      'b/c/3',
      'd',
    ]);
  });

  test.each([1, 2, 3])('pages of %i add up to the whole list', async (MaxKeys) => {
    for (const key of ['a', 'b/1', 'b/2', 'c', 'd/1', 'e']) await put(key, 'x');
    const found: (string | undefined)[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await list({ Delimiter: '/', MaxKeys, ContinuationToken });
      expect(page.KeyCount).toBeLessThanOrEqual(MaxKeys);
      found.push(...(page.Contents ?? []).map(({ Key }) => Key));
      found.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);
    expect(found.sort()).toEqual(['a', 'b/', 'c', 'd/', 'e']);
  });
});

describe('permissions', () => {
  test('a caller who may not list is told 403 of a missing page, and 404 otherwise', async () => {
    const head = () => client.send(new HeadObjectCommand({ Bucket, Key: 'missing' }));
    expect(await outcome(read('missing'))).toBe('NoSuchKey 404');
    expect(await outcome(head())).toBe('NotFound 404');
    site.deny((need) => need.action === 's3:ListBucket');
    expect(await outcome(read('missing'))).toBe('AccessDenied 403');
    expect(await outcome(head())).toMatch(/403$/);
    await put('there', 'a');
    expect(await read('there')).toBe('a');
    expect(await outcome(list())).toBe('AccessDenied 403');
  });

  test('every request names what it needs', async () => {
    const asked: string[] = [];
    site.deny(({ action, resource }) => {
      asked.push(`${action} ${resource}`);
      return false;
    });
    await put('a/ä', 'x');
    await read('a/ä');
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'a/ä' }));
    await list();
    expect([...new Set(asked)]).toEqual([
      's3:PutObject arn:aws:s3:::offstone-daily-pages/a/ä',
      's3:ListBucket arn:aws:s3:::offstone-daily-pages',
      's3:GetObject arn:aws:s3:::offstone-daily-pages/a/ä',
      's3:DeleteObject arn:aws:s3:::offstone-daily-pages/a/ä',
    ]);
  });

  test('what does not run here says so', async () => {
    const missing = new PutObjectCommand({ Bucket: 'no-such-bucket', Key: 'a', Body: 'x' });
    expect(await outcome(client.send(missing))).toBe('NoSuchBucket 404');
    const version = new GetObjectCommand({ Bucket, Key: 'a', VersionId: '1' });
    expect(await outcome(client.send(version))).toBe('NotImplemented 501');
  });
});
