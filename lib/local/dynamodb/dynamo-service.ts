import { randomUUID } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Need, Service, ServiceRequest, ServiceResponse } from '../service.ts';
import { accessDenied, DynamoError, serialization, unknownOperation } from './errors.ts';
import { needsOf } from './needs.ts';
import { OPERATIONS } from './operations.ts';

const TARGET_PREFIX = 'DynamoDB_20120810.';

/** Does one operation and resolves when its outcome is durable. */
export type Perform = (operation: string, input: unknown) => Promise<object>;

/** DynamoDB's wire protocol, JSON 1.0 over POST, in front of the engine. */
export class DynamoService implements Service {
  readonly #perform: Perform;
  /** A request is read twice, for its needs and for its answer, but parsed once. */
  readonly #parsed = new WeakMap<ServiceRequest, unknown>();

  constructor(perform: Perform) {
    this.#perform = perform;
  }

  needs(request: ServiceRequest): readonly Need[] | undefined {
    const operation = operationOf(request);
    if (operation === undefined) return undefined;
    try {
      return needsOf(operation, this.#parse(request));
    } catch {
      return undefined;
    }
  }

  async handle(request: ServiceRequest): Promise<ServiceResponse> {
    try {
      const operation = operationOf(request);
      if (operation === undefined) throw unknownOperation();
      return response(200, await this.#perform(operation, this.#parse(request)));
    } catch (cause) {
      return failure(cause);
    }
  }

  denied(message: string): ServiceResponse {
    return failure(accessDenied(message));
  }

  #parse(request: ServiceRequest): unknown {
    if (this.#parsed.has(request)) return this.#parsed.get(request);
    let input: unknown;
    try {
      input = JSON.parse(request.body.toString());
    } catch {
      throw serialization('The body is not JSON');
    }
    this.#parsed.set(request, input);
    return input;
  }
}

function operationOf(request: ServiceRequest): string | undefined {
  const target = request.headers['x-amz-target'];
  if (typeof target !== 'string' || !target.startsWith(TARGET_PREFIX)) return undefined;
  const operation = target.slice(TARGET_PREFIX.length);
  return OPERATIONS.has(operation) ? operation : undefined;
}

function failure(cause: unknown): ServiceResponse {
  if (cause instanceof DynamoError) {
    // The model calls the member `Message` in errors that carry more than it; clients read both spellings.
    const member = Object.keys(cause.members).length > 0 ? 'Message' : 'message';
    return response(cause.status, {
      __type: cause.type,
      [member]: cause.message,
      ...cause.members,
    });
  }
  const message = cause instanceof Error ? cause.message : String(cause);
  return response(500, {
    __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError',
    message,
  });
}

function response(status: number, value: object): ServiceResponse {
  const body = Buffer.from(JSON.stringify(value));
  return {
    status,
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amzn-requestid': randomUUID(),
      'x-amz-crc32': String(crc32(body)),
    },
    body,
  };
}
