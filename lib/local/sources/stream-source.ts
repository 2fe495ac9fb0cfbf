import type { Position, StreamRecord, TableStream } from '../dynamodb/stream.ts';
import type { Invoked, LambdaFunction } from '../lambda/function.ts';
import { type Failures, failuresOf } from './batch-failures.ts';
import { type Condition, streamFailureRecord } from './failure-record.ts';
import { recordFilter } from './filter.ts';
import { Gathering } from './gathering.ts';
import type { MappingSpec } from './mapping-spec.ts';
import { pause, type Source } from './source.ts';

export interface StreamSourceOptions {
  readonly spec: MappingSpec;
  readonly stream: TableStream;
  readonly fn: LambdaFunction;
  /** Sends a record of what was given up; absent without an on-failure destination. */
  readonly giveUp: ((record: string) => Promise<void>) | undefined;
  log(line: string): void;
}

/** Records looked at in one read; those that the filter drops cost no invocation. */
const READ_RECORDS = 1000;

/** Retries come quickly and then ever slower; on AWS up to minutes lie between them. */
const RETRY_MS_FIRST = 100;
const RETRY_MS_MAX = 5000;

/** How often progress over records that the filter drops is noted: losing it costs only another look. */
const SKIP_NOTED_MS = 1000;

/** Feeds a function from a table's stream: in order, one batch at a time, from where it last came to. */
export function startStreamSource(options: StreamSourceOptions): Source {
  const end = new AbortController();
  const reader = new StreamReader(options, end.signal);
  const running = reader.run();
  return {
    name: options.spec.logicalId,
    idle: () => reader.idle(),
    async stop() {
      end.abort();
      await running;
    },
  };
}

/** Records that are tried together. */
interface Attempt {
  readonly records: readonly StreamRecord[];
  readonly failures: number;
}

class StreamReader {
  readonly #options: StreamSourceOptions;
  readonly #signal: AbortSignal;
  readonly #wanted: (record: unknown) => boolean;
  #position: Position = 'TRIM_HORIZON';
  #notedAt = 0;

  constructor(options: StreamSourceOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
    this.#wanted = recordFilter(options.spec.filters);
  }

  async run(): Promise<void> {
    const { stream, spec, log } = this.#options;
    this.#position = stream.checkpointOf(spec.logicalId) ?? (await this.#start());
    while (!this.#signal.aborted) {
      try {
        const { records, through } = await this.#gather();
        if (records.length > 0 && !(await this.#process(records))) break;
        this.#position = through;
        const due = Date.now() - this.#notedAt > SKIP_NOTED_MS;
        if (records.length > 0 || due) await this.#note(through);
      } catch (cause) {
        log(`${spec.logicalId}: ${String(cause)}`);
        await pause(RETRY_MS_MAX, this.#signal);
      }
    }
  }

  /** Whether it has handed over everything there is. */
  async idle(): Promise<boolean> {
    const [next] = await this.#options.stream.read(this.#position, 1);
    return next === undefined;
  }

  /** A mapping that is new begins at the oldest record, or behind the newest. */
  async #start(): Promise<Position> {
    const { stream, spec } = this.#options;
    let position: Position = 'TRIM_HORIZON';
    if (spec.startsAt === 'TRIM_HORIZON') return position;
    for (;;) {
      const records = await stream.read(position, READ_RECORDS);
      const last = records.at(-1);
      if (!last) break;
      position = last.dynamodb.SequenceNumber;
    }
    await stream.checkpoint(spec.logicalId, position);
    return position;
  }

  /** Wanted records up to a full batch or payload, or what there is when the batching window closes. */
  async #gather(): Promise<Gathering> {
    const { stream, spec } = this.#options;
    const gathering = new Gathering({
      after: this.#position,
      recordsMax: spec.batchSize,
      windowMs: spec.windowMs,
      wanted: this.#wanted,
    });
    await stream.wait(this.#position, this.#signal);
    while (await this.#gatherMore(gathering));
    return gathering;
  }

  async #gatherMore(gathering: Gathering): Promise<boolean> {
    const { stream } = this.#options;
    const read = await stream.read(gathering.through, READ_RECORDS);
    if (gathering.add(read) || this.#signal.aborted) return false;
    if (read.length === READ_RECORDS) return true;
    const left = gathering.windowLeft();
    if (left <= 0) return false;
    const window = AbortSignal.timeout(left);
    await stream.wait(gathering.through, AbortSignal.any([this.#signal, window]));
    return true;
  }

  /** Tries until every record was taken or given up, in order; false when the end came first. */
  async #process(records: readonly StreamRecord[]): Promise<boolean> {
    const queue: Attempt[] = [{ records, failures: 0 }];
    for (let next = queue.shift(); next; next = queue.shift()) {
      if (this.#signal.aborted) return false;
      queue.unshift(...(await this.#attempt(next)));
    }
    return true;
  }

  /** Invokes once; gives back what is to be tried next in place of these records. */
  async #attempt(attempt: Attempt): Promise<readonly Attempt[]> {
    const young = await this.#withoutAged(attempt);
    if (young.length === 0) return [];
    const { fn, stream, spec } = this.#options;
    const slot = await fn.slot();
    try {
      if (this.#signal.aborted) return [attempt];
      const Records = young.map((record) => ({ ...record, eventSourceARN: stream.arn }));
      const invoked = await slot.invoke({ Records });
      // An invocation that the end cut short was no attempt.
      if (this.#signal.aborted && 'error' in invoked) return [attempt];
      const ids = young.map(sequenceOf);
      const failed = failuresOf(invoked, ids, spec.reportsFailures);
      if (failed !== 'all' && failed.size === 0) return [];
      return await this.#retry(young, ids, failed, attempt.failures, invoked);
    } finally {
      slot.release();
    }
  }

  /**
   * What comes after a failure. A function that says where it failed gets the records from there on again; one that
   * throws gets them in halves, where the mapping bisects. Halving uses up no retry.
   */
  async #retry(
    records: readonly StreamRecord[],
    ids: readonly string[],
    failed: Failures,
    failures: number,
    invoked: Invoked,
  ): Promise<readonly Attempt[]> {
    const { spec } = this.#options;
    const from = failed === 'all' ? 0 : ids.findIndex((id) => failed.has(id));
    const rest = records.slice(from);
    if (from > 0) await this.#note(ids[from - 1] ?? '');
    if (failed === 'all' && spec.bisects && rest.length > 1) {
      await this.#backOff(0);
      const middle = Math.ceil(rest.length / 2);
      return [
        { records: rest.slice(0, middle), failures },
        { records: rest.slice(middle), failures },
      ];
    }
    if (spec.retriesMax >= 0 && failures >= spec.retriesMax) {
      await this.#giveUp(rest, 'RetryAttemptsExhausted', failures + 1, invoked);
      return [];
    }
    await this.#backOff(failures);
    return [{ records: rest, failures: failures + 1 }];
  }

  async #withoutAged({ records, failures }: Attempt): Promise<readonly StreamRecord[]> {
    const { ageSecondsMax } = this.#options.spec;
    if (ageSecondsMax < 0) return records;
    const oldest = Date.now() / 1000 - ageSecondsMax;
    const aged = records.filter((each) => each.dynamodb.ApproximateCreationDateTime < oldest);
    if (aged.length > 0) {
      await this.#giveUp(aged, 'MaximumRecordAgeExceeded', failures, undefined);
    }
    return records.slice(aged.length);
  }

  async #giveUp(
    records: readonly StreamRecord[],
    condition: Condition,
    invocations: number,
    invoked: Invoked | undefined,
  ): Promise<void> {
    const { fn, stream, spec, giveUp, log } = this.#options;
    const { arn: functionArn } = fn;
    const requestId = invoked?.requestId ?? '';
    const error = invoked && 'error' in invoked ? invoked.error : undefined;
    const at = new Date();
    const common = { records, condition, invocations, requestId, error };
    log(`${spec.logicalId}: gave up ${records.length} records: ${condition}`);
    await giveUp?.(streamFailureRecord({ ...common, functionArn, streamArn: stream.arn, at }));
    await this.#note(sequenceOf(records.at(-1)));
  }

  #backOff(failures: number): Promise<void> {
    return pause(Math.min(RETRY_MS_FIRST * 2 ** failures, RETRY_MS_MAX), this.#signal);
  }

  async #note(position: Position): Promise<void> {
    this.#notedAt = Date.now();
    await this.#options.stream.checkpoint(this.#options.spec.logicalId, position);
  }
}

const sequenceOf = (record: StreamRecord | undefined): string =>
  record?.dynamodb.SequenceNumber ?? '';
