import type { ArticleId, SiteId } from '../ids.ts';
import type { Item, Table } from '../ports.ts';
import { recordOf } from '../table/records.ts';
import type { TimelineItem } from './index.ts';
import { timelinePk } from './keys.ts';
import { KEPT_MAX } from './list.ts';
import type { Profile } from './profile.ts';
import { isNearDuplicate } from './signature.ts';

/** Read of a timeline in one direction: some of it may not be listed. */
const READ_MAX = 2 * KEPT_MAX;

/**
 * What fills a list that too few scored articles fill: the nearest in time in the primary section, then on the site.
 * Earlier ones come first, later ones only where too few came before: so once there are enough, no later publish
 * changes them.
 */
export async function fillersFor(
  table: Table,
  site: SiteId,
  profile: Profile,
): Promise<readonly ArticleId[]> {
  const found = new Map<ArticleId, TimelineItem>();
  const sections = profile.section === '' ? [''] : [profile.section, ''];
  const ranges = sections.flatMap((section) => [
    { section, newestFirst: true },
    { section, newestFirst: false },
  ]);
  for (const { section, newestFirst } of ranges) {
    if (found.size >= KEPT_MAX) break;
    const items = await nearest(table, site, profile, section, newestFirst);
    for (const item of items) if (isFiller(profile, item, found)) found.set(item.id, item);
  }
  return [...found.keys()].slice(0, KEPT_MAX);
}

async function nearest(
  table: Table,
  site: SiteId,
  profile: Profile,
  section: string,
  newestFirst: boolean,
): Promise<readonly TimelineItem[]> {
  const pk = timelinePk(site, profile.language, section);
  const own = `${profile.publishedAt}#${profile.id}`;
  const range = newestFirst ? { to: own } : { from: own };
  const items = await table.query({ pk, ...range, newestFirst, limit: READ_MAX });
  return items.map((item: Item) => recordOf<TimelineItem>(item));
}

function isFiller(
  { id, excludes, signature }: Profile,
  item: TimelineItem,
  found: ReadonlyMap<ArticleId, TimelineItem>,
): boolean {
  if (!item.offered || item.id === id || excludes.includes(item.id)) return false;
  return ![signature, ...Array.from(found.values(), (other) => other.signature)].some((other) =>
    isNearDuplicate(other, item.signature),
  );
}
