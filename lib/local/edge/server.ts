import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Distribution } from './distribution.ts';
import { type Headers, headersOf } from './headers.ts';
import type { EdgeResponse, ViewerRequest } from './messages.ts';

/** A probe's next request must not run into a connection that is being closed. */
const KEEP_ALIVE_MS = 60_000;

/** Puts a distribution on a port of this machine. */
export function edgeServer(distribution: Distribution, log: (line: string) => void): Server {
  const server = createServer((incoming, outgoing) => {
    void respond(distribution, incoming)
      .catch((cause: unknown) => {
        log(`${incoming.method} ${incoming.url} failed: ${String(cause)}`);
        return plain(500, 'The edge failed; its log says why.');
      })
      .then((response) => send(outgoing, response));
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return server;
}

async function respond(
  distribution: Distribution,
  incoming: IncomingMessage,
): Promise<EdgeResponse> {
  const { method = 'GET' } = incoming;
  if (method !== 'GET' && method !== 'HEAD') {
    const refused = plain(405, 'Only GET and HEAD are answered here.');
    refused.headers.set('allow', ['GET, HEAD']);
    return refused;
  }
  const request = readRequest(incoming, method);
  return request ? distribution.answer(request) : plain(400, 'The address cannot be read.');
}

/** The request with its address taken apart, or nothing when the address is malformed. */
function readRequest(incoming: IncomingMessage, method: string): ViewerRequest | undefined {
  const target = (incoming.url ?? '/').replace(/^https?:\/\/[^/?#]*/i, '');
  const [address = ''] = target.split('#', 1);
  const mark = address.indexOf('?');
  const path = (mark < 0 ? address : address.slice(0, mark)) || '/';
  if (!path.startsWith('/') || !decodable(path)) return undefined;
  return {
    method,
    path,
    query: mark < 0 ? '' : address.slice(mark + 1),
    headers: new Map(
      Object.entries(incoming.headersDistinct).map(([name, values]) => [name, values ?? []]),
    ),
    cookies: readCookies(incoming.headers.cookie ?? ''),
    ip: incoming.socket.remoteAddress ?? '',
  };
}

function decodable(path: string): boolean {
  try {
    return !decodeURIComponent(path).includes('\0');
  } catch {
    return false;
  }
}

function readCookies(header: string): ReadonlyMap<string, readonly string[]> {
  const cookies = new Map<string, readonly string[]>();
  for (const part of header.split(';')) {
    const equals = part.indexOf('=');
    if (equals < 0) continue;
    const name = part.slice(0, equals).trim();
    cookies.set(name, [...(cookies.get(name) ?? []), part.slice(equals + 1).trim()]);
  }
  return cookies;
}

function plain(status: number, text: string): EdgeResponse {
  const headers: Headers = headersOf({ 'content-type': 'text/plain; charset=utf-8' });
  return { status, headers, body: Buffer.from(`${text}\n`) };
}

/** Node leaves out the body of a HEAD and of a 304 by itself. */
function send(outgoing: ServerResponse, { status, statusText, headers, body }: EdgeResponse): void {
  const fields: Record<string, string | string[]> = {};
  for (const [name, values] of headers) {
    if (name === 'content-length' || name === 'transfer-encoding' || name === 'connection')
      continue;
    fields[name] = values.length > 1 ? [...values] : (values[0] ?? '');
  }
  if (status !== 304 && status !== 204) fields['content-length'] = String(body.length);
  try {
    outgoing.writeHead(status, statusText, fields);
    outgoing.end(body);
  } catch {
    // A function or an object put a header that HTTP cannot carry; CloudFront answers 502 then.
    outgoing.writeHead(502, { 'content-type': 'text/plain' }).end('A header cannot be sent.\n');
  }
}
