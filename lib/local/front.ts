import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Callers, keyIdOf, refusalFor } from './front/callers.ts';
import { type Fault, type Faults, faultResponse, operationOf } from './front/faults.ts';
import type { Iam } from './iam/ledger.ts';
import type { Service, ServiceRequest, ServiceResponse } from './service.ts';

/** A route beside the services, such as a desk's. Tells whether it answered. */
export type Route = (
  request: IncomingMessage,
  response: ServerResponse,
) => boolean | Promise<boolean>;

export interface FrontOptions {
  /** Services by the name in their address: `/aws/<name>/…`. */
  readonly services: ReadonlyMap<string, Service>;
  readonly callers: Callers;
  readonly iam: Iam;
  readonly faults?: Faults | undefined;
  /** Asked in turn for whatever is not below `/aws/`. */
  readonly routes: readonly Route[];
  /** What `GET /` shows. */
  summary(): object;
  log(line: string): void;
}

/** The largest body of any service here is an object of S3 put at once. */
const BODY_BYTES_MAX = 256 * 1024 * 1024;

/** Longer than the SDK's own keep-alive, so that no request goes into a connection that is being closed. */
const KEEP_ALIVE_MS = 120_000;

/** The control address: services with their permissions in front of them, and extra routes. */
export function frontServer(options: FrontOptions): Server {
  const server = createServer((request, response) => {
    void route(options, request, response).catch((cause: unknown) => {
      options.log(`${request.method} ${request.url} failed: ${String(cause)}`);
      if (response.headersSent) response.destroy();
      else json(response, 500, { error: 'The runtime failed; its log says why.' });
    });
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return server;
}

async function route(
  options: FrontOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!isLocal(request.headers.host)) {
    return json(response, 403, { error: 'Only this machine is answered here, by its own name.' });
  }
  const [, name, rest] = /^\/aws\/([a-z0-9-]+)(.*)$/s.exec(request.url ?? '') ?? [];
  if (name !== undefined) return serve(options, name, rest ?? '', request, response);
  for (const extra of options.routes) if (await extra(request, response)) return;
  if (request.method === 'GET' && request.url === '/')
    return json(response, 200, options.summary());
  json(response, 404, { error: `Nothing answers at ${request.url} here.` });
}

/** A page of the web whose name was made to lead here must not reach the services. */
const isLocal = (host: string | undefined): boolean =>
  /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host ?? '');

async function serve(
  options: FrontOptions,
  name: string,
  rest: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const service = options.services.get(name);
  const body = await readBody(incoming);
  if (!service)
    return json(outgoing, 501, { __type: 'NotImplemented', message: `${name} does not run here.` });
  if (!body)
    return json(outgoing, 413, { __type: 'EntityTooLarge', message: 'The body is too large.' });
  const request = serviceRequest(incoming, rest, body);
  const keyId = keyIdOf(request);
  const caller = options.callers.find(keyId);
  const needs = service.needs(request);
  if (!caller) {
    for (const need of needs ?? []) options.iam.turnedAway(keyId ?? 'nobody', need);
    return send(
      outgoing,
      service.denied(`The access key id ${keyId ?? '(none)'} belongs to nobody here.`),
    );
  }
  const refusal = refusalFor(caller, needs ?? [], options.iam);
  if (refusal !== undefined) {
    options.log(refusal);
    return send(outgoing, service.denied(refusal));
  }
  const operation = operationOf(request, needs?.[0]?.action);
  const fault = options.faults?.(name, operation, caller.name);
  const answer = await withFault(name, fault, () => service.handle(request));
  if (answer) send(outgoing, answer);
  else outgoing.destroy();
}

async function withFault(
  service: string,
  fault: Fault | undefined,
  handle: () => Promise<ServiceResponse>,
): Promise<ServiceResponse | undefined> {
  const takesEffect = fault === undefined || fault === 'error-after' || fault === 'timeout';
  if (!takesEffect) return faultResponse(service, fault);
  const answer = await handle();
  if (fault === 'timeout') return undefined;
  return fault === 'error-after' ? faultResponse(service, fault) : answer;
}

function serviceRequest(incoming: IncomingMessage, rest: string, body: Buffer): ServiceRequest {
  const mark = rest.indexOf('?');
  const path = mark < 0 ? rest : rest.slice(0, mark);
  return {
    method: incoming.method ?? 'GET',
    path: path.startsWith('/') ? path : `/${path}`,
    query: new URLSearchParams(mark < 0 ? '' : rest.slice(mark + 1)),
    headers: incoming.headers,
    body,
  };
}

/** The whole body, or nothing when it is larger than any service takes. */
async function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= BODY_BYTES_MAX) chunks.push(chunk);
  }
  return bytes <= BODY_BYTES_MAX ? Buffer.concat(chunks, bytes) : undefined;
}

function send(outgoing: ServerResponse, { status, headers, body }: ServiceResponse): void {
  outgoing.writeHead(status, { ...headers }).end(body);
}

function json(outgoing: ServerResponse, status: number, value: object): void {
  const body = `${JSON.stringify(value, null, 2)}\n`;
  outgoing.writeHead(status, { 'content-type': 'application/json' }).end(body);
}
