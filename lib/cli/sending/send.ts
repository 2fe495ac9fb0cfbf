import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '../failure.ts';
import { EVENT_BYTES_MAX, type Prepared } from './prepare.ts';

/** One entry's answer of PutEvents. */
export interface Put {
  readonly eventId?: string | undefined;
  readonly code?: string | undefined;
  readonly message?: string | undefined;
}

/** What sending needs of a stage. */
export interface Bus {
  /** One PutEvents; an answer for each event, in order. */
  put(events: readonly Prepared[]): Promise<readonly Put[]>;
  putBody(key: string, text: string): Promise<void>;
}

export interface Sent {
  readonly event: Prepared;
  readonly eventId: string;
}

const BATCH_MAX = 10;
/** Calls under way at once: enough to hide the way there and back. */
const CALLS_MAX = 8;
const ATTEMPTS_MAX = 8;

/** Sends events as they come, ten a call and several calls at once; tells each one that the bus took. */
export async function sendAll(
  events: AsyncIterable<Prepared>,
  bus: Bus,
  sent: (one: Sent) => void,
): Promise<void> {
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];
  try {
    for await (const batch of batches(events)) {
      const call = sendBatch(batch, bus, sent)
        .catch((error: unknown) => void failures.push(error))
        .finally(() => underWay.delete(call));
      underWay.add(call);
      if (underWay.size >= CALLS_MAX) await Promise.race(underWay);
      if (failures.length > 0) break;
    }
  } finally {
    await Promise.all(underWay);
  }
  if (failures.length > 0) throw failures[0];
}

/** Batches of ten events that together fit a call. An event that is large alone goes alone. */
export async function* batches(
  events: AsyncIterable<Prepared>,
): AsyncGenerator<readonly Prepared[]> {
  let batch: Prepared[] = [];
  let bytes = 0;
  try {
    for await (const event of events) {
      if (
        batch.length === BATCH_MAX ||
        (batch.length > 0 && bytes + event.bytes > EVENT_BYTES_MAX)
      ) {
        yield batch;
        batch = [];
        bytes = 0;
      }
      batch.push(event);
      bytes += event.bytes;
    }
  } catch (error) {
    // What was read before a mistake in a file is sent all the same: the line that failed is named.
    if (batch.length > 0) yield batch;
    throw error;
  }
  if (batch.length > 0) yield batch;
}

async function sendBatch(
  batch: readonly Prepared[],
  bus: Bus,
  sent: (one: Sent) => void,
): Promise<void> {
  await Promise.all(
    batch.map(async ({ body }) => body && (await bus.putBody(body.key, body.text))),
  );
  let left = batch;
  for (let attempt = 1; left.length > 0; attempt++) {
    if (attempt > 1) await pause(Math.min(5_000, 50 * 2 ** attempt));
    const answers = await bus.put(left);
    left = left.filter((event, n) => !isTaken(event, answers[n] ?? {}, attempt, sent));
  }
}

/** Whether the bus took an event; not yet when it may take it the next time. @throws Failure when it never will. */
function isTaken(
  event: Prepared,
  { eventId, code, message = '' }: Put,
  attempt: number,
  sent: (one: Sent) => void,
): boolean {
  if (eventId === undefined) {
    if (attempt < ATTEMPTS_MAX && isPassing(code)) return false;
    throw new Failure(`The bus did not take an event (${code ?? 'no answer'}: ${message}).`);
  }
  sent({ event, eventId });
  return true;
}

const isPassing = (code: string | undefined): boolean =>
  code === undefined || /Throttl|Internal|Unavailable|Busy/i.test(code);
