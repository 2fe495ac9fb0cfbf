import type { ServiceResponse } from '../service.ts';
import { decodeChunked, isChunked, ownEncoding } from './aws-chunked.ts';
import { KEPT_HEADERS, type PutOptions } from './bucket.ts';
import { verifyChecksums } from './checksum.ts';
import { S3Error } from './s3-error.ts';
import type { S3Call } from './s3-service.ts';

type Texts = Readonly<Record<string, string>>;

const METADATA = 'x-amz-meta-';

export async function putObject(call: S3Call): Promise<ServiceResponse> {
  const { headers } = call;
  const body = isChunked(headers)
    ? decodeChunked(call.request.body, headers)
    : { bytes: call.request.body, trailers: {} };
  const checked = verifyChecksums(body.bytes, { ...headers, ...body.trailers });
  const head = await call.bucket.put(call.key, body.bytes, {
    headers: keptHeaders(headers),
    metadata: metadataOf(headers),
    ...conditionsOf(headers),
  });
  return { status: 200, headers: { etag: head.etag, ...checked }, body: '' };
}

/** The headers that stay with the object. */
export function keptHeaders(headers: Texts): Texts {
  const kept: Record<string, string> = { 'content-type': 'binary/octet-stream' };
  for (const name of KEPT_HEADERS) {
    const value = name === 'content-encoding' ? ownEncoding(headers[name]) : headers[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}

export function metadataOf(headers: Texts): Texts {
  const metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (name.startsWith(METADATA)) metadata[name.slice(METADATA.length)] = value;
  return metadata;
}

function conditionsOf(headers: Texts): Pick<PutOptions, 'ifMatch' | 'ifNoneMatch'> {
  const none = headers['if-none-match'];
  if (none !== undefined && none !== '*')
    throw new S3Error('NotImplemented', 501, `If-None-Match of a PUT can only be *, not ${none}.`);
  return { ifMatch: headers['if-match'], ifNoneMatch: none };
}
