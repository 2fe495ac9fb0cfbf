import { fileURLToPath } from 'node:url';
import { Duration } from 'aws-cdk-lib';
import {
  CacheCookieBehavior,
  CacheHeaderBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
  Function as EdgeFunction,
  FunctionCode,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  ResponseHeadersPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { Construct } from 'constructs';
import type { EdgeRules } from './site-edge.ts';

/**
 * What a page's own meta policy cannot say, or what must hold also where there is no page.
 * Which style sheet may be used stands in the page itself, as its hash changes with the theme; both policies apply.
 */
const CONTENT_SECURITY_POLICY = [
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "object-src 'none'",
  "script-src 'none'",
  "form-action 'none'",
].join('; ');

/** No page of ours asks a reader's device for anything. */
const PERMISSIONS_POLICY = [
  'accelerometer',
  'browsing-topics',
  'camera',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'payment',
  'usb',
]
  .map((feature) => `${feature}=()`)
  .join(', ');

/** How every site of a stage is cached, answered and guarded. */
export class SharedEdgeRules extends Construct implements EdgeRules {
  readonly cache: CachePolicy;
  readonly headers: ResponseHeadersPolicy;
  readonly viewerRequest: EdgeFunction;
  readonly viewerResponse: EdgeFunction;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    // Nothing but the path makes a page another one: tracking parameters must not split the cache.
    this.cache = new CachePolicy(this, 'Cache', {
      comment: 'Offstone: by path alone, as long as each page says',
      minTtl: Duration.seconds(0),
      defaultTtl: Duration.seconds(0),
      maxTtl: Duration.days(1),
      queryStringBehavior: CacheQueryStringBehavior.none(),
      cookieBehavior: CacheCookieBehavior.none(),
      headerBehavior: CacheHeaderBehavior.none(),
      enableAcceptEncodingGzip: true,
      enableAcceptEncodingBrotli: true,
    });
    this.headers = securityHeaders(this);
    this.viewerRequest = edgeFunction(this, 'ViewerRequest', 'viewer-request');
    this.viewerResponse = edgeFunction(this, 'ViewerResponse', 'viewer-response');
  }
}

const securityHeaders = (scope: Construct): ResponseHeadersPolicy =>
  new ResponseHeadersPolicy(scope, 'Headers', {
    comment: 'Offstone: security headers of every page',
    securityHeadersBehavior: {
      strictTransportSecurity: {
        accessControlMaxAge: Duration.days(365),
        includeSubdomains: false,
        override: true,
      },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      referrerPolicy: {
        referrerPolicy: HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN,
        override: true,
      },
      contentSecurityPolicy: { contentSecurityPolicy: CONTENT_SECURITY_POLICY, override: true },
    },
    customHeadersBehavior: {
      customHeaders: [
        { header: 'permissions-policy', value: PERMISSIONS_POLICY, override: true },
        { header: 'cross-origin-opener-policy', value: 'same-origin', override: true },
      ],
    },
  });

const edgeFunction = (scope: Construct, id: string, name: string): EdgeFunction =>
  new EdgeFunction(scope, id, {
    runtime: FunctionRuntime.JS_2_0,
    code: FunctionCode.fromFile({
      filePath: fileURLToPath(new URL(`./edge/${name}.js`, import.meta.url)),
    }),
  });
