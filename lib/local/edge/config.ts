import * as v from 'valibot';
import { PolicyDocument, type Statement } from '../iam/policy.ts';
import { arn, bucketDomains } from '../template/names.ts';
import type { Resource, Stage } from '../template/stage.ts';
import { BooleanLike, NumberLike } from '../template/value.ts';
import {
  type CachePolicy,
  CachePolicyProperties,
  cachePolicy,
  MANAGED_CACHE_POLICIES,
} from './cache-policy.ts';
import {
  type HeadersPolicy,
  HeadersPolicyProperties,
  headersPolicy,
  MANAGED_HEADERS_POLICIES,
} from './headers-policy.ts';

const Behaviour = v.object({
  TargetOriginId: v.string(),
  CachePolicyId: v.string('only behaviours with a cache policy run here'),
  ResponseHeadersPolicyId: v.optional(v.string()),
  Compress: v.optional(BooleanLike, false),
  FunctionAssociations: v.optional(
    v.array(
      v.object({
        EventType: v.picklist(['viewer-request', 'viewer-response']),
        FunctionARN: v.string(),
      }),
    ),
    [],
  ),
});
type RawBehaviour = v.InferOutput<typeof Behaviour>;

const DistributionProperties = v.object({
  DistributionConfig: v.object({
    Comment: v.optional(v.string()),
    DefaultRootObject: v.optional(v.string(), ''),
    DefaultCacheBehavior: Behaviour,
    CacheBehaviors: v.optional(
      v.array(v.object({ ...Behaviour.entries, PathPattern: v.string() })),
      [],
    ),
    CustomErrorResponses: v.optional(
      v.array(
        v.object({
          ErrorCode: NumberLike,
          ErrorCachingMinTTL: v.optional(NumberLike),
          ResponseCode: v.optional(NumberLike),
          ResponsePagePath: v.optional(v.string()),
        }),
      ),
      [],
    ),
    CacheTagConfig: v.optional(v.object({ HeaderName: v.string() })),
    Origins: v.array(
      v.object({
        Id: v.string(),
        DomainName: v.string(),
        OriginPath: v.optional(v.string(), ''),
        OriginAccessControlId: v.optional(v.string(), ''),
      }),
    ),
  }),
});

export interface OriginSpec {
  readonly bucket: string;
  /** Put before every key; starts with `/` unless empty. */
  readonly path: string;
  readonly policy: readonly Statement[];
}

export interface BehaviourSpec {
  /** CloudFront's path pattern: `*` any characters, `?` one. */
  readonly pattern: string;
  readonly origin: OriginSpec;
  readonly cachePolicy: CachePolicy;
  readonly headersPolicy: HeadersPolicy | undefined;
  readonly compress: boolean;
  readonly viewerRequest: FunctionSource | undefined;
  readonly viewerResponse: FunctionSource | undefined;
}

export interface FunctionSource {
  readonly name: string;
  readonly code: string;
}

export interface ErrorSpec {
  readonly keepSeconds: number | undefined;
  readonly page: { readonly path: string; readonly status: number } | undefined;
}

/** A distribution as the template describes it. */
export interface DistributionSpec {
  readonly stack: string;
  readonly logicalId: string;
  readonly id: string;
  readonly arn: string;
  readonly rootObject: string;
  /** The first whose pattern matches serves; the default is last. */
  readonly behaviours: readonly BehaviourSpec[];
  readonly errors: ReadonlyMap<number, ErrorSpec>;
  /** The origin's header that carries cache tags, in lower case. */
  readonly tagHeader: string | undefined;
}

/** Every distribution of the template. @throws Error that names what of it cannot be run here. */
export function readDistributions(stage: Stage): readonly DistributionSpec[] {
  const parts = readParts(stage);
  return stage
    .of('AWS::CloudFront::Distribution')
    .map((resource) => readDistribution(resource, parts));
}

function readDistribution(resource: Resource, parts: Parts): DistributionSpec {
  const { DistributionConfig: config } = resource.read(DistributionProperties);
  const fail = (what: string): never => {
    throw new Error(`${resource.stack}: ${resource.logicalId} cannot be run: ${what}`);
  };
  const origins = new Map(
    config.Origins.map(({ Id, DomainName, OriginPath, OriginAccessControlId }) => {
      const bucket = parts.buckets.get(DomainName);
      if (!bucket || OriginAccessControlId === '') {
        return fail(`its origin ${DomainName} is not a bucket of this app with an access control.`);
      }
      return [Id, { bucket, path: OriginPath, policy: parts.bucketPolicies.get(bucket) ?? [] }];
    }),
  );
  const behaviour = (raw: RawBehaviour, pattern: string): BehaviourSpec => ({
    pattern,
    origin: origins.get(raw.TargetOriginId) ?? fail(`there is no origin ${raw.TargetOriginId}.`),
    cachePolicy:
      parts.cachePolicies.get(raw.CachePolicyId) ??
      fail(`the cache policy ${raw.CachePolicyId} is not known here.`),
    headersPolicy:
      raw.ResponseHeadersPolicyId === undefined
        ? undefined
        : (parts.headersPolicies.get(raw.ResponseHeadersPolicyId) ??
          fail(`the headers policy ${raw.ResponseHeadersPolicyId} is not known here.`)),
    compress: raw.Compress,
    viewerRequest: functionFor(raw, 'viewer-request', parts, fail),
    viewerResponse: functionFor(raw, 'viewer-response', parts, fail),
  });
  return {
    stack: resource.stack,
    logicalId: resource.logicalId,
    id: resource.name,
    arn: arn('cloudfront', `distribution/${resource.name}`, { global: true }),
    rootObject: config.DefaultRootObject.replace(/^\//, ''),
    behaviours: [
      ...config.CacheBehaviors.map((raw) => behaviour(raw, raw.PathPattern)),
      behaviour(config.DefaultCacheBehavior, '*'),
    ],
    errors: new Map(config.CustomErrorResponses.map((each) => [each.ErrorCode, errorSpec(each)])),
    tagHeader: config.CacheTagConfig?.HeaderName.toLowerCase(),
  };
}

type RawError = v.InferOutput<
  typeof DistributionProperties
>['DistributionConfig']['CustomErrorResponses'][number];

function errorSpec(raw: RawError): ErrorSpec {
  const page =
    raw.ResponsePagePath === undefined
      ? undefined
      : { path: raw.ResponsePagePath, status: raw.ResponseCode ?? raw.ErrorCode };
  return { keepSeconds: raw.ErrorCachingMinTTL, page };
}

function functionFor(
  raw: RawBehaviour,
  event: 'viewer-request' | 'viewer-response',
  parts: Parts,
  fail: (what: string) => never,
): FunctionSource | undefined {
  const association = raw.FunctionAssociations.find(({ EventType }) => EventType === event);
  if (!association) return undefined;
  const { FunctionARN } = association;
  return parts.functions.get(FunctionARN) ?? fail(`there is no function ${FunctionARN}.`);
}

interface Parts {
  /** Bucket names by every domain name that an origin may give. */
  readonly buckets: ReadonlyMap<string, string>;
  readonly bucketPolicies: ReadonlyMap<string, readonly Statement[]>;
  readonly cachePolicies: ReadonlyMap<string, CachePolicy>;
  readonly headersPolicies: ReadonlyMap<string, HeadersPolicy>;
  readonly functions: ReadonlyMap<string, FunctionSource>;
}

function readParts(stage: Stage): Parts {
  const own = <T>(type: string, read: (resource: Resource) => T) =>
    stage.of(type).map((resource) => [resource.ref, read(resource)] as const);
  const policies = stage
    .of('AWS::S3::BucketPolicy')
    .map((resource) => resource.read(v.object({ Bucket: v.string(), PolicyDocument })));
  return {
    buckets: new Map(
      stage
        .of('AWS::S3::Bucket')
        .flatMap(({ name }) => bucketDomains(name).map((domain) => [domain, name] as const)),
    ),
    bucketPolicies: new Map(policies.map((each) => [each.Bucket, each.PolicyDocument])),
    cachePolicies: new Map([
      ...MANAGED_CACHE_POLICIES,
      ...own('AWS::CloudFront::CachePolicy', (r) => cachePolicy(r.read(CachePolicyProperties))),
    ]),
    headersPolicies: new Map([
      ...MANAGED_HEADERS_POLICIES,
      ...own('AWS::CloudFront::ResponseHeadersPolicy', (r) =>
        headersPolicy(r.read(HeadersPolicyProperties)),
      ),
    ]),
    functions: new Map(
      own('AWS::CloudFront::Function', (resource) => {
        const { FunctionCode } = resource.read(v.object({ FunctionCode: v.string() }));
        return { name: resource.logicalId, code: FunctionCode };
      }),
    ),
  };
}
