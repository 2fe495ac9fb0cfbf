import type { ArticleId, SiteId } from '../ids.ts';
import type { Item } from '../ports.ts';
import { relatedKey } from '../table/keys.ts';
import { itemOf, recordOf } from '../table/records.ts';
import { decodeFiller, encodeFiller } from './fillers.ts';
import { termsKey } from './keys.ts';
import { decodeEntries, EMPTY_LIST, encodeEntries, type RelatedList } from './list.ts';
import type { Profile } from './profile.ts';

export const profileItem = (site: SiteId, profile: Profile): Item =>
  itemOf(termsKey(site, profile.id), profile);

export const readProfile = (item: Item | undefined): Profile | undefined =>
  item && recordOf<Profile>(item);

/** A list as stored: entries and fillers as text, a third of the bytes of maps. */
interface StoredList extends Omit<RelatedList, 'entries' | 'fillers'> {
  readonly entries: readonly string[];
  readonly fillers?: readonly string[];
}

export const listItem = (site: SiteId, id: ArticleId, list: RelatedList): Item =>
  itemOf(relatedKey(site, id), {
    ...list,
    entries: encodeEntries(list.entries),
    fillers: list.fillers?.map(encodeFiller),
  });

export function readList(item: Item | undefined): RelatedList {
  if (!item) return EMPTY_LIST;
  const { version, entries, floor, fillers, place, pins } = recordOf<StoredList>(item);
  return {
    version,
    entries: decodeEntries(entries),
    floor,
    fillers: fillers?.map(decodeFiller),
    ...(place && { place }),
    pins,
  };
}
