import { Failure } from '../failure.ts';

/** An embedded runtime's addresses: what readers use, and beside it, one port up, the AWS-like services. */
export interface Endpoint {
  readonly url: string;
  readonly controlUrl: string;
}

/** The addresses of the embedded runtime at a reader's address. @throws Failure for what is none. */
export function endpointOf(text: string): Endpoint {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const plain = url?.protocol === 'http:' && url.pathname === '/' && url.search === '';
  if (!url || !plain) {
    throw new Failure(
      `“${text}” is no endpoint: give an embedded runtime’s address, like http://127.0.0.1:4800.`,
    );
  }
  // The runtime listens on the IPv4 loopback alone, and buckets are no sub-domains of an address.
  const host = url.hostname === 'localhost' ? '127.0.0.1' : url.hostname;
  const port = Number(url.port || 80);
  return {
    url: `http://${host}:${port}`,
    controlUrl: `http://${host}:${port + 1}`,
  };
}
