import type { ServiceRequest, ServiceResponse } from '../service.ts';

/**
 * What shall go wrong with a request: refused for being too fast; lost against another transaction (DynamoDB only);
 * failed before or after it took effect; or taken into effect without an answer.
 */
export type Fault = 'throttle' | 'conflict' | 'error-before' | 'error-after' | 'timeout';

/** Asked for every request that is allowed. */
export type Faults = (service: string, operation: string, caller: string) => Fault | undefined;

/** The operation a request asks for, as its API names it, for faults and logs. */
export function operationOf(request: ServiceRequest, firstAction: string | undefined): string {
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') return target.slice(target.lastIndexOf('.') + 1);
  return firstAction?.slice(firstAction.indexOf(':') + 1) ?? `${request.method} ${request.path}`;
}

/** How each service says that it is asked too often. */
const THROTTLING: Readonly<Record<string, readonly [status: number, code: string]>> = {
  dynamodb: [400, 'ThrottlingException'],
  sqs: [403, 'RequestThrottled'],
  events: [400, 'ThrottlingException'],
  s3: [503, 'SlowDown'],
  s3vectors: [429, 'TooManyRequestsException'],
  'bedrock-runtime': [429, 'ThrottlingException'],
  cloudfront: [400, 'Throttling'],
  cloudformation: [400, 'Throttling'],
};

/** The answer of a service that fails on purpose. */
export function faultResponse(service: string, fault: Fault): ServiceResponse {
  const [status, code] =
    fault === 'throttle' ? (THROTTLING[service] ?? [429, 'Throttling']) : [500, 'InternalError'];
  const message = 'Injected by a test.';
  if (service === 's3' || service === 'cloudfront' || service === 'cloudformation') {
    const error = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
    const body = service === 's3' ? error : `<ErrorResponse>${error}</ErrorResponse>`;
    return { status, headers: { 'content-type': 'application/xml' }, body };
  }
  if (fault === 'conflict') return json(400, CONFLICT);
  return json(status, { __type: code, message });
}

const CONFLICT = {
  __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
  message:
    'Transaction cancelled, please refer cancellation reasons for specific reasons [TransactionConflict]',
  CancellationReasons: [{ Code: 'TransactionConflict', Message: 'Injected by a test.' }],
};

const json = (
  status: number,
  body: { readonly __type: string; readonly [member: string]: unknown },
): ServiceResponse => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': body.__type },
  body: JSON.stringify(body),
});
