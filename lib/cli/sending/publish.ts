import { readReceipts } from '#domain/flows/receipts.ts';
import type { Outcome } from '#domain/publishing/receipt.ts';
import type { JsonValue } from '../reading/json-values.ts';
import type { Connection } from '../stage/connect.ts';
import type { Terminal } from '../terminal.ts';
import { answerLine, Tally } from './answers.ts';
import { senderBus } from './bus.ts';
import { type Prepared, type Preparing, prepare, type RejectedHere } from './prepare.ts';
import { sendAll } from './send.ts';
import { OutcomeWait } from './wait.ts';

export interface Publishing {
  readonly wait: boolean;
  readonly patienceMs: number;
  readonly preparing: Preparing;
}

/**
 * Sends an event for each value and, if asked, tells each one's first outcome. A mistake in a file stops the reading;
 * what was sent by then is answered before it is reported.
 */
export async function publishValues(
  values: AsyncIterable<JsonValue>,
  connection: Connection,
  terminal: Terminal,
  publishing: Publishing,
): Promise<Tally> {
  const { preparing } = publishing;
  return await sendAndWait(connection, terminal, publishing, async function* (refuse) {
    for await (const { value } of values) {
      const one = prepare(value, preparing);
      if ('reasons' in one) refuse(one);
      else yield one;
    }
  });
}

/** Sends single events that were made here, and waits for their outcomes. */
export async function sendEvents(
  events: readonly Prepared[],
  connection: Connection,
  terminal: Terminal,
  publishing: Publishing,
): Promise<Tally> {
  return await sendAndWait(connection, terminal, publishing, async function* () {
    yield* events;
  });
}

async function sendAndWait(
  connection: Connection,
  terminal: Terminal,
  { wait, patienceMs, preparing }: Publishing,
  events: (refuse: (one: RejectedHere) => void) => AsyncIterable<Prepared>,
): Promise<Tally> {
  const tally = new Tally();
  const tell = (answer: Outcome | RejectedHere): void => {
    tally.ended(answer.type);
    terminal.out(answerLine(answer));
    terminal.progress(tally.text());
  };
  const waiting = new OutcomeWait((ids) => readReceipts(ids, connection), tell, patienceMs);
  const finished = wait ? settled(waiting.finish()) : undefined;
  const sending = sendAll(events(tell), senderBus(connection, preparing.source), ({ eventId }) => {
    tally.sent();
    if (wait) waiting.add(eventId);
    terminal.progress(tally.text());
  });
  const failed = await settled(sending);
  waiting.close();
  const lost = await finished;
  terminal.progress('');
  const failure = failed ?? lost;
  if (failure) throw failure.error;
  return tally;
}

/** A promise's failure as a value: it may fail long before anybody waits for it. */
const settled = (promise: Promise<void>): Promise<{ readonly error: unknown } | undefined> =>
  promise.then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
