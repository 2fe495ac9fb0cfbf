import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { SiteId } from '#domain/ids.ts';
import type { PageStore } from '#domain/ports.ts';
import type { Page } from '#domain/rendering/view.ts';
import { keyOfPath, locationHeader, pathOfKey } from '../page-key.ts';

/** Answers to a conditional PUT that mean that another writer was first: changed, being changed, no longer there. */
const OVERTAKEN: ReadonlySet<number | undefined> = new Set([412, 409, 404]);

/** @param buckets each site's page bucket, by name. */
export function awsPages(client: S3Client, buckets: ReadonlyMap<SiteId, string>): PageStore {
  const bucketOf = (site: SiteId): string => {
    const bucket = buckets.get(site);
    if (bucket === undefined)
      throw new RangeError(`OFFSTONE_SITES names no page bucket of site ${site}.`);
    return bucket;
  };

  return {
    async put(site, page, body, ifMatch) {
      const condition = ifMatch === undefined ? { IfNoneMatch: '*' } : { IfMatch: ifMatch };
      const { ETag } = await absentOn(OVERTAKEN, () =>
        client.send(
          new PutObjectCommand({
            Bucket: bucketOf(site),
            Key: keyOfPath(page.path),
            Body: body,
            ContentType: page.contentType,
            CacheControl: page.cacheControl,
            Metadata: metadataOf(page),
            ...condition,
          }),
        ),
      );
      return ETag;
    },
    async etag(site, path) {
      const { ETag } = await absentOn(NOT_FOUND, () =>
        client.send(new HeadObjectCommand({ Bucket: bucketOf(site), Key: keyOfPath(path) })),
      );
      return ETag;
    },
    async get(site, path) {
      const object = await absentOn(NOT_FOUND, () =>
        client.send(new GetObjectCommand({ Bucket: bucketOf(site), Key: keyOfPath(path) })),
      );
      if (!object.Body) return undefined;
      const { status = '200', location, 'cache-tag': tags = '' } = object.Metadata ?? {};
      return {
        status: Number(status),
        ...(location !== undefined && { location }),
        contentType: object.ContentType ?? '',
        cacheControl: object.CacheControl ?? '',
        tags: tags === '' ? [] : tags.split(','),
        body: await object.Body.transformToString(),
      };
    },
    async *list(site) {
      let next: string | undefined;
      do {
        const { Contents = [], NextContinuationToken } = await client.send(
          new ListObjectsV2Command({
            Bucket: bucketOf(site),
            ...(next !== undefined && { ContinuationToken: next }),
          }),
        );
        for (const { Key } of Contents) if (Key !== undefined) yield pathOfKey(Key);
        next = NextContinuationToken;
      } while (next !== undefined);
    },
  };
}

/** The answer that S3 itself cannot give travels as metadata; the edge's function turns it into the real one. */
const metadataOf = (page: Page): Record<string, string> => ({
  ...(page.status !== 200 && { status: String(page.status) }),
  ...(page.status === 301 && { location: locationHeader(page.location) }),
  ...(page.tags.length > 0 && { 'cache-tag': page.tags.join(',') }),
});

const NOT_FOUND: ReadonlySet<number | undefined> = new Set([404]);

/** Gives an empty answer where S3 answers with one of `statuses`. */
export async function absentOn<T extends object>(
  statuses: ReadonlySet<number | undefined>,
  ask: () => Promise<T>,
): Promise<Partial<T>> {
  try {
    return await ask();
  } catch (error) {
    const isAbsent =
      error instanceof S3ServiceException && statuses.has(error.$metadata.httpStatusCode);
    if (isAbsent) return {};
    throw error;
  }
}
