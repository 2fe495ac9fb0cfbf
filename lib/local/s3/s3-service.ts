import { randomUUID } from 'node:crypto';
import type { Need, Service, ServiceRequest, ServiceResponse } from '../service.ts';
import type { Bucket } from './bucket.ts';
import { sameTag } from './bucket.ts';
import { copyObject, copySource } from './copy-object.ts';
import { deleteObjects, keysToDelete } from './delete-objects.ts';
import { listObjects, S3_NAMESPACE } from './list.ts';
import { putObject } from './put-object.ts';
import { readObject } from './read-object.ts';
import { noSuchBucket, S3Error } from './s3-error.ts';
import {
  addressOf,
  operationOf,
  plainHeaders,
  refuseAbsent,
  type S3Address,
  type S3Operation,
} from './s3-request.ts';
import { escapeXml, xmlDocument } from './xml.ts';

/** One request, understood. */
export interface S3Call {
  readonly request: ServiceRequest;
  readonly headers: Readonly<Record<string, string>>;
  readonly key: string;
  readonly bucket: Bucket;
  /** Another bucket, for copies; throws `NoSuchBucket`. */
  find(name: string): Bucket;
  /** Whether the caller may list the bucket: only then is it told that a key is missing. */
  readonly mayList: boolean;
}

interface S3Account {
  bucket(name: string): Bucket | undefined;
  buckets(): readonly Bucket[];
}

/** S3's REST interface, path-style addresses. */
export function createS3Service(account: S3Account): Service {
  return {
    needs: (request) => attempt(() => needsOf(request)),
    async handle(request) {
      try {
        return named(await run(account, request));
      } catch (error) {
        return named(refusal(error, request.method));
      }
    },
    denied: (message) => named(refusal(new S3Error('AccessDenied', 403, message), 'GET')),
  };
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}

const bucketArn = (name: string) => `arn:aws:s3:::${name}`;
const objectArn = (name: string, key: string) => `${bucketArn(name)}/${key}`;

function needsOf(request: ServiceRequest): readonly Need[] | undefined {
  const address = addressOf(request.path);
  const operation = operationOf(request, address);
  return operation && NEEDS[operation](address, request);
}

const NEEDS: Readonly<
  Record<S3Operation, (address: S3Address, request: ServiceRequest) => readonly Need[]>
> = {
  ListBuckets: () => [{ action: 's3:ListAllMyBuckets', resource: '*' }],
  HeadBucket: ({ bucket }) => [listNeed(bucket)],
  ListObjectsV2: ({ bucket }) => [listNeed(bucket)],
  DeleteObjects: ({ bucket }, { body }) =>
    keysToDelete(body).keys.map((key) => ({
      action: 's3:DeleteObject',
      resource: objectArn(bucket, key),
    })),
  PutObject: (address) => [objectNeed('s3:PutObject', address)],
  CopyObject: (address, request) => [
    objectNeed('s3:GetObject', copySource(plainHeaders(request.headers))),
    objectNeed('s3:PutObject', address),
  ],
  GetObject: (address) => [objectNeed('s3:GetObject', address)],
  HeadObject: (address) => [objectNeed('s3:GetObject', address)],
  DeleteObject: (address) => [objectNeed('s3:DeleteObject', address)],
};

const listNeed = (bucket: string): Need => ({
  action: 's3:ListBucket',
  resource: bucketArn(bucket),
});

const objectNeed = (action: string, { bucket, key }: S3Address): Need => ({
  action,
  resource: objectArn(bucket, key),
});

async function run(account: S3Account, request: ServiceRequest): Promise<ServiceResponse> {
  const { bucket: name, key } = addressOf(request.path);
  refuseAbsent(request.query);
  const operation = operationOf(request, { bucket: name, key });
  if (!operation)
    throw new S3Error(
      'MethodNotAllowed',
      405,
      `${request.method} ${request.path} does not run here.`,
    );
  if (operation === 'ListBuckets') return ok(bucketList(account.buckets()));
  const find = (each: string) => found(account.bucket(each), each);
  const mayList = request.allowed?.(listNeed(name)) ?? true;
  const bucket = find(name);
  return OPERATIONS[operation]({
    request,
    headers: plainHeaders(request.headers),
    key,
    bucket,
    find,
    mayList,
  });
}

const OPERATIONS: Readonly<
  Record<Exclude<S3Operation, 'ListBuckets'>, (call: S3Call) => Promise<ServiceResponse>>
> = {
  HeadBucket: async () => ({ status: 200, headers: {}, body: '' }),
  ListObjectsV2: async ({ bucket, request }) => ok(listObjects(bucket, request.query)),
  DeleteObjects: async ({ bucket, request }) => ok(await deleteObjects(bucket, request.body)),
  PutObject: putObject,
  CopyObject: async (call) => ok(await copyObject(call)),
  GetObject: readObject,
  HeadObject: readObject,
  DeleteObject: deleteObject,
};

async function deleteObject({ bucket, key, headers }: S3Call): Promise<ServiceResponse> {
  const etag = bucket.head(key)?.etag;
  const asked = headers['if-match'];
  if (asked !== undefined && etag !== undefined && !sameTag(asked, etag))
    throw new S3Error('PreconditionFailed', 412, 'The object is not the version in If-Match.');
  await bucket.delete([key]);
  return { status: 204, headers: {}, body: '' };
}

function found(bucket: Bucket | undefined, name: string): Bucket {
  if (!bucket) throw noSuchBucket(name);
  return bucket;
}

const bucketList = (buckets: readonly Bucket[]): string =>
  xmlDocument('ListAllMyBucketsResult', S3_NAMESPACE, {
    Buckets: { Bucket: buckets.map(({ name }) => ({ Name: name })) },
  });

const ok = (body: string): ServiceResponse => ({
  status: 200,
  headers: { 'content-type': 'application/xml' },
  body,
});

function refusal(error: unknown, method: string): ServiceResponse {
  const known =
    error instanceof S3Error
      ? error
      : new S3Error('InternalError', 500, error instanceof Error ? error.message : String(error));
  if (method === 'HEAD') return { status: known.status, headers: {}, body: '' };
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${known.code}</Code><Message>${escapeXml(known.message)}</Message></Error>`;
  return { status: known.status, headers: { 'content-type': 'application/xml' }, body };
}

const named = (response: ServiceResponse): ServiceResponse => ({
  ...response,
  headers: { 'x-amz-request-id': randomUUID(), ...response.headers },
});
