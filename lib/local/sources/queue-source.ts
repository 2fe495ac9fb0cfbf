import type { LambdaFunction } from '../lambda/function.ts';
import type { Message } from '../sqs/message.ts';
import type { Queue } from '../sqs/queue.ts';
import { failuresOf } from './batch-failures.ts';
import { recordFilter } from './filter.ts';
import type { MappingSpec } from './mapping-spec.ts';
import { queueRecord } from './queue-records.ts';
import { PAYLOAD_BYTES_MAX, pause, type Source } from './source.ts';

export interface QueueSourceOptions {
  readonly spec: MappingSpec;
  readonly queue: Queue;
  readonly fn: LambdaFunction;
  log(line: string): void;
}

/** What a poller does after an error of the queue itself. */
const AFTER_ERROR_MS = 1000;

/**
 * Feeds a function from a queue, as many batches at once as the mapping's and the function's concurrency allow.
 *
 * What failed stays in flight until its visibility timeout is over, as on AWS; nothing is hurried.
 */
export function startQueueSource(options: QueueSourceOptions): Source {
  const { spec, fn } = options;
  const end = new AbortController();
  const pollers = Math.min(spec.concurrencyMax ?? fn.concurrencyMax, fn.concurrencyMax);
  const running = Array.from({ length: pollers }, () => poll(options, end.signal));
  return {
    name: spec.logicalId,
    async idle() {
      const { visible, inFlight } = options.queue.counts();
      return visible + inFlight === 0;
    },
    async stop() {
      end.abort();
      await Promise.all(running);
    },
  };
}

async function poll(options: QueueSourceOptions, signal: AbortSignal): Promise<void> {
  const wanted = recordFilter(options.spec.filters);
  while (!signal.aborted) {
    try {
      const batch = await gather(options, signal);
      const kept = await discardUnwanted(options, batch, wanted);
      for (const part of payloads(kept)) await deliver(options, part, signal);
    } catch (cause) {
      options.log(`${options.spec.logicalId}: ${String(cause)}`);
      await pause(AFTER_ERROR_MS, signal);
    }
  }
}

/** Waits for a first message, then for the batching window or a full batch. */
async function gather(
  { spec, queue }: QueueSourceOptions,
  signal: AbortSignal,
): Promise<readonly Message[]> {
  const batch = [...(await queue.receive(spec.batchSize, { signal }))];
  const until = Date.now() + spec.windowMs;
  while (batch.length > 0 && batch.length < spec.batchSize && !signal.aborted) {
    const waitMs = until - Date.now();
    if (waitMs <= 0) break;
    batch.push(...(await queue.receive(spec.batchSize - batch.length, { signal, waitMs })));
  }
  return batch;
}

/** Messages that no filter lets through are deleted unseen, as Lambda does it. */
async function discardUnwanted(
  { spec, queue }: QueueSourceOptions,
  batch: readonly Message[],
  wanted: (record: unknown) => boolean,
): Promise<readonly Message[]> {
  if (spec.filters.length === 0) return batch;
  const kept = batch.filter((message) => wanted({ body: bodyOf(message) }));
  await queue.delete(batch.filter((each) => !kept.includes(each)).map(({ receipt }) => receipt));
  return kept;
}

function bodyOf({ body }: Message): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

function payloads(messages: readonly Message[]): readonly (readonly Message[])[] {
  const parts: Message[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const message of messages) {
    const size = Buffer.byteLength(message.body);
    if (bytes + size > PAYLOAD_BYTES_MAX) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(message);
    bytes += size;
  }
  return parts;
}

async function deliver(
  { spec, queue, fn }: QueueSourceOptions,
  messages: readonly Message[],
  signal: AbortSignal,
): Promise<void> {
  const slot = await fn.slot();
  try {
    if (signal.aborted) {
      await queue.changeVisibility(receiptsOf(messages), 0);
      return;
    }
    const Records = messages.map((message) => queueRecord(message, queue.arn));
    const invoked = await slot.invoke({ Records });
    // An invocation that the end cut short was no attempt: the next start finds its messages at once.
    if (signal.aborted && 'error' in invoked) {
      await queue.changeVisibility(receiptsOf(messages), 0);
      return;
    }
    const ids = messages.map(({ id }) => id);
    const failed = failuresOf(invoked, ids, spec.reportsFailures);
    const done = failed === 'all' ? [] : messages.filter(({ id }) => !failed.has(id));
    await queue.delete(receiptsOf(done));
  } finally {
    slot.release();
  }
}

const receiptsOf = (messages: readonly Message[]): string[] =>
  messages.map(({ receipt }) => receipt);
