import type { ArticleId, SiteId } from '../ids.ts';
import type { Item } from '../ports.ts';
import { relatedKey } from '../table/keys.ts';
import { itemOf, recordOf } from '../table/records.ts';
import { decodeFiller, encodeFiller } from './fillers.ts';
import { termsKey } from './keys.ts';
import { decodeKin, encodeKin } from './kin.ts';
import { decodeEntries, EMPTY_LIST, encodeEntries, type RelatedList } from './list.ts';
import type { Profile } from './profile.ts';

export const profileItem = (site: SiteId, profile: Profile): Item =>
  itemOf(termsKey(site, profile.id), profile);

export const readProfile = (item: Item | undefined): Profile | undefined =>
  item && recordOf<Profile>(item);

/** A list as stored: entries and fillers as text, a third of the bytes of maps. */
interface StoredList extends Omit<RelatedList, 'entries' | 'fillers' | 'kin'> {
  readonly entries: readonly string[];
  readonly fillers?: readonly string[];
  readonly kin?: readonly string[];
}

export const listItem = (
  site: SiteId,
  id: ArticleId,
  { version, entries, floor, kin, fillers, place, pins }: RelatedList,
): Item =>
  itemOf(relatedKey(site, id), {
    version,
    entries: encodeEntries(entries),
    floor,
    kin: kin?.map(encodeKin),
    fillers: fillers?.map(encodeFiller),
    place,
    pins,
  });

export function readList(item: Item | undefined): RelatedList {
  if (!item) return EMPTY_LIST;
  const { version, entries, floor, kin, fillers, place, pins } = recordOf<StoredList>(item);
  return {
    version,
    entries: decodeEntries(entries),
    floor,
    ...(kin && { kin: kin.map(decodeKin) }),
    fillers: fillers?.map(decodeFiller),
    ...(place && { place }),
    pins,
  };
}
