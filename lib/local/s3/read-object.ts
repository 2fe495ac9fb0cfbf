import type { ServiceResponse } from '../service.ts';
import { type ObjectHead, sameTag } from './bucket.ts';
import { noSuchKey, preconditionFailed, S3Error } from './s3-error.ts';
import type { S3Call } from './s3-service.ts';

/** GetObject and HeadObject. */
export async function readObject(call: S3Call): Promise<ServiceResponse> {
  const head = call.bucket.head(call.key);
  if (!head) throw missing(call);
  if (isUnchanged(call.headers, head))
    return { status: 304, headers: { etag: head.etag }, body: '' };
  const range = rangeOf(call.headers['range'], head.size);
  const headers = {
    ...head.headers,
    ...metadataHeaders(head),
    etag: head.etag,
    'last-modified': new Date(head.modifiedAt).toUTCString(),
    'accept-ranges': 'bytes',
    'content-length': String(range ? range.end - range.start : head.size),
    ...(range ? { 'content-range': `bytes ${range.start}-${range.end - 1}/${head.size}` } : {}),
  };
  const status = range ? 206 : 200;
  if (call.request.method === 'HEAD') return { status, headers, body: '' };
  const object = await call.bucket.get(call.key);
  if (object?.etag !== head.etag) return readObject(call);
  const body = range ? object.bytes.subarray(range.start, range.end) : object.bytes;
  return { status, headers, body };
}

/** A caller who may not list the bucket is not even told that the key is missing. */
function missing({ mayList, key }: S3Call): S3Error {
  return mayList ? noSuchKey(key) : new S3Error('AccessDenied', 403, 'Access Denied');
}

function metadataHeaders({ metadata }: ObjectHead): Readonly<Record<string, string>> {
  const entries = Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]);
  return Object.fromEntries(entries);
}

function isUnchanged(headers: Readonly<Record<string, string>>, head: ObjectHead): boolean {
  const match = headers['if-match'];
  if (match !== undefined && !sameTag(match, head.etag)) throw preconditionFailed('If-Match');
  const since = headers['if-unmodified-since'];
  if (match === undefined && since !== undefined && seconds(head) > Date.parse(since))
    throw preconditionFailed('If-Unmodified-Since');
  const none = headers['if-none-match'];
  if (none !== undefined) return sameTag(none, head.etag);
  const modified = headers['if-modified-since'];
  return modified !== undefined && seconds(head) <= Date.parse(modified);
}

/** HTTP dates know no milliseconds. */
const seconds = (head: ObjectHead): number => Math.floor(head.modifiedAt / 1000) * 1000;

interface Range {
  readonly start: number;
  readonly end: number;
}

/** The bytes that one range asks for; S3 sends the whole object for a range that it cannot read. */
function rangeOf(header: string | undefined, size: number): Range | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  if (start >= size || (first === '' && Number(last) === 0))
    throw new S3Error('InvalidRange', 416, `The requested range is not satisfiable: ${header}`);
  return end > start ? { start, end } : undefined;
}
