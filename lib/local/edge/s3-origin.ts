import { evaluateFor } from '../iam/evaluate.ts';
import type { Statement } from '../iam/policy.ts';
import { bucketArn } from '../template/names.ts';
import { headersOf } from './headers.ts';
import type { OriginResponse } from './messages.ts';

/** An object as a bucket keeps it. `etag` with its quotes. */
export interface OriginObject {
  readonly body: Buffer;
  readonly etag: string;
  readonly lastModified: Date;
  /** Lower-case system headers it was put with, such as `content-type`, and `x-amz-meta-…`. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface BucketOrigin {
  readonly bucket: string;
  /** The bucket policy: what the distribution may read is decided by it alone. */
  readonly policy: readonly Statement[];
  get(key: string): Promise<OriginObject | undefined>;
}

const CLOUDFRONT = 'cloudfront.amazonaws.com';

/**
 * Gets an object as a distribution with an origin access control does.
 *
 * A missing key answers 404 only to who may list the bucket, else 403, as S3 answers.
 */
export async function getFromBucket(
  origin: BucketOrigin,
  key: string,
  distributionArn: string,
): Promise<OriginResponse> {
  const arn = bucketArn(origin.bucket);
  const context = new Map([
    ['aws:sourcearn', [distributionArn]],
    ['aws:securetransport', ['true']],
  ]);
  const may = (action: string, resource: string): boolean =>
    evaluateFor(CLOUDFRONT, origin.policy, { action, resource, context }).allowed;
  if (!may('s3:GetObject', `${arn}/${key}`)) return refusal(403, 'AccessDenied', 'Access Denied');
  const object = await origin.get(key);
  if (object) return found(object);
  return may('s3:ListBucket', arn)
    ? refusal(404, 'NoSuchKey', 'The specified key does not exist.')
    : refusal(403, 'AccessDenied', 'Access Denied');
}

function found({ body, etag, lastModified, headers }: OriginObject): OriginResponse {
  return {
    status: 200,
    headers: headersOf({
      ...headers,
      etag,
      'last-modified': lastModified.toUTCString(),
      server: 'AmazonS3',
    }),
    body,
  };
}

function refusal(status: number, code: string, message: string): OriginResponse {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return {
    status,
    headers: headersOf({ 'content-type': 'application/xml', server: 'AmazonS3' }),
    body: Buffer.from(body),
  };
}
