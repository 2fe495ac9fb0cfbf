import type { BusEntry, Ports, Value } from '../ports.ts';
import { isFinal, type Outcome, type Receipt } from '../publishing/receipt.ts';
import { putReceipt } from '../table/records.ts';
import { readReceipts } from './receipts.ts';

interface Told {
  readonly receipt: Receipt;
  readonly outcome: Outcome;
}

/**
 * Puts outcomes on the bus and notes it in the receipts.
 *
 * What is final is written down before it is told, and whoever comes second tells what stands there: else a crash, or
 * two who look at different moments, would tell an event that it is live and that it was superseded. The bus comes
 * before the note that it was told: a crash between the two tells an outcome twice, never not at all.
 */
export async function announce(all: readonly Told[], ports: Ports): Promise<void> {
  const due = [...new Map(all.map((told) => [told.receipt.eventId, told])).values()]
    .filter(
      ({ receipt, outcome }) =>
        !(receipt.announced && isFinal(receipt.outcome) && outcome !== receipt.outcome),
    )
    .map(({ receipt, outcome }) => ({
      receipt,
      outcome: receipt.outcome && isFinal(receipt.outcome) ? receipt.outcome : outcome,
    }));
  if (due.length === 0) return;
  const written = await writeDown(due, ports);
  await ports.bus.put(written.map(({ outcome }) => entryOf(outcome)));
  await note(written, ports);
}

/** The outcomes as they stand in the receipts from now on; in the receipt already where another was first. */
async function writeDown(told: readonly Told[], ports: Ports): Promise<readonly Told[]> {
  const [fresh, known] = [told.filter(isNews), told.filter((one) => !isNews(one))];
  const written = await Promise.all(
    groupsOf(fresh).map(async (group) => {
      const puts = group.map(({ receipt, outcome }) => decided(receipt, outcome));
      const commit = await ports.table.transact(puts);
      if (commit.committed) return group.map(({ receipt, outcome }) => asWritten(receipt, outcome));
      return await Promise.all(group.map((one) => writeDownAlone(one, ports)));
    }),
  );
  return [...known, ...written.flat()];
}

const isNews = ({ receipt, outcome }: Told): boolean => outcome !== receipt.outcome;

async function writeDownAlone({ receipt, outcome }: Told, ports: Ports): Promise<Told> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const now = (await readReceipts([receipt.eventId], ports)).get(receipt.eventId) ?? receipt;
    if (now.outcome && isFinal(now.outcome)) return { receipt: now, outcome: now.outcome };
    if ((await ports.table.transact([decided(now, outcome)])).committed)
      return asWritten(now, outcome);
  }
  throw new Error(`The receipt of event ${receipt.eventId} keeps changing.`);
}

const decided = (receipt: Receipt, outcome: Outcome) =>
  putReceipt({
    ...receipt,
    outcome,
    stations: outcome.stations ?? receipt.stations,
    announced: false,
  });

function asWritten(receipt: Receipt, outcome: Outcome): Told {
  const stations = outcome.stations ?? receipt.stations;
  const version = receipt.version + 1;
  return { receipt: { ...receipt, outcome, stations, announced: false, version }, outcome };
}

const entryOf = (outcome: Outcome): BusEntry => ({
  detailType: outcome.type,
  detail: outcome as unknown as Value,
});

/** A transaction takes 100 writes; a receipt that changed meanwhile is read again, and keeps what is final in it. */
const NOTED_MAX = 25;

const groupsOf = (told: readonly Told[]): readonly (readonly Told[])[] =>
  Array.from({ length: Math.ceil(told.length / NOTED_MAX) }, (_, n) =>
    told.slice(n * NOTED_MAX, (n + 1) * NOTED_MAX),
  );

async function note(told: readonly Told[], ports: Ports): Promise<void> {
  await Promise.all(
    groupsOf(told).map(async (group) => {
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
