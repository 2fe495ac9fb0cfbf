import type { Announcement, Change } from '../graph/change.ts';
import type { JobKey } from '../graph/jobs.ts';
import { type OutcomeMessage, outcomeMessage } from '../graph/messages.ts';
import type { Instant, SiteId } from '../ids.ts';
import { type Item, type Key, keyText, type Ports } from '../ports.ts';
import { isFinal, type Receipt } from '../publishing/receipt.ts';
import { articleTag, LISTS_TAG } from '../rendering/tags.ts';
import { doneKey, wantKey } from '../table/keys.ts';
import { readChange, recordOf } from '../table/records.ts';
import { shifted } from '../time.ts';
import { announce } from './announce.ts';
import { readReceipts } from './receipts.ts';
import type { Done } from './render-pages.ts';
import { surfacesClean } from './surfaces.ts';
import { outcomeOf } from './truth.ts';

type Settle = Extract<OutcomeMessage, { kind: 'settle' }>;

interface Open {
  readonly message: Settle;
  readonly change: Change;
  readonly jobs: readonly JobKey[];
}

/** After this many looks a change is left to the sweep, which plans it again. */
const ROUNDS_MAX = 12;
const secondsTo = (round: number): number => Math.min(2 ** round, 60);

/** Closes the changes whose pages are all done and whose senders were all told; looks at the others again later. */
export async function settle(messages: readonly Settle[], ports: Ports): Promise<void> {
  const items = await ports.table.get(messages.map(({ change }) => change));
  const open = messages.flatMap((message) => openOf(message, items.get(keyText(message.change))));
  const ledger = await readLedger(open, ports);
  const receipts = await readReceipts(
    open.flatMap(({ change }) => change.announce.map(({ eventId }) => eventId)),
    ports,
  );
  const later: Settle[] = [];
  const closed: Key[] = [];
  await Promise.all(
    open.map(async (one) => {
      const { message, change } = one;
      const finished =
        one.change.planned !== undefined && one.jobs.every((job) => isDone(change, job, ledger));
      const told = finished && (await tell(one, ledger, receipts, ports));
      if (told) closed.push(message.change);
      else if (message.round < ROUNDS_MAX) later.push({ ...message, round: message.round + 1 });
    }),
  );
  await ports.table.write(closed.map((key) => ({ delete: key })));
  await ports.queues.send(
    later.map((message) => outcomeMessage(message, secondsTo(message.round))),
  );
}

function openOf(message: Settle, item: Item | undefined): readonly Open[] {
  if (!item) return [];
  const change = readChange(item);
  return [{ message, change, jobs: change.planned?.jobs ?? [] }];
}

interface Ledger {
  readonly want: (site: SiteId, job: string) => string | undefined;
  readonly done: (site: SiteId, job: string) => Done | undefined;
}

async function readLedger(open: readonly Open[], { table }: Ports): Promise<Ledger> {
  const keys = open.flatMap(({ change: { site }, jobs }) =>
    jobs.flatMap((job) => [wantKey(site, job), doneKey(site, job)]),
  );
  const items = await table.get([...new Map(keys.map((key) => [keyText(key), key])).values()]);
  return {
    want: (site, job) => items.get(keyText(wantKey(site, job)))?.['nonce'] as string | undefined,
    done: (site, job) => {
      const item = items.get(keyText(doneKey(site, job)));
      return item && recordOf<Done>(item);
    },
  };
}

/** Clocks of functions differ by less than this. */
const SKEW_MS = 5000;

/**
 * A page includes a change when it was read for the nonce wanted now, or so long after the plan that it was surely
 * read for a later one: a front under a stream of news is never quite done.
 */
function isDone({ site, planned }: Change, job: JobKey, ledger: Ledger): boolean {
  const done = ledger.done(site, job);
  if (!done || !planned) return false;
  return done.nonce === ledger.want(site, job) || done.at > shifted(planned.at, SKEW_MS);
}

/** Whether everybody was told. A withdrawal is told here, for only now can it be true. */
async function tell(
  { change, jobs, message }: Open,
  ledger: Ledger,
  receipts: ReadonlyMap<string, Receipt>,
  ports: Ports,
): Promise<boolean> {
  const untold = change.announce.filter(({ eventId }) => {
    const receipt = receipts.get(eventId);
    return receipt && !(receipt.announced && isFinal(receipt.outcome));
  });
  const settledAt = jobs.map((job) => ledger.done(change.site, job)?.at).reduce(later, undefined);
  const withdrawals = untold.filter(({ type }) => type === 'article.withdrawn');
  if (withdrawals.length > 0)
    return await tellWithdrawn(change, withdrawals, { jobs, ledger, receipts, message }, ports);
  if (untold.length > 0) return false;
  await noteSettled(change.announce, receipts, settledAt, ports);
  return true;
}

const later = (a: Instant | undefined, b: Instant | undefined): Instant | undefined =>
  !a || (b && b > a) ? b : a;

async function tellWithdrawn(
  change: Change,
  withdrawals: readonly Announcement[],
  {
    jobs,
    ledger,
    receipts,
    message,
  }: Pick<Open, 'jobs' | 'message'> & { ledger: Ledger; receipts: ReadonlyMap<string, Receipt> },
  ports: Ports,
): Promise<boolean> {
  const { site, cause } = change;
  if (cause.what !== 'article') return true;
  await ports.edge.invalidate(site, [articleTag(site, cause.id), LISTS_TAG]);
  // A fetch in flight at the first invalidation may still fill the edge: only a later look counts.
  if (message.round === 0) return false;
  const paths = jobs.flatMap((job) => Object.keys(ledger.done(site, job)?.etags ?? {}));
  if (!(await surfacesClean(site, cause, paths, ports))) return false;
  const outcomes = withdrawals.flatMap((one) => {
    const receipt = receipts.get(one.eventId);
    return receipt ? [{ receipt, outcome: outcomeOf(one, site, receipt, ports) }] : [];
  });
  await announce(outcomes, ports);
  return true;
}

/** Adds to the receipts when the last page that shows the article was done. Best effort: a receipt that changes meanwhile goes without. */
async function noteSettled(
  announced: readonly Announcement[],
  receipts: ReadonlyMap<string, Receipt>,
  settled: Instant | undefined,
  ports: Ports,
): Promise<void> {
  const writes = announced.flatMap(({ eventId }) => {
    const receipt = receipts.get(eventId);
    return receipt && settled && !receipt.stations.settled
      ? [settledReceipt(receipt, settled)]
      : [];
  });
  if (writes.length > 0) await ports.table.write(writes);
}

function settledReceipt(receipt: Receipt, settled: Instant): { readonly put: Item } {
  return {
    put: {
      ...(receipt as unknown as Item),
      stations: { ...receipt.stations, settled } as unknown as Item,
    },
  };
}
