import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { type Headers, header } from './headers.ts';
import type { EdgeResponse } from './messages.ts';

/** CloudFront compresses objects of 1,000 to 10,000,000 bytes (developer guide, “Serve compressed files”). */
const BYTES_MIN = 1_000;
const BYTES_MAX = 10_000_000;

/** Fast enough to be unnoticed on a laptop, small enough to be like the real one. */
const BROTLI_QUALITY = 5;

/** The types of that guide's list. Atom and JSON feeds are not on it. */
const TYPES: ReadonlySet<string> = new Set([
  'application/dash+xml',
  'application/eot',
  'application/font',
  'application/font-sfnt',
  'application/javascript',
  'application/json',
  'application/opentype',
  'application/otf',
  'application/pdf',
  'application/pkcs7-mime',
  'application/protobuf',
  'application/rss+xml',
  'application/truetype',
  'application/ttf',
  'application/vnd.apple.mpegurl',
  'application/vnd.mapbox-vector-tile',
  'application/vnd.ms-fontobject',
  'application/wasm',
  'application/xhtml+xml',
  'application/xml',
  'application/x-font-opentype',
  'application/x-font-truetype',
  'application/x-font-ttf',
  'application/x-httpd-cgi',
  'application/x-javascript',
  'application/x-mpegurl',
  'application/x-opentype',
  'application/x-otf',
  'application/x-perl',
  'application/x-ttf',
  'font/eot',
  'font/opentype',
  'font/otf',
  'font/ttf',
  'image/svg+xml',
  'text/css',
  'text/csv',
  'text/html',
  'text/javascript',
  'text/js',
  'text/plain',
  'text/richtext',
  'text/tab-separated-values',
  'text/xml',
  'text/x-component',
  'text/x-java-source',
  'text/x-script',
  'vnd.apple.mpegurl',
]);

const brotliOf = promisify(brotliCompress);
const gzipOf = promisify(gzip);

/** The response as it is cached for viewers that accept `encodings` (`br,gzip`, `gzip`, …); brotli is preferred. */
export async function compressed(response: EdgeResponse, encodings: string): Promise<EdgeResponse> {
  const coding = encodings.split(',', 1)[0];
  if (!coding || !compressible(response)) return response;
  const body =
    coding === 'br'
      ? await brotliOf(response.body, {
          params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY },
        })
      : await gzipOf(response.body);
  const headers: Headers = new Map(response.headers)
    .set('content-encoding', [coding])
    .set('vary', ['Accept-Encoding']);
  const etag = header(headers, 'etag');
  // The bytes are no longer those that the origin's strong tag names.
  if (etag && !etag.startsWith('W/')) headers.set('etag', [`W/${etag}`]);
  return { ...response, headers, body };
}

function compressible({ headers, body, status }: EdgeResponse): boolean {
  const type = (header(headers, 'content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase();
  return (
    [200, 403, 404].includes(status) &&
    !headers.has('content-encoding') &&
    body.length >= BYTES_MIN &&
    body.length <= BYTES_MAX &&
    TYPES.has(type ?? '')
  );
}
