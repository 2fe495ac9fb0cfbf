import type { Path, SiteId } from '../ids.ts';
import type { Ports, Write } from '../ports.ts';
import { sitemapFileOf } from '../rendering/sitemap.ts';
import { dayKey, sitemapPartKey } from '../table/keys.ts';
import { changeItem } from '../table/records.ts';

/**
 * Takes notice of pages that were put for the first time. The index of sitemaps names files, not articles, so it is
 * stale only when a file appears: once a day, however much is published on it.
 *
 * Called before the job that put them counts as done, so that whoever takes the job up after a crash finds the files
 * new again. The change comes after the records that the index will be rendered from.
 */
export async function noteSitemapFiles(
  site: SiteId,
  fresh: readonly Path[],
  { table, now, nonce }: Ports,
): Promise<void> {
  const files = fresh.flatMap((path) => sitemapFileOf(path) ?? []);
  if (files.length === 0) return;
  // The day too: where an update is planned before what it updates, its sitemap comes before anybody noted the day.
  await table.write(
    files.map(
      ({ day, part }): Write => ({
        put: { ...(part > 1 ? sitemapPartKey(site, day, part) : dayKey(site, '', day)) },
      }),
    ),
  );
  const change = changeItem(`sitemaps|${nonce()}`, {
    kind: 'change',
    site,
    at: now(),
    lane: 'live',
    cause: { what: 'sitemaps' },
    announce: [],
  });
  await table.write([{ put: change }]);
}
