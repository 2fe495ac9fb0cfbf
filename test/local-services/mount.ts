import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Need, Service } from '../../lib/local/service.ts';

/** Services on a port of their own, each under its prefix, as the embedded runtime's front serves them. */
export interface Mounted {
  readonly origin: string;
  /** Adds a service under `/aws/NAME` and gives its endpoint. */
  add(name: string, service: Service): string;
  /** What the next requests' caller may not do. */
  deny(denied: (need: Need) => boolean): void;
  close(): Promise<void>;
}

export async function mount(): Promise<Mounted> {
  const services = new Map<string, Service>();
  let denied: (need: Need) => boolean = () => false;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const [, name, path, query] = /^\/aws\/([^/?]+)([^?]*)\??(.*)$/s.exec(request.url ?? '') ?? [];
    const service = services.get(name ?? '');
    if (!service) {
      response.writeHead(404).end(`No service at ${request.url}`);
      return;
    }
    const asked = {
      method: request.method ?? 'GET',
      path: path || '/',
      query: new URLSearchParams(query),
      headers: request.headers,
      body: Buffer.concat(chunks),
      allowed: (need: Need) => !denied(need),
    };
    const refused = service.needs(asked)?.find(denied);
    const answer = refused
      ? service.denied(`not authorized to perform: ${refused.action} on ${refused.resource}`)
      : await service.handle(asked);
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    add(name, service) {
      services.set(name, service);
      return `${origin}/aws/${name}`;
    },
    deny(next) {
      denied = next;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What every client needs besides its endpoint. */
export const CLIENT = {
  region: 'eu-central-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
} as const;
