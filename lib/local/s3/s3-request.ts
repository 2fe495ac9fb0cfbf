import type { ServiceRequest } from '../service.ts';
import { S3Error } from './s3-error.ts';

/** What a request is about: the account's buckets, one bucket, or one object. */
export interface S3Address {
  readonly bucket: string;
  readonly key: string;
}

/** Reads a path-style address; the key is everything after the bucket, once decoded. */
export function addressOf(path: string): S3Address {
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  try {
    return { bucket: decodeURIComponent(bucket), key: decodeURIComponent(key) };
  } catch {
    throw new S3Error('InvalidURI', 400, `The URI is not percent-encoded UTF-8: ${path}`);
  }
}

/** Headers of which each has one value, names in lower case. */
export function plainHeaders(headers: ServiceRequest['headers']): Readonly<Record<string, string>> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) plain[name] = Array.isArray(value) ? value.join(',') : value;
  return plain;
}

/** Sub-resources of objects and buckets that do not run here; to pass them over would be to lie. */
const ABSENT = [
  'acl',
  'tagging',
  'uploads',
  'uploadId',
  'partNumber',
  'versions',
  'versionId',
  'retention',
  'legal-hold',
  'attributes',
  'torrent',
  'select',
  'restore',
  'policy',
  'cors',
  'lifecycle',
  'versioning',
  'website',
  'notification',
  'replication',
];

export function refuseAbsent(query: URLSearchParams): void {
  const absent = ABSENT.find((name) => query.has(name));
  if (absent !== undefined)
    throw new S3Error('NotImplemented', 501, `The sub-resource ?${absent} does not run here.`);
}

/** The operation's name in S3's API, which is also what IAM and the rest of the service go by. */
export type S3Operation =
  | 'ListBuckets'
  | 'HeadBucket'
  | 'ListObjectsV2'
  | 'DeleteObjects'
  | 'PutObject'
  | 'CopyObject'
  | 'GetObject'
  | 'HeadObject'
  | 'DeleteObject';

export function operationOf(request: ServiceRequest, address: S3Address): S3Operation | undefined {
  if (address.bucket === '') return request.method === 'GET' ? 'ListBuckets' : undefined;
  return address.key === '' ? bucketOperation(request) : objectOperation(request);
}

function bucketOperation(request: ServiceRequest): S3Operation | undefined {
  if (request.method === 'HEAD') return 'HeadBucket';
  if (request.method === 'GET' && request.query.get('list-type') === '2') return 'ListObjectsV2';
  return request.method === 'POST' && request.query.has('delete') ? 'DeleteObjects' : undefined;
}

function objectOperation(request: ServiceRequest): S3Operation | undefined {
  switch (request.method) {
    case 'PUT':
      return request.headers['x-amz-copy-source'] === undefined ? 'PutObject' : 'CopyObject';
    case 'GET':
      return 'GetObject';
    case 'HEAD':
      return 'HeadObject';
    case 'DELETE':
      return 'DeleteObject';
    default:
      return undefined;
  }
}
