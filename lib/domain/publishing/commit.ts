import type { Announcement, Change } from '../graph/change.ts';
import { placementOf } from '../graph/stale-pages.ts';
import type { ArticleId, Instant } from '../ids.ts';
import type { ConditionalWrite, Write } from '../ports.ts';
import { goneKey } from '../table/keys.ts';
import { changeItem, putHead } from '../table/records.ts';
import type { Lane } from './article.ts';
import { type Asker, type Head, tombstoneOf, visibleCard } from './head.ts';
import { listingWrites } from './listing-writes.ts';

/** What a decision on a head leads to. */
export interface HeadChange {
  readonly before: Head;
  readonly after: Head;
  readonly now: Instant;
  readonly lane: Lane;
  /** Told once it is true. */
  readonly announce: readonly Announcement[];
  readonly overtaken: readonly Asker[];
  readonly translationOf?: ArticleId | undefined;
  /** Whether it has addresses it did not have. */
  readonly newAddresses: boolean;
  /** Unique among the changes of this instant. */
  readonly name: string;
}

/** The writes of one transaction: the head in place of the one it was decided on, its lists, and the change that tells the rest of the house. */
export function headWrites(decided: HeadChange): readonly ConditionalWrite[] {
  const { before, after, now } = decided;
  const change = changeOf(decided);
  return [
    putHead({ ...after, version: before.version }),
    ...listingWrites(after.site, visibleCard(before), visibleCard(after), now),
    ...goneWrites(before, after),
    ...(change ? [{ put: changeItem(decided.name, change) }] : []),
  ];
}

function goneWrites(before: Head, after: Head): readonly Write[] {
  const key = goneKey(after.site, after.id);
  if (tombstoneOf(after)) return tombstoneOf(before) ? [] : [{ put: { ...key, id: after.id } }];
  return tombstoneOf(before) ? [{ delete: key }] : [];
}

function changeOf({ before, after, now, lane, ...rest }: HeadChange): Change | undefined {
  const [old, shown] = [visibleCard(before), visibleCard(after)];
  const cardChanged = JSON.stringify(old) !== JSON.stringify(shown);
  const announce = [
    ...rest.announce,
    ...rest.overtaken.map(
      ({ eventId, revision }): Announcement => ({
        eventId,
        type: 'article.superseded',
        id: after.id,
        revision,
      }),
    ),
  ];
  if (!cardChanged && announce.length === 0 && !rest.newAddresses) return undefined;
  return {
    kind: 'change',
    site: after.site,
    at: now,
    lane,
    cause: {
      what: 'article',
      id: after.id,
      before: old && placementOf(old),
      after: shown && placementOf(shown),
      cardChanged,
      addressesChanged: rest.newAddresses || old?.path !== shown?.path,
      translationOf: rest.translationOf,
    },
    announce,
  };
}
