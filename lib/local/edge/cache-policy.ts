import * as v from 'valibot';
import { BooleanLike, NumberLike } from '../template/value.ts';
import type { Lifetimes } from './cache-control.ts';
import { header } from './headers.ts';
import type { ViewerRequest } from './messages.ts';

/** Which named parts of a request tell cached objects apart. */
interface Choice {
  readonly kind: 'none' | 'whitelist' | 'allExcept' | 'all';
  readonly names: readonly string[];
}

export interface CachePolicy {
  readonly lifetimes: Lifetimes;
  readonly query: Choice;
  readonly headers: Choice;
  readonly cookies: Choice;
  readonly gzip: boolean;
  readonly brotli: boolean;
}

const Kind = v.picklist(['none', 'whitelist', 'allExcept', 'all']);
const Names = v.optional(v.array(v.string()), []);

export const CachePolicyProperties = v.object({
  CachePolicyConfig: v.object({
    MinTTL: NumberLike,
    DefaultTTL: NumberLike,
    MaxTTL: NumberLike,
    ParametersInCacheKeyAndForwardedToOrigin: v.object({
      EnableAcceptEncodingGzip: v.optional(BooleanLike, false),
      EnableAcceptEncodingBrotli: v.optional(BooleanLike, false),
      QueryStringsConfig: v.object({ QueryStringBehavior: Kind, QueryStrings: Names }),
      HeadersConfig: v.object({ HeaderBehavior: Kind, Headers: Names }),
      CookiesConfig: v.object({ CookieBehavior: Kind, Cookies: Names }),
    }),
  }),
});

export function cachePolicy({
  CachePolicyConfig: config,
}: v.InferOutput<typeof CachePolicyProperties>): CachePolicy {
  const key = config.ParametersInCacheKeyAndForwardedToOrigin;
  return {
    lifetimes: { min: config.MinTTL, default: config.DefaultTTL, max: config.MaxTTL },
    query: {
      kind: key.QueryStringsConfig.QueryStringBehavior,
      names: key.QueryStringsConfig.QueryStrings,
    },
    headers: {
      kind: key.HeadersConfig.HeaderBehavior,
      names: key.HeadersConfig.Headers.map((name) => name.toLowerCase()),
    },
    cookies: { kind: key.CookiesConfig.CookieBehavior, names: key.CookiesConfig.Cookies },
    gzip: key.EnableAcceptEncodingGzip,
    brotli: key.EnableAcceptEncodingBrotli,
  };
}

const DAY = 86_400;
const none: Choice = { kind: 'none', names: [] };
const managed = (lifetimes: Lifetimes, encodings: boolean): CachePolicy => ({
  lifetimes,
  query: none,
  headers: none,
  cookies: none,
  gzip: encodings,
  brotli: encodings,
});

/** AWS's own policies by their fixed ids (developer guide, “Use managed cache policies”). */
export const MANAGED_CACHE_POLICIES: ReadonlyMap<string, CachePolicy> = new Map([
  ['658327ea-f89d-4fab-a63d-7e88639e58f6', managed({ min: 1, default: DAY, max: 365 * DAY }, true)],
  [
    'b2884449-e4de-46a7-ac36-70bc7f1ddd6d',
    managed({ min: 1, default: DAY, max: 365 * DAY }, false),
  ],
  ['4135ea2d-6df8-44a3-9df3-4b5a84be39ad', managed({ min: 0, default: 0, max: 0 }, false)],
]);

/** The query string that belongs to the cache key, with its `?`, or nothing. */
export function keyedQuery(policy: CachePolicy, query: string): string {
  const parts = query.split('&').filter((part) => {
    return part !== '' && chosen(policy.query, part.split('=', 1)[0] ?? '');
  });
  return parts.length > 0 ? `?${parts.join('&')}` : '';
}

/** The viewer's encodings that matter, e.g. `br,gzip`: CloudFront normalises the header so far. */
export function keyedEncodings(policy: CachePolicy, request: ViewerRequest): string {
  const accepted = new Set(
    (header(request.headers, 'accept-encoding') ?? '')
      .split(',')
      .map((coding) => coding.trim().toLowerCase())
      .filter((coding) => !/;\s*q=0(\.0*)?$/.test(coding))
      .map((coding) => coding.split(';', 1)[0]?.trim()),
  );
  const wanted = [policy.brotli && 'br', policy.gzip && 'gzip'];
  return wanted.filter((coding) => coding !== false && accepted.has(coding)).join(',');
}

/** The rest of the key: chosen headers and cookies. */
export function keyedFields(policy: CachePolicy, request: ViewerRequest): string {
  const headers = [...request.headers]
    .filter(([name]) => name !== 'cookie' && chosen(policy.headers, name))
    .map(([name, values]) => `${name}:${values.join(',')}`);
  const cookies = [...request.cookies]
    .filter(([name]) => chosen(policy.cookies, name))
    .map(([name, values]) => `${name}=${values.join(',')}`);
  return [...headers, ...cookies].sort().join('\n');
}

function chosen({ kind, names }: Choice, name: string): boolean {
  if (kind === 'none') return false;
  if (kind === 'all') return true;
  return names.includes(name) === (kind === 'whitelist');
}
