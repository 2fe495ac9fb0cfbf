import type { Announcement, Change } from '../graph/change.ts';
import { type Look, lookMessages } from '../graph/messages.ts';
import type { Instant } from '../ids.ts';
import { type Item, type Key, keyText, type Ports } from '../ports.ts';
import { isFinal, type Receipt } from '../publishing/receipt.ts';
import { articleTag, LISTS_TAG } from '../rendering/tags.ts';
import { readChange } from '../table/records.ts';
import { type Done, type Ledger, readLedger, rendered } from './ledger.ts';
import { readReceipts } from './receipts.ts';
import { type Progress, tellWithdrawn } from './tell-withdrawn.ts';

interface Open {
  readonly look: Look;
  readonly change: Change;
}

/** After this many looks a change is left to the sweep, which plans it again. */
const ROUNDS_MAX = 16;
/** Whoever waits for a withdrawal is told within a second at first. */
const EAGER_ROUNDS = 6;
function secondsTo(round: number, isEager: boolean): number {
  const patient = isEager ? Math.max(0, round - EAGER_ROUNDS) : round;
  return Math.min(2 ** patient, 60);
}

/** Closes the changes whose pages are all done and whose senders were all told; looks at the others again later. */
export async function settle(looks: readonly Look[], ports: Ports): Promise<void> {
  const items = await ports.table.get(looks.map(({ change }) => change));
  const open = looks.flatMap((look) => openOf(look, items.get(keyText(look.change))));
  const ledger = await readLedger(
    open.map(({ change }) => change),
    ports,
  );
  const receipts = await readReceipts(
    open.flatMap(({ change }) => change.announce.map(({ eventId }) => eventId)),
    ports,
  );
  const later: Later[] = [];
  const closed: Key[] = [];
  await Promise.all(
    open.map(async ({ look, change }) => {
      const progress = rendered(change, ledger)
        ? await tell(change, look, ledger, receipts, ports)
        : 'wait';
      if (progress === 'told') closed.push(look.change);
      else if (look.round < ROUNDS_MAX) later.push(nextLook({ look, change }, progress, ports));
    }),
  );
  await ports.table.write(closed.map((key) => ({ delete: key })));
  const waits = Map.groupBy(later, ({ seconds }) => seconds);
  await ports.queues.send(
    [...waits].flatMap(([seconds, some]) =>
      lookMessages(
        'settle',
        some.map(({ look }) => look),
        seconds,
      ),
    ),
  );
}

interface Later {
  readonly look: Look;
  readonly seconds: number;
}

function openOf(look: Look, item: Item | undefined): readonly Open[] {
  return item ? [{ look, change: readChange(item) }] : [];
}

function nextLook(
  { look: { change: key, round, forgotten = 0 }, change: { site, announce } }: Open,
  progress: Progress,
  { edge }: Pick<Ports, 'edge'>,
): Later {
  const look = { change: key, round: round + 1 };
  const isEager = announce.some(({ type }) => type === 'article.withdrawn');
  if (progress !== 'forgotten') return { look, seconds: secondsTo(look.round, isEager) };
  const { inFlightSeconds, spreadingSeconds } = edge.forgetting(site);
  const seconds = forgotten === 0 ? inFlightSeconds : spreadingSeconds;
  return { look: { ...look, forgotten: forgotten + 1 }, seconds };
}

/** Whether everybody was told. A withdrawal is told here, for only now can it be true. */
async function tell(
  change: Change,
  { forgotten = 0 }: Look,
  ledger: Ledger,
  receipts: ReadonlyMap<string, Receipt>,
  ports: Ports,
): Promise<Progress> {
  const untold = change.announce.filter(({ eventId }) => {
    const receipt = receipts.get(eventId);
    return receipt && !(receipt.announced && isFinal(receipt.outcome));
  });
  const done = (change.planned?.jobs ?? []).flatMap((job) => ledger.done(change.site, job) ?? []);
  if (untold.some(({ type }) => type === 'article.withdrawn')) {
    const paths = done.flatMap(({ etags }) => Object.keys(etags));
    const known = { paths, rendered: lastOf(done), receipts, forgotten };
    return await tellWithdrawn(change, untold, known, ports);
  }
  if (untold.length > 0) return 'wait';
  if ((await forgetsWords(change, ports)) && forgotten === 0) return 'forgotten';
  await forgetFormer(change, ports);
  await noteSettled(change.announce, receipts, lastOf(done), ports);
  return 'told';
}

/** What was redacted leaves the edge as what was withdrawn does: at once, and once more for fetches in flight. */
async function forgetsWords({ site, cause }: Change, { edge }: Ports): Promise<boolean> {
  if (cause.what !== 'article' || !cause.redacts) return false;
  await edge.invalidate(site, [articleTag(site, cause.id), LISTS_TAG]);
  return true;
}

/** The edge may hold the article at the address that it left; there is a redirect by now. */
async function forgetFormer({ site, cause }: Change, { edge }: Ports): Promise<void> {
  if (cause.what !== 'article' || !cause.before || cause.before.path === cause.after?.path) return;
  await edge.invalidate(site, [articleTag(site, cause.id)]);
}

const lastOf = (done: readonly Done[]): Instant | undefined =>
  done.map(({ at }) => at).reduce(later, undefined);

const later = (a: Instant | undefined, b: Instant | undefined): Instant | undefined =>
  !a || (b && b > a) ? b : a;

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
