import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Journal, openJournal } from '../journal.ts';
import type { Service } from '../service.ts';
import { DynamoService } from './dynamo-service.ts';
import { throttled, unknownOperation } from './errors.ts';
import type { JournalEntry } from './journal-entry.ts';
import { keyOf } from './key-schema.ts';
import type { Fault } from './operations/engine.ts';
import { changeTable, streamArn } from './operations/tables.ts';
import { OPERATIONS } from './operations.ts';
import { Input } from './request.ts';
import { type CommitOptions, Store, type Write } from './store.ts';
import type { Position, TableStream } from './stream.ts';
import { tableArn } from './table.ts';
import { parseTableSpec, type TableSpec } from './table-spec.ts';

export interface DynamoOptions {
  /** The folder of the journal; made when missing. */
  readonly dir: string;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Asked at each call what shall go wrong with it. `input` is the request as parsed. */
  readonly faults?: (operation: string, input: unknown) => Fault;
  /** How often expired items are looked for; 0 for never (then call `sweep`). */
  readonly sweepEveryMs?: number;
  readonly compactAfterBytes?: number;
}

/** What a template's GetAtt needs to know of a table. */
interface TableAddress {
  readonly name: string;
  readonly arn: string;
  readonly streamArn: string | undefined;
  readonly items: number;
}

/** The embedded DynamoDB: tables in memory, durable by a journal. */
export interface Dynamo {
  readonly service: Service;
  /**
   * Makes the table, or leaves it as it is but for its stream view and its expiry. Secondary indexes, and other keys
   * than those of the data, are refused.
   */
  createTable(spec: TableSpec): Promise<TableAddress>;
  table(name: string): TableAddress | undefined;
  /** The changes of a table, from the moment on that it has a stream view. */
  stream(tableName: string): TableStream;
  /** Deletes items whose time is up, and gives how many; drops stream records that nobody needs. */
  sweep(): Promise<number>;
  close(): Promise<void>;
}

const SWEEP_EVERY_MS = 60_000;
/** Operations that injected throttling hits in their own way: some of the batch, or as a cancellation. */
const OWN_THROTTLING: ReadonlySet<string> = new Set([
  'BatchGetItem',
  'BatchWriteItem',
  'BatchExecuteStatement',
  'TransactWriteItems',
]);

export async function openDynamo(options: DynamoOptions): Promise<Dynamo> {
  mkdirSync(options.dir, { recursive: true });
  const store = new Store(options.now ?? Date.now);
  const journal = await openJournal({
    file: join(options.dir, 'dynamodb.jsonl'),
    // What was appended is an entry; the journal refuses damaged lines.
    replay: (record) => store.replay(record as JournalEntry),
    snapshot: () => store.snapshot(),
    ...(options.compactAfterBytes !== undefined && {
      compactAfterBytes: options.compactAfterBytes,
    }),
  });
  return new EmbeddedDynamo(store, journal, options);
}

class EmbeddedDynamo implements Dynamo {
  readonly service: Service;
  readonly #store: Store;
  readonly #journal: Journal;
  readonly #faults: NonNullable<DynamoOptions['faults']>;
  readonly #sweeper: NodeJS.Timeout | undefined;

  constructor(store: Store, journal: Journal, options: DynamoOptions) {
    this.#store = store;
    this.#journal = journal;
    this.#faults = options.faults ?? (() => undefined);
    this.service = new DynamoService((operation, input) => this.#perform(operation, input));
    const every = options.sweepEveryMs ?? SWEEP_EVERY_MS;
    this.#sweeper =
      every > 0 ? setInterval(() => void this.sweep().catch(() => undefined), every) : undefined;
    this.#sweeper?.unref();
  }

  async createTable(spec: TableSpec): Promise<TableAddress> {
    const wanted = parseTableSpec(spec, this.#store.now());
    if (this.#store.has(wanted.name)) {
      const { record } = this.#store.table(wanted.name);
      if (JSON.stringify(record.schema) !== JSON.stringify(wanted.schema)) {
        throw new Error(
          `The table ${wanted.name} in this data folder has other keys than the template's. Move the data folder away, or start with another one: --data DIR.`,
        );
      }
      const same = record.view === wanted.view && record.expires === wanted.expires;
      if (!same) changeTable(this.#engine(), { ...wanted, createdAt: record.createdAt });
    } else {
      changeTable(this.#engine(), wanted);
    }
    await this.#journal.settled();
    return this.#address(wanted.name);
  }

  table(name: string): TableAddress | undefined {
    return this.#store.has(name) ? this.#address(name) : undefined;
  }

  stream(tableName: string): TableStream {
    const { record } = this.#store.table(tableName);
    const log = this.#store.log(tableName);
    const note = (entry: JournalEntry): Promise<void> => {
      this.#record(entry);
      log.trim(this.#store.now());
      return this.#journal.settled();
    };
    return {
      arn: streamArn(record),
      read: async (after, limit) => {
        const upTo = log.lastSequence;
        await this.#journal.settled();
        return log.between(after, upTo, limit);
      },
      wait: (after, signal) => log.wait(after, signal),
      checkpoint: (consumer: string, position: Position) =>
        note({ kind: 'checkpoint', table: tableName, consumer, position }),
      checkpointOf: (consumer) => log.positions.get(consumer),
      consumers: (names) => note({ kind: 'consumers', table: tableName, names }),
    };
  }

  async sweep(): Promise<number> {
    const second = Math.floor(this.#store.now() / 1000);
    const writes: Write[] = this.#store.tables.flatMap((table) =>
      table.expired(second).map(({ item, partition, sort }) => ({
        table,
        place: { partition, sort },
        key: keyOf(table.record.schema, item),
        next: undefined,
      })),
    );
    for (const write of writes) this.#commit([write], { expired: true });
    for (const { record } of this.#store.tables)
      this.#store.log(record.name).trim(this.#store.now());
    await this.#journal.settled();
    return writes.length;
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeper);
    await this.#journal.close();
    for (const { record } of this.#store.tables) this.#store.log(record.name).wake();
  }

  async #perform(operation: string, input: unknown): Promise<object> {
    const run = OPERATIONS.get(operation);
    if (!run) throw unknownOperation();
    const fault = this.#faults(operation, input);
    if (fault === 'throttle' && !OWN_THROTTLING.has(operation)) throw throttled();
    try {
      return run({ ...this.#engine(), fault }, new Input(input));
    } finally {
      // Not only writes wait: nobody may see what a kill could still take back.
      await this.#journal.settled();
    }
  }

  #engine() {
    return {
      store: this.#store,
      commit: (writes: readonly Write[], options?: CommitOptions) => this.#commit(writes, options),
      record: (entry: JournalEntry) => this.#record(entry),
    };
  }

  #commit(writes: readonly Write[], options?: CommitOptions): void {
    const entry = this.#store.commit(writes, options);
    if (!entry) return;
    const names = new Set(writes.map(({ table }) => table.record.name));
    void this.#journal.append(entry).then(
      () => {
        for (const name of names) this.#store.log(name).wake();
      },
      () => undefined,
    );
  }

  #record(entry: JournalEntry): void {
    this.#store.replay(entry);
    void this.#journal.append(entry).catch(() => undefined);
  }

  #address(name: string): TableAddress {
    const { record, count } = this.#store.table(name);
    return {
      name,
      arn: tableArn(name),
      streamArn: record.view && streamArn(record),
      items: count,
    };
  }
}
