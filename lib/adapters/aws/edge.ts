import { CloudFrontClient, CreateInvalidationCommand } from '@aws-sdk/client-cloudfront';
import type { Path, SiteId } from '#domain/ids.ts';
import type { Edge, Forgetting } from '#domain/ports.ts';
import { batchesOf } from './batches.ts';
import { CLIENT, unlogged } from './lean.ts';

/** A page that takes longer is not live for a reader. */
const FETCH_MS_MAX = 5000;

/** Quota of paths and tags in one breath; more are asked for one call after the other. */
const TAGS_MAX = 150;

/**
 * CloudFront waits 30 s for S3, so that a fetch may bring back what it began to read before. An invalidation by tag is
 * in effect within 5 s at the 95th percentile (“Invalidate by cache tag”, April 2026): twice that.
 */
const CLOUDFRONT: Forgetting = { inFlightSeconds: 30, spreadingSeconds: 10 };

/** Where a site's readers and its distribution are. */
export interface EdgeSite {
  readonly baseUrl: string;
  readonly distributionId: string;
  /** Where the edge is not CloudFront itself. */
  readonly forgetting?: Forgetting | undefined;
}

/** @param nonce makes each caller reference its own: CloudFront silently ignores an invalidation whose reference it knows. */
export function openEdge(sites: ReadonlyMap<SiteId, EdgeSite>, nonce: () => string): Edge {
  const client = unlogged(new CloudFrontClient(CLIENT));
  const siteOf = (site: SiteId): EdgeSite => {
    const known = sites.get(site);
    if (!known) throw new RangeError(`OFFSTONE_SITES names no distribution of site ${site}.`);
    return known;
  };

  return {
    async fetch(site, path) {
      const response = await fetch(siteOf(site).baseUrl + encoded(path), {
        redirect: 'manual',
        signal: AbortSignal.timeout(FETCH_MS_MAX),
      });
      const location = response.headers.get('location');
      return {
        status: response.status,
        ...(location !== null && { location }),
        body: await response.text(),
      };
    },
    forgetting: (site) => siteOf(site).forgetting ?? CLOUDFRONT,
    async invalidate(site, tags) {
      const { distributionId } = siteOf(site);
      for (const batch of batchesOf([...new Set(tags)], TAGS_MAX)) {
        await client.send(
          new CreateInvalidationCommand({
            DistributionId: distributionId,
            InvalidationBatch: {
              CallerReference: nonce(),
              Paths: { Quantity: batch.length, Items: batch.map((tag) => `#${tag}`) },
            },
          }),
        );
      }
    },
  };
}

const encoded = (path: Path): string =>
  path.toWellFormed().split('/').map(encodeURIComponent).join('/');
