import type { Announcement, Change } from '../graph/change.ts';
import { articleId, type Path, type SiteId } from '../ids.ts';
import type { Item, Ports } from '../ports.ts';
import { type Head, isWithdrawn } from '../publishing/head.ts';
import type { Receipt } from '../publishing/receipt.ts';
import { articleTag, LISTS_TAG } from '../rendering/tags.ts';
import { changePk, headKey, shards } from '../table/keys.ts';
import { readChange, readHead } from '../table/records.ts';
import { shifted } from '../time.ts';
import { announce } from './announce.ts';
import { readLedger, rendered, SKEW_MS } from './ledger.ts';
import { surfacesClean } from './surfaces.ts';
import { outcomeOf } from './truth.ts';

/** How far a withdrawal has come: `forgotten` means that the edge was told to forget, and that the next look counts. */
export type Progress = 'told' | 'forgotten' | 'wait';

const FORGOTTEN_MIN = 2;

/**
 * Tells of a withdrawal, once no reader can find the article any more. Its pages are done by now; those that it had
 * left before must be too, and the edge is told to forget twice: a fetch in flight at the first time may still fill it.
 * Then one more look, for an invalidation takes effect everywhere only after a while.
 */
export async function tellWithdrawn(
  change: Change,
  untold: readonly Announcement[],
  {
    paths,
    receipts,
    forgotten,
  }: {
    /** Every address that the change's pages have. */
    readonly paths: readonly string[];
    readonly receipts: ReadonlyMap<string, Receipt>;
    readonly forgotten: number;
  },
  ports: Ports,
): Promise<Progress> {
  const { site, cause } = change;
  if (cause.what !== 'article') return 'told';
  const head = readHead([...(await ports.table.get([headKey(site, cause.id)])).values()][0]);
  if (head && isWithdrawn(head)) {
    const older = await isShownByOlder(change, ports);
    // At once, whatever older changes are still on their way: most readers are spared from here on.
    if (older || forgotten < FORGOTTEN_MIN)
      await ports.edge.invalidate(site, [articleTag(site, cause.id), LISTS_TAG]);
    if (older) return 'wait';
    if (forgotten < FORGOTTEN_MIN) return 'forgotten';
    const own = ownPaths(change, head);
    if (!(await surfacesClean(site, { id: cause.id, own }, paths, ports))) return 'wait';
  }
  await announce(
    untold.flatMap((one) => {
      const receipt = receipts.get(one.eventId);
      return receipt ? [{ receipt, outcome: outcomeNow(one, head, site, receipt, ports) }] : [];
    }),
    ports,
  );
  return 'told';
}

/** A withdrawal that was taken back before it was everywhere came to nothing. */
function outcomeNow(
  one: Announcement,
  head: Head | undefined,
  site: SiteId,
  receipt: Receipt,
  ports: Ports,
) {
  const holds = head && isWithdrawn(head) && head.withdrawn >= one.revision;
  const isTold = one.type === 'article.withdrawn' && holds;
  const type = isTold ? ('article.withdrawn' as const) : ('article.superseded' as const);
  return outcomeOf({ ...one, id: articleId(one.id), type }, site, receipt, ports);
}

function ownPaths({ cause }: Change, head: Head): readonly Path[] {
  const before = cause.what === 'article' ? cause.before?.path : undefined;
  const current = head.live?.card.path;
  return [...new Set([before, current].flatMap((at) => at ?? []))];
}

/**
 * Whether a page may still show the article for want of an older change: a list it had left, a related post that was
 * replaced. Such a page is not among those of the withdrawal itself. A walk over the site shows nothing anew.
 */
async function isShownByOlder(change: Change, { table }: Ports): Promise<boolean> {
  const since = shifted(change.since ?? change.at, SKEW_MS);
  const found = await Promise.all(
    shards.map((shard) => table.query({ pk: changePk(change.site, shard) })),
  );
  const older = found
    .flat()
    .map((item: Item) => readChange(item))
    .filter(
      ({ at, since: first, cause: { what } }) =>
        (first ?? at) < since && what !== 'everything' && what !== 'aged',
    );
  const ledger = await readLedger(older, { table });
  return !older.every((one) => rendered(one, ledger));
}
