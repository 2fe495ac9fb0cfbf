import { createHash } from 'node:crypto';
import type { Path, SiteId } from '#domain/ids.ts';
import type { PageStore, StoredPage } from '#domain/ports.ts';
import type { Page } from '#domain/rendering/view.ts';
import { keyOfPath, locationHeader, pathOfKey } from '../page-key.ts';
import { byUtf8 } from '../utf8-order.ts';

/** S3's bounds of an object's key and of its own metadata, in bytes. */
const KEY_BYTES_MAX = 1024;
const METADATA_BYTES_MAX = 2048;

interface StoredObject {
  readonly etag: string;
  readonly page: StoredPage;
}

/** Page buckets in memory, one a site, each there from the start. */
export function memoryPages(): PageStore {
  const buckets = new Map<SiteId, Map<string, StoredObject>>();

  const find = (site: SiteId, path: Path): StoredObject | undefined =>
    buckets.get(site)?.get(keyOfPath(path));

  return {
    async put(site, page, body, ifMatch) {
      check(page);
      if (find(site, page.path)?.etag !== ifMatch) return undefined;
      const bucket = buckets.get(site) ?? new Map<string, StoredObject>();
      buckets.set(site, bucket);
      const etag = `"${createHash('md5').update(body).digest('hex')}"`;
      bucket.set(keyOfPath(page.path), { etag, page: storedPage(page, body) });
      return etag;
    },
    async etag(site, path) {
      return find(site, path)?.etag;
    },
    async get(site, path) {
      return find(site, path)?.page;
    },
    async *list(site) {
      const keys = [...(buckets.get(site)?.keys() ?? [])];
      for (const key of keys.sort(byUtf8)) yield pathOfKey(key);
    },
  };
}

const storedPage = (page: Page, body: string): StoredPage => ({
  status: page.status,
  ...(page.status === 301 && { location: locationHeader(page.location) }),
  contentType: page.contentType,
  cacheControl: page.cacheControl,
  tags: [...page.tags],
  body,
});

/** Refuses what S3 would refuse for good. */
function check(page: Page): void {
  const keyBytes = Buffer.byteLength(keyOfPath(page.path));
  if (keyBytes > KEY_BYTES_MAX) {
    throw new RangeError(
      `KeyTooLongError: ${page.path} has ${keyBytes} bytes, S3 takes ${KEY_BYTES_MAX}.`,
    );
  }
  const metadata = page.tags.join(',') + (page.status === 301 ? page.location : '');
  if (Buffer.byteLength(metadata) > METADATA_BYTES_MAX) {
    throw new RangeError(`MetadataTooLarge: the tags and location of ${page.path} exceed 2 KB.`);
  }
}
