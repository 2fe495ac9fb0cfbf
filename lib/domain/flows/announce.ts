import type { BusEntry, Ports, Value } from '../ports.ts';
import { isFinal, type Outcome, type Receipt } from '../publishing/receipt.ts';
import { putReceipt } from '../table/records.ts';
import { readReceipts } from './receipts.ts';

interface Told {
  readonly receipt: Receipt;
  readonly outcome: Outcome;
}

/**
 * Puts outcomes on the bus and notes it in the receipts. The bus comes first: a crash between the two tells an
 * outcome twice, never not at all. An event that was told something final is told the same again, nothing else.
 */
export async function announce(all: readonly Told[], ports: Ports): Promise<void> {
  const due = [...new Map(all.map((told) => [told.receipt.eventId, told])).values()].filter(
    ({ receipt, outcome }) =>
      !(receipt.announced && isFinal(receipt.outcome) && outcome !== receipt.outcome),
  );
  if (due.length === 0) return;
  await ports.bus.put(due.map(({ outcome }) => entryOf(outcome)));
  await note(due, ports);
}

const entryOf = (outcome: Outcome): BusEntry => ({
  detailType: outcome.type,
  detail: outcome as unknown as Value,
});

/** A transaction takes 100 writes; a receipt that changed meanwhile is read again, and keeps what is final in it. */
const NOTED_MAX = 25;

async function note(told: readonly Told[], ports: Ports): Promise<void> {
  const groups = Array.from({ length: Math.ceil(told.length / NOTED_MAX) }, (_, n) =>
    told.slice(n * NOTED_MAX, (n + 1) * NOTED_MAX),
  );
  await Promise.all(
    groups.map(async (group) => {
      const commit = await ports.table.transact(
        group.map(({ receipt, outcome }) => noted(receipt, outcome)),
      );
      if (!commit.committed) await noteOneByOne(group, ports);
    }),
  );
}

const noted = (receipt: Receipt, outcome: Outcome) =>
  putReceipt({
    ...receipt,
    outcome,
    stations: outcome.stations ?? receipt.stations,
    announced: true,
  });

const ATTEMPTS_MAX = 5;

async function noteOneByOne(told: readonly Told[], ports: Ports): Promise<void> {
  for (const one of told) {
    let attempt = 0;
    while (!(await notedOnce(one, ports))) {
      attempt += 1;
      if (attempt > ATTEMPTS_MAX)
        throw new Error(`The receipt of event ${one.receipt.eventId} keeps changing.`);
    }
  }
}

async function notedOnce({ receipt, outcome }: Told, ports: Ports): Promise<boolean> {
  const now = (await readReceipts([receipt.eventId], ports)).get(receipt.eventId) ?? receipt;
  if (now.announced && isFinal(now.outcome)) return true;
  return (await ports.table.transact([noted(now, outcome)])).committed;
}
