import * as v from 'valibot';
import { BooleanLike, NumberLike } from '../template/value.ts';
import { type Headers, header } from './headers.ts';

const Override = v.object({ Override: BooleanLike });
const Items = v.object({ Items: v.array(v.string()) });

const Security = v.object({
  ContentSecurityPolicy: v.optional(
    v.object({ ContentSecurityPolicy: v.string(), Override: BooleanLike }),
  ),
  ContentTypeOptions: v.optional(Override),
  FrameOptions: v.optional(v.object({ FrameOption: v.string(), Override: BooleanLike })),
  ReferrerPolicy: v.optional(v.object({ ReferrerPolicy: v.string(), Override: BooleanLike })),
  StrictTransportSecurity: v.optional(
    v.object({
      AccessControlMaxAgeSec: NumberLike,
      IncludeSubdomains: v.optional(BooleanLike, false),
      Preload: v.optional(BooleanLike, false),
      Override: BooleanLike,
    }),
  ),
  XSSProtection: v.optional(
    v.object({
      Protection: BooleanLike,
      ModeBlock: v.optional(BooleanLike, false),
      ReportUri: v.optional(v.string()),
      Override: BooleanLike,
    }),
  ),
});

const Cors = v.object({
  AccessControlAllowCredentials: BooleanLike,
  AccessControlAllowOrigins: Items,
  AccessControlExposeHeaders: v.optional(Items),
  OriginOverride: BooleanLike,
});

export const HeadersPolicyProperties = v.object({
  ResponseHeadersPolicyConfig: v.object({
    SecurityHeadersConfig: v.optional(Security, {}),
    CustomHeadersConfig: v.optional(
      v.object({
        Items: v.array(v.object({ Header: v.string(), Value: v.string(), Override: BooleanLike })),
      }),
    ),
    RemoveHeadersConfig: v.optional(v.object({ Items: v.array(v.object({ Header: v.string() })) })),
    CorsConfig: v.optional(Cors),
  }),
});

interface Added {
  readonly name: string;
  readonly value: string;
  /** Whether it replaces what the origin sent. */
  readonly override: boolean;
}

export interface HeadersPolicy {
  readonly added: readonly Added[];
  readonly removed: readonly string[];
  readonly cors: v.InferOutput<typeof Cors> | undefined;
}

export function headersPolicy({
  ResponseHeadersPolicyConfig: config,
}: v.InferOutput<typeof HeadersPolicyProperties>): HeadersPolicy {
  const custom = (config.CustomHeadersConfig?.Items ?? []).map(({ Header, Value, Override }) => ({
    name: Header.toLowerCase(),
    value: Value,
    override: Override,
  }));
  return {
    added: [...securityHeaders(config.SecurityHeadersConfig), ...custom],
    removed: (config.RemoveHeadersConfig?.Items ?? []).map(({ Header }) => Header.toLowerCase()),
    cors: config.CorsConfig,
  };
}

function securityHeaders(config: v.InferOutput<typeof Security>): readonly Added[] {
  const added = (name: string, value: string | undefined, part?: { Override: boolean }) =>
    part && value !== undefined ? [{ name, value, override: part.Override }] : [];
  const { ContentSecurityPolicy: csp, ReferrerPolicy: referrer, FrameOptions: frame } = config;
  const { StrictTransportSecurity: hsts, XSSProtection: xss } = config;
  return [
    ...added('content-security-policy', csp?.ContentSecurityPolicy, csp),
    ...added('x-content-type-options', 'nosniff', config.ContentTypeOptions),
    ...added('x-frame-options', frame?.FrameOption, frame),
    ...added('referrer-policy', referrer?.ReferrerPolicy, referrer),
    ...added('strict-transport-security', hsts && transportSecurity(hsts), hsts),
    ...added('x-xss-protection', xss && xssProtection(xss), xss),
  ];
}

function transportSecurity(
  config: NonNullable<v.InferOutput<typeof Security>['StrictTransportSecurity']>,
): string {
  const subdomains = config.IncludeSubdomains ? '; includeSubDomains' : '';
  return `max-age=${config.AccessControlMaxAgeSec}${subdomains}${config.Preload ? '; preload' : ''}`;
}

function xssProtection(
  config: NonNullable<v.InferOutput<typeof Security>['XSSProtection']>,
): string {
  if (!config.Protection) return '0';
  return `1${config.ModeBlock ? '; mode=block' : ''}${config.ReportUri ? `; report=${config.ReportUri}` : ''}`;
}

/** AWS's own SecurityHeadersPolicy (developer guide, “Use managed response headers policies”). */
export const MANAGED_HEADERS_POLICIES: ReadonlyMap<string, HeadersPolicy> = new Map([
  [
    '67f7725c-6f97-4210-82d7-5512b31e9d03',
    {
      added: [
        { name: 'x-content-type-options', value: 'nosniff', override: true },
        { name: 'x-frame-options', value: 'SAMEORIGIN', override: false },
        { name: 'referrer-policy', value: 'strict-origin-when-cross-origin', override: false },
        { name: 'strict-transport-security', value: 'max-age=31536000', override: false },
        { name: 'x-xss-protection', value: '1; mode=block', override: false },
      ],
      removed: [],
      cors: undefined,
    },
  ],
]);

/** The headers as the policy leaves them. It works on what leaves the cache, before any viewer-response function. */
export function applyPolicy(
  policy: HeadersPolicy | undefined,
  headers: Headers,
  viewer: Headers,
): Headers {
  const result: Headers = new Map(headers);
  if (!policy) return result;
  for (const name of policy.removed) result.delete(name);
  const cors = policy.cors ? corsHeaders(policy.cors, header(viewer, 'origin')) : [];
  for (const { name, value, override } of [...policy.added, ...cors]) {
    if (override || !result.has(name)) result.set(name, [value]);
  }
  return result;
}

function corsHeaders(
  cors: v.InferOutput<typeof Cors>,
  origin: string | undefined,
): readonly Added[] {
  const origins = cors.AccessControlAllowOrigins.Items;
  const allowed = origins.includes('*') ? '*' : origins.find((each) => each === origin);
  if (origin === undefined || allowed === undefined) return [];
  const override = cors.OriginOverride;
  const exposed = cors.AccessControlExposeHeaders?.Items ?? [];
  return [
    { name: 'access-control-allow-origin', value: allowed, override },
    ...(cors.AccessControlAllowCredentials
      ? [{ name: 'access-control-allow-credentials', value: 'true', override }]
      : []),
    ...(exposed.length > 0
      ? [{ name: 'access-control-expose-headers', value: exposed.join(', '), override }]
      : []),
  ];
}
