import { S3Error } from './s3-error.ts';

type Texts = Readonly<Record<string, string>>;

/** A body as the client meant it, with the headers that came after it. */
interface DecodedBody {
  readonly bytes: Buffer;
  readonly trailers: Texts;
}

const incomplete = () =>
  new S3Error('IncompleteBody', 400, 'The aws-chunked body ended early or has a malformed chunk.');

/**
 * Undoes the `aws-chunked` content coding: chunks of `SIZE[;chunk-signature=…]\r\n BYTES \r\n`, a chunk of size 0, then
 * trailers. Signatures are not checked: nothing here knows a secret.
 */
export function decodeChunked(body: Buffer, headers: Texts): DecodedBody {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const [line, next] = lineAt(body, at);
    const size = /^[0-9a-f]+/i.exec(line)?.[0];
    if (size === undefined) throw incomplete();
    at = next;
    const length = Number.parseInt(size, 16);
    if (length === 0) break;
    const end = at + length;
    if (body.toString('latin1', end, end + 2) !== '\r\n') throw incomplete();
    chunks.push(body.subarray(at, end));
    at = end + 2;
  }
  const bytes = Buffer.concat(chunks);
  const promised = headers['x-amz-decoded-content-length'];
  if (promised !== undefined && Number(promised) !== bytes.length) throw incomplete();
  return { bytes, trailers: trailersAt(body, at) };
}

/** Whether the body comes in that coding. */
export const isChunked = (headers: Texts): boolean =>
  (headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-') ||
  codings(headers['content-encoding']).includes('aws-chunked');

/** The content coding that belongs to the object itself. */
export function ownEncoding(header: string | undefined): string | undefined {
  const own = codings(header).filter((coding) => coding !== 'aws-chunked');
  return own.length === 0 ? undefined : own.join(',');
}

const codings = (header: string | undefined): readonly string[] =>
  (header ?? '')
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '');

function trailersAt(body: Buffer, start: number): Texts {
  const trailers: Record<string, string> = {};
  for (let at = start; at < body.length; ) {
    const [line, next] = lineAt(body, at);
    at = next;
    const colon = line.indexOf(':');
    if (colon > 0)
      trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return trailers;
}

function lineAt(body: Buffer, start: number): readonly [line: string, next: number] {
  const end = body.indexOf('\r\n', start);
  if (end < 0) throw incomplete();
  return [body.toString('latin1', start, end), end + 2];
}
