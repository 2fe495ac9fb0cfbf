import type { ServiceRequest, ServiceResponse } from '../service.ts';

/**
 * What shall go wrong with a request: refused for being too fast; failed before or after it took effect; or taken into
 * effect without an answer.
 */
export type Fault = 'throttle' | 'error-before' | 'error-after' | 'timeout';

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
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': code },
    body: JSON.stringify({ __type: code, message }),
  };
}
