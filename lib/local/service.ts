import type { IncomingHttpHeaders } from 'node:http';

/** A request to one AWS-like service, its path without the service's own prefix (starts with `/`, still percent-encoded). */
export interface ServiceRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /**
   * Whether the caller may also do something that the request does not need but whose answer depends on it: S3 says 404
   * of a missing key only to a caller who may list the bucket. Absent: everything is allowed.
   */
  readonly allowed?: (need: Need) => boolean;
}

export interface ServiceResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** One permission that a request needs, as IAM names it: `dynamodb:GetItem` on a table's ARN. */
export interface Need {
  readonly action: string;
  readonly resource: string;
}

/** An AWS-like service of the embedded runtime. The front asks `needs` first and only then lets `handle` run. */
export interface Service {
  /** Every permission the request needs, or `undefined` when the request is not understood (then `handle` answers with the service's own error). */
  needs(request: ServiceRequest): readonly Need[] | undefined;
  handle(request: ServiceRequest): Promise<ServiceResponse>;
  /** The answer to a caller who lacks a permission, in the wire form of this service. */
  denied(message: string): ServiceResponse;
}

/** Where everything of the embedded runtime claims to be. */
export const ACCOUNT = '000000000000';
export const REGION = 'eu-central-1';
