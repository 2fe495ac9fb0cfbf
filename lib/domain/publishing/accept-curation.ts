import type { FrontCurate } from '#events';
import type { ListId } from '../graph/jobs.ts';
import {
  type ArticleId,
  articleId,
  type Instant,
  type Revision,
  revision,
  type SiteId,
} from '../ids.ts';
import type { ConditionalWrite, Write } from '../ports.ts';
import { curationKey, dueKey, edgeKey } from '../table/keys.ts';
import { changeItem, itemOf } from '../table/records.ts';
import { parseInstant } from '../time.ts';
import type { Decided, Deciding } from './accept.ts';
import { unpinDue } from './due.ts';
import type { Reason } from './receipt.ts';

export interface Pin {
  readonly id: ArticleId;
  readonly until?: Instant | undefined;
}

/** The hand-picked head of a front: that of its highest revision. */
export interface Curation {
  readonly revision: Revision;
  readonly hash: string;
  readonly version: number;
  readonly pins: readonly Pin[];
}

/** The list whose front an event curates. */
export const curatedList = ({ front }: FrontCurate): ListId =>
  front === '' ? '' : `section:${front}`;

/** Accepts a curation, or gives the reason against it. Pins that are already over are left out. */
export function acceptCuration(
  detail: FrontCurate,
  hash: string,
  known: Curation | undefined,
  { eventId, now, name }: Deciding,
): Decided | { readonly rejected: readonly Reason[] } {
  const [site, list, number] = [
    detail.site as SiteId,
    curatedList(detail),
    revision(detail.revision),
  ];
  if (known?.revision === number && known.hash !== hash) return { rejected: [sentBefore(detail)] };
  if (known && known.revision > number)
    return { verdict: 'superseded', announced: false, writes: [] };

  const pins = detail.pins
    .map(
      (pin): Pin => ({
        id: articleId(pin.id),
        until: pin.until === undefined ? undefined : parseInstant(pin.until),
      }),
    )
    .filter(({ until }) => !until || until > now);
  const next: Curation = { revision: number, hash, version: (known?.version ?? 0) + 1, pins };
  return {
    verdict: 'applied',
    announced: true,
    writes: [
      {
        put: itemOf(curationKey(site, list), next),
        if: { attribute: 'version', equals: known?.version ?? 0, orAbsent: !known },
      },
      ...pinWrites(site, list, known?.pins ?? [], pins),
      {
        put: changeItem(name, {
          kind: 'change',
          site,
          at: now,
          lane: 'live',
          cause: { what: 'curation', list },
          announce: [{ eventId, type: 'applied', id: detail.front, revision: number }],
        }),
      },
    ],
  };
}

/** Takes one pin away, its time being over; `undefined` when it is not there any more, or has more time. */
export function withoutPin(known: Curation, id: ArticleId, now: Instant): Curation | undefined {
  const pins = known.pins.filter((pin) => pin.id !== id || !pin.until || pin.until > now);
  return pins.length === known.pins.length
    ? undefined
    : { ...known, version: known.version + 1, pins };
}

function pinWrites(
  site: SiteId,
  list: ListId,
  before: readonly Pin[],
  after: readonly Pin[],
): readonly ConditionalWrite[] {
  const kept = new Set(after.map(({ id }) => id));
  const gone = new Set(before.flatMap(({ id }) => (kept.has(id) ? [] : [id])));
  const dues = after.flatMap(({ id, until }) => (until ? [unpinDue(list, id, until)] : []));
  return [
    ...[...gone].map((id): Write => ({ delete: edgeKey(site, id, `list|${list}`) })),
    ...[...kept].map((id): Write => ({ put: { ...edgeKey(site, id, `list|${list}`) } })),
    // The same article may be pinned twice, for different times.
    ...[...new Map(dues.map((due) => [due.at + due.what, due])).values()].map(
      (due): Write => ({ put: itemOf(dueKey(site, due.at, due.what), due) }),
    ),
  ];
}

const sentBefore = ({ front, revision: number }: FrontCurate): Reason => ({
  path: 'revision',
  message: `revision ${number} of the front “${front || '/'}” was sent before with other pins, and that stands; send these as a higher revision`,
});
