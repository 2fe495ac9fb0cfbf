import { S3_NAMESPACE } from './list.ts';
import { keptHeaders, metadataOf } from './put-object.ts';
import { noSuchKey, S3Error } from './s3-error.ts';
import { addressOf, type S3Address } from './s3-request.ts';
import type { S3Call } from './s3-service.ts';
import { xmlDocument } from './xml.ts';

/** The object that `x-amz-copy-source` names, percent-encoded, with or without a slash before its bucket. */
export function copySource(headers: Readonly<Record<string, string>>): S3Address {
  const source = headers['x-amz-copy-source'] ?? '';
  if (source.includes('?versionId='))
    throw new S3Error('NotImplemented', 501, 'Versions of objects do not run here.');
  return addressOf(source.startsWith('/') ? source : `/${source}`);
}

/** Copies an object; the answer's body. */
export async function copyObject({ headers, key, bucket, find }: S3Call): Promise<string> {
  const source = copySource(headers);
  const object = await find(source.bucket).get(source.key);
  if (!object) throw noSuchKey(source.key);
  const replaced = headers['x-amz-metadata-directive'] === 'REPLACE';
  const head = await bucket.put(key, object.bytes, {
    headers: replaced ? keptHeaders(headers) : object.headers,
    metadata: replaced ? metadataOf(headers) : object.metadata,
  });
  return xmlDocument('CopyObjectResult', S3_NAMESPACE, {
    LastModified: new Date(head.modifiedAt).toISOString(),
    ETag: head.etag,
  });
}
