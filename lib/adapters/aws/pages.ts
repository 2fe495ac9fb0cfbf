import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import type { SiteId } from '#domain/ids.ts';
import type { PageStore } from '#domain/ports.ts';
import type { Page } from '#domain/rendering/view.ts';
import { keyOfPath, locationHeader, pathOfKey } from '../page-key.ts';
import { absentOn, NOT_FOUND, s3Client } from './s3.ts';

/** Answers to a conditional PUT that mean that another writer was first: changed, being changed, no longer there. */
const OVERTAKEN: ReadonlySet<number | undefined> = new Set([412, 409, 404]);

/** @param buckets each site's page bucket, by name. */
export function openPages(buckets: ReadonlyMap<SiteId, string>): PageStore {
  const client = s3Client();
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
