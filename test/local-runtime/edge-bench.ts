import * as v from 'valibot';
import { MANAGED_CACHE_POLICIES } from '../../lib/local/edge/cache-policy.ts';
import type { BehaviourSpec, DistributionSpec } from '../../lib/local/edge/config.ts';
import { Distribution } from '../../lib/local/edge/distribution.ts';
import { header } from '../../lib/local/edge/headers.ts';
import { PolicyDocument } from '../../lib/local/iam/policy.ts';

export const ARN = 'arn:aws:cloudfront::000000000000:distribution/E1';

const statement = (Action: string, Resource: string) => ({
  Effect: 'Allow',
  Action,
  Resource,
  Principal: { Service: 'cloudfront.amazonaws.com' },
  Condition: { StringEquals: { 'AWS:SourceArn': ARN } },
});
export const READ = statement('s3:GetObject', 'arn:aws:s3:::pages/*');
export const LIST = statement('s3:ListBucket', 'arn:aws:s3:::pages');
export const bucketPolicy = (...Statement: readonly unknown[]) =>
  v.parse(PolicyDocument, { Statement });

const optimized = MANAGED_CACHE_POLICIES.get('658327ea-f89d-4fab-a63d-7e88639e58f6');
if (!optimized) throw new Error('The managed policy is gone.');
/** As the house's pages want it: what the origin says, nothing else. */
export const byOrigin = { ...optimized, lifetimes: { min: 0, default: 0, max: 86_400 } };

interface Page {
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A distribution over pages in memory, with a clock to wind on and a gate before its origin. */
export function edge(
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

export const ARTICLE = 'harbour-shut';
export const fresh = (body: string, tag = 'a-harbour'): Page => ({
  body,
  headers: { 'cache-control': 'public, s-maxage=60, max-age=0', 'x-amz-meta-cache-tag': tag },
});
