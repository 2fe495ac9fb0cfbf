import { createHash } from 'node:crypto';
import { ACCOUNT, REGION } from '../service.ts';

/** Lambda functions and IAM roles take 64 characters, buckets 63; queues and tables more. */
const NAME_CHARACTERS_MAX = 63;

/**
 * A physical name made from stack and logical id, the same at every start, so that data on disk stays found.
 * AWS adds random characters; here a hash is added only where the name has to be cut.
 */
export function physicalName(stack: string, logicalId: string): string {
  const whole = `${stack}-${logicalId}`;
  if (whole.length <= NAME_CHARACTERS_MAX) return whole;
  return `${whole.slice(0, NAME_CHARACTERS_MAX - 9)}-${digest(whole).slice(0, 8).toLowerCase()}`;
}

/** An id of the form CloudFront gives: a letter and 13 upper-case characters. */
export const edgeId = (stack: string, logicalId: string): string =>
  `E${digest(`${stack}/${logicalId}`).slice(0, 13)}`;

export const arn = (service: string, resource: string, { global = false } = {}): string =>
  `arn:aws:${service}:${global ? '' : REGION}:${ACCOUNT}:${resource}`;

export const bucketArn = (name: string): string => `arn:aws:s3:::${name}`;

export const vectorBucketArn = (name: string): string => arn('s3vectors', `bucket/${name}`);

export const vectorIndexArn = (bucket: string, index: string): string =>
  `${vectorBucketArn(bucket)}/index/${index}`;

/** The domain names an origin may give for a bucket. */
export const bucketDomains = (name: string): readonly [string, string, string] => [
  `${name}.s3.amazonaws.com`,
  `${name}.s3.${REGION}.amazonaws.com`,
  `${name}.s3.dualstack.${REGION}.amazonaws.com`,
];

const digest = (text: string): string =>
  BigInt(`0x${createHash('sha256').update(text).digest('hex')}`)
    .toString(36)
    .toUpperCase();
