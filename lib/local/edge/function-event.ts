import * as v from 'valibot';
import type { Headers } from './headers.ts';
import type { EdgeResponse, ViewerRequest } from './messages.ts';

/*
 * The event of a CloudFront Function, version 1.0, as the developer guide (“CloudFront Functions event structure”)
 * describes it: names as keys, the first value in `value`, all of them in `multiValue` where there are several.
 */

const Field = v.object({
  value: v.string(),
  attributes: v.optional(v.string()),
  multiValue: v.optional(
    v.array(v.object({ value: v.string(), attributes: v.optional(v.string()) })),
  ),
});
const Fields = v.optional(v.record(v.string(), Field), {});
type FieldsOf = v.InferOutput<typeof Fields>;

const RequestResult = v.object({
  method: v.string(),
  uri: v.pipe(v.string(), v.startsWith('/')),
  querystring: v.optional(v.union([v.string(), v.record(v.string(), Field)]), {}),
  headers: Fields,
  cookies: Fields,
});

const ResponseResult = v.object({
  statusCode: v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(599)),
  statusDescription: v.optional(v.string()),
  headers: Fields,
  cookies: Fields,
  body: v.optional(
    v.union([v.string(), v.object({ encoding: v.picklist(['text', 'base64']), data: v.string() })]),
  ),
});

/** What does not change from request to request. */
export interface EventContext {
  readonly distributionDomainName: string;
  readonly distributionId: string;
  readonly requestId: string;
}

export const requestEvent = (context: EventContext, request: ViewerRequest) => ({
  version: '1.0',
  context: { ...context, eventType: 'viewer-request' },
  viewer: { ip: request.ip },
  request: requestFields(request),
});

export const responseEvent = (
  context: EventContext,
  request: ViewerRequest,
  response: EdgeResponse,
) => ({
  version: '1.0',
  context: { ...context, eventType: 'viewer-response' },
  viewer: { ip: request.ip },
  request: requestFields(request),
  response: {
    statusCode: response.status,
    statusDescription: response.statusText ?? '',
    headers: fields(response.headers),
    cookies: {},
  },
});

function requestFields(request: ViewerRequest) {
  const { headers, cookies, method, path, query } = request;
  const withoutCookies: Headers = new Map(headers);
  withoutCookies.delete('cookie');
  return {
    method,
    uri: path,
    querystring: fields(queryFields(query)),
    headers: fields(withoutCookies),
    cookies: fields(cookies),
  };
}

function fields(from: ReadonlyMap<string, readonly string[]>): FieldsOf {
  return Object.fromEntries(
    [...from].map(([name, values]) => {
      const [value = ''] = values;
      const multiValue = values.map((each) => ({ value: each }));
      return [name, values.length > 1 ? { value, multiValue } : { value }];
    }),
  );
}

function queryFields(query: string): ReadonlyMap<string, readonly string[]> {
  const result = new Map<string, readonly string[]>();
  for (const part of query.split('&').filter((each) => each !== '')) {
    const equals = part.indexOf('=');
    const name = equals < 0 ? part : part.slice(0, equals);
    const value = equals < 0 ? '' : part.slice(equals + 1);
    result.set(name, [...(result.get(name) ?? []), value]);
  }
  return result;
}

/** Reads what a viewer-request function returned: the request to go on with, or an answer at once. */
export function readRequestResult(
  result: unknown,
  before: ViewerRequest,
): { readonly request: ViewerRequest } | { readonly response: EdgeResponse } {
  if (typeof result === 'object' && result !== null && 'statusCode' in result) {
    return { response: readResponseResult(result, undefined) };
  }
  const { uri, querystring, headers, cookies } = v.parse(RequestResult, result);
  const query =
    typeof querystring === 'string'
      ? querystring
      : flat(querystring)
          .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
          .join('&');
  const request = {
    ...before,
    path: uri,
    query,
    headers: lowerCased(headers),
    cookies: grouped(cookies),
  };
  return { request };
}

/** Reads a response that a function returned. Without a body of its own it keeps the one it was given. */
export function readResponseResult(
  result: unknown,
  before: EdgeResponse | undefined,
): EdgeResponse {
  const { statusCode, statusDescription, headers, cookies, body } = v.parse(ResponseResult, result);
  const all = lowerCased(headers);
  const set = Object.entries(cookies).flatMap(([name, field]) =>
    (field.multiValue ?? [field]).map(
      ({ value, attributes }) => `${name}=${value}${attributes ? `; ${attributes}` : ''}`,
    ),
  );
  if (set.length > 0) all.set('set-cookie', set);
  const own = body === undefined ? undefined : bodyBytes(body);
  if (own) all.delete('content-encoding');
  return {
    status: statusCode,
    statusText: statusDescription,
    headers: all,
    body: own ?? before?.body ?? Buffer.alloc(0),
  };
}

const bodyBytes = (body: string | { readonly encoding: string; readonly data: string }): Buffer =>
  typeof body === 'string'
    ? Buffer.from(body)
    : Buffer.from(body.data, body.encoding === 'base64' ? 'base64' : 'utf8');

const flat = (record: FieldsOf): readonly (readonly [string, string])[] =>
  Object.entries(record).flatMap(([name, field]) =>
    (field.multiValue ?? [field]).map(({ value }) => [name, value] as const),
  );

function grouped(record: FieldsOf): Headers {
  const result: Headers = new Map();
  for (const [name, value] of flat(record)) {
    result.set(name, [...(result.get(name) ?? []), value]);
  }
  return result;
}

/** CloudFront refuses a header whose name is not in lower case rather than guess. */
function lowerCased(record: FieldsOf): Headers {
  const wrong = Object.keys(record).find((name) => name !== name.toLowerCase());
  if (wrong !== undefined) throw new Error(`The header ${wrong} is not in lower case.`);
  return grouped(record);
}
