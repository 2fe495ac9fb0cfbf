import type { Announcement, Change, Placement } from '../graph/change.ts';
import { listsOf } from '../graph/lists.ts';
import { placementOf } from '../graph/stale-pages.ts';
import type { Instant, Path } from '../ids.ts';
import type { ConditionalWrite, Write } from '../ports.ts';
import { deletedKey, goneKey } from '../table/keys.ts';
import { changeItem, putDue, putHead } from '../table/records.ts';
import { shifted } from '../time.ts';
import type { Lane } from './article.ts';
import { answered } from './decide.ts';
import { DELETED_MS, forgetDue } from './due.ts';
import { answerOf, type Head, tombstoneOf, visibleCard } from './head.ts';
import { listingWrites } from './listing-writes.ts';

/** What a decision on a head leads to. */
export interface HeadChange {
  readonly before: Head;
  readonly after: Head;
  readonly now: Instant;
  readonly lane: Lane;
  /** Told once it is true, besides those who waited for what was pending. */
  readonly announce: readonly Announcement[];
  /** Whether it has addresses it did not have. */
  readonly newAddresses: boolean;
  /** Those, and the one it had until now; what leads to them leads straight to the article. */
  readonly addresses?: readonly Path[];
  /** Whether words were taken out of what is stored, so that every page that shows the article is stale, whatever the card says. */
  readonly redacts?: boolean;
  /** Unique among the changes of this instant. */
  readonly name: string;
}

/** The writes of one transaction: the head in place of the one it was decided on, its lists, and the change that tells the rest of the house. */
export function headWrites(decided: HeadChange): readonly ConditionalWrite[] {
  const { before, after, now } = decided;
  const change = changeOf(decided);
  return [
    putHead({ ...after, version: before.version, lastShown: lastShown(before, after) }),
    ...listingWrites(after.site, visibleCard(before), visibleCard(after), now),
    ...goneWrites(before, after),
    ...deletionWrites(before, after, now),
    ...(change ? [{ put: changeItem(decided.name, change) }] : []),
  ];
}

function lastShown(before: Head, after: Head): Placement | undefined {
  const old = visibleCard(before);
  if (visibleCard(after)) return undefined;
  return old ? placementOf(old) : before.lastShown;
}

function goneWrites(before: Head, after: Head): readonly Write[] {
  const key = goneKey(after.site, after.id);
  if (tombstoneOf(after)) return tombstoneOf(before) ? [] : [{ put: { ...key, id: after.id } }];
  return tombstoneOf(before) ? [{ delete: key }] : [];
}

/** What feeds tell of a withdrawal: that an entry is gone, without a word of what it was. */
function deletionWrites(before: Head, after: Head, now: Instant): readonly Write[] {
  const [old, shown] = [visibleCard(before), visibleCard(after)];
  const { site, id } = after;
  if (shown)
    return before.lastShown ? [{ delete: deletedKey(site, before.lastShown.publishedAt, id) }] : [];
  if (!old) return [];
  const { publishedAt } = old;
  const key = deletedKey(site, publishedAt, id);
  const lists = listsOf(old);
  return [
    { put: { ...key, id, at: now, lists } },
    putDue(site, forgetDue(id, publishedAt, lists, shifted(now, DELETED_MS))),
  ];
}

function changeOf({ before, after, now, lane, ...rest }: HeadChange): Change | undefined {
  const [old, shown] = [visibleCard(before), visibleCard(after)];
  const { redacts } = rest;
  const withdrawal = tombstoneOf(after);
  const originals = [...new Set([old, shown].flatMap((card) => card?.translationOf ?? []))];
  const cardChanged = redacts === true || JSON.stringify(old) !== JSON.stringify(shown);
  const announce = [
    ...rest.announce,
    ...answered(before, after).map(
      ({ eventId, revision, verdict }): Announcement => ({
        eventId,
        type: `article.${verdict}`,
        id: after.id,
        revision,
      }),
    ),
  ];
  const addressesChanged =
    rest.newAddresses || JSON.stringify(answerOf(before)) !== JSON.stringify(answerOf(after));
  if (!cardChanged && announce.length === 0 && !addressesChanged) return undefined;
  return {
    kind: 'change',
    site: after.site,
    at: now,
    lane,
    cause: {
      what: 'article',
      id: after.id,
      // What comes back leaves the feeds that told of its end, wherever it comes back.
      before: old ? placementOf(old) : shown && before.lastShown,
      after: shown && placementOf(shown),
      cardChanged,
      addressesChanged,
      ...(rest.addresses?.length && { addresses: rest.addresses }),
      ...(withdrawal?.mode === 'redirect' && { leadsTo: withdrawal.redirectTo }),
      ...(originals.length > 0 && { originals }),
      redacts,
    },
    announce,
  };
}
