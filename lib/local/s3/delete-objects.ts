import type { Bucket } from './bucket.ts';
import { S3_NAMESPACE } from './list.ts';
import { S3Error } from './s3-error.ts';
import { childText, parseXml, xmlDocument } from './xml.ts';

const KEYS_MAX = 1000;

/** The keys of a DeleteObjects request; with `quiet`, those deleted are not named in the answer. */
export function keysToDelete(body: Buffer): {
  readonly keys: readonly string[];
  readonly quiet: boolean;
} {
  const root = parseXml(body.toString());
  const keys = (root?.children ?? []).flatMap((element) => {
    const key = element.name === 'Object' ? childText(element, 'Key') : undefined;
    return key === undefined ? [] : [key];
  });
  if (root?.name !== 'Delete' || keys.length === 0 || keys.length > KEYS_MAX)
    throw new S3Error(
      'MalformedXML',
      400,
      `The body must be a Delete of 1 to ${KEYS_MAX} objects.`,
    );
  return { keys, quiet: childText(root, 'Quiet') === 'true' };
}

/** Deletes them all; the answer's body. */
export async function deleteObjects(bucket: Bucket, body: Buffer): Promise<string> {
  const { keys, quiet } = keysToDelete(body);
  await bucket.delete(keys);
  return xmlDocument('DeleteResult', S3_NAMESPACE, {
    Deleted: quiet ? undefined : keys.map((Key) => ({ Key })),
  });
}
