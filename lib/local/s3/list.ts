import type { Bucket } from './bucket.ts';
import { compareKeys } from './keys.ts';
import { S3Error } from './s3-error.ts';
import { type XmlValues, xmlDocument } from './xml.ts';

export const S3_NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** S3 lists this many at most. */
const KEYS_MAX = 1000;

interface Listing {
  readonly keys: readonly string[];
  readonly prefixes: readonly string[];
  /** Where to go on; absent when everything was listed. */
  readonly next: string | undefined;
}

/** The answer to ListObjectsV2. */
export function listObjects(bucket: Bucket, query: URLSearchParams): string {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const maxKeys = readMaxKeys(query.get('max-keys'));
  const token = query.get('continuation-token');
  const startAfter = query.get('start-after');
  const encode = encoder(query.get('encoding-type'));
  const after = token === null ? { key: startAfter ?? '', whole: false } : readToken(token);
  const listing = walk(bucket, prefix, delimiter, maxKeys, after);
  return xmlDocument('ListBucketResult', S3_NAMESPACE, {
    Name: bucket.name,
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    MaxKeys: maxKeys,
    KeyCount: listing.keys.length + listing.prefixes.length,
    IsTruncated: listing.next !== undefined,
    ContinuationToken: token ?? undefined,
    NextContinuationToken: listing.next,
    StartAfter: startAfter === null ? undefined : encode(startAfter),
    EncodingType: query.get('encoding-type') ?? undefined,
    Contents: listing.keys.map((key) => contents(bucket, key, encode)),
    CommonPrefixes: listing.prefixes.map((each) => ({ Prefix: encode(each) })),
  });
}

function contents(bucket: Bucket, key: string, encode: (text: string) => string): XmlValues {
  const head = bucket.head(key);
  return {
    Key: encode(key),
    LastModified: new Date(head?.modifiedAt ?? 0).toISOString(),
    ETag: head?.etag,
    Size: head?.size,
    StorageClass: 'STANDARD',
  };
}

/** Where a listing goes on: after a key, or after everything that begins with a common prefix (`whole`). */
interface After {
  readonly key: string;
  readonly whole: boolean;
}

function walk(
  bucket: Bucket,
  prefix: string,
  delimiter: string,
  maxKeys: number,
  after: After,
): Listing {
  const keys: string[] = [];
  const prefixes: string[] = [];
  let last = after;
  for (let key = nextKey(bucket, prefix, last); key !== undefined; ) {
    if (keys.length + prefixes.length >= maxKeys) {
      const next = maxKeys === 0 ? undefined : writeToken(last);
      return { keys, prefixes, next };
    }
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    last =
      cut < 0 ? { key, whole: false } : { key: key.slice(0, cut + delimiter.length), whole: true };
    (last.whole ? prefixes : keys).push(last.key);
    key = nextKey(bucket, prefix, last);
  }
  return { keys, prefixes, next: undefined };
}

/** Greater than nearly every key with a prefix; the few beyond are passed over one by one. */
const PAST = '\u{10ffff}\u{10ffff}';

function nextKey(bucket: Bucket, prefix: string, after: After): string | undefined {
  const start = after.whole ? after.key + PAST : after.key;
  const from = compareKeys(start, prefix) < 0 ? prefix : start;
  for (const key of bucket.keysFrom(from)) {
    const passed = after.whole ? key.startsWith(after.key) : key === after.key;
    if (passed) continue;
    return key.startsWith(prefix) ? key : undefined;
  }
  return undefined;
}

function readMaxKeys(text: string | null): number {
  if (text === null) return KEYS_MAX;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0)
    throw new S3Error('InvalidArgument', 400, `max-keys must be a whole number, not ${text}.`);
  return Math.min(value, KEYS_MAX);
}

const writeToken = (after: After): string =>
  Buffer.from(`${after.whole ? 'p' : 'k'}${after.key}`).toString('base64url');

function readToken(token: string): After {
  const text = Buffer.from(token, 'base64url').toString();
  if (!/^[kp]/.test(text))
    throw new S3Error('InvalidArgument', 400, 'The continuation token provided is incorrect.');
  return { key: text.slice(1), whole: text.startsWith('p') };
}

function encoder(type: string | null): (text: string) => string {
  if (type === null) return (text) => text;
  if (type !== 'url')
    throw new S3Error('InvalidArgument', 400, `encoding-type must be url, not ${type}.`);
  return (text) => encodeURIComponent(text).replaceAll('%2F', '/');
}
