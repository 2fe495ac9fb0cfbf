import { type MemoryTable, memoryTable } from '#adapters/memory/table.ts';
import type {
  Commit,
  ConditionalWrite,
  Item,
  Key,
  SetChange,
  Table,
  Write,
} from '#domain/ports.ts';
import type { Chance } from './chance.ts';
import type { Invocation } from './invocation.ts';
import type { Sabotage } from './sabotage.ts';
import { StaleReads } from './stale-reads.ts';

/** What the auditor hears of the table, at the moment it happens. */
export interface TableWatch {
  readonly wrote: (writes: readonly Write[]) => void;
  readonly added: (changes: readonly SetChange[]) => void;
}

const CONFLICTS = 0.01;

/** The one table of a simulated world, and the view of it that each function has. */
export class SimTable {
  readonly memory: MemoryTable;
  readonly #chance: Chance;
  readonly #watch: TableWatch;
  readonly #sabotage: Sabotage | undefined;
  readonly #stale: StaleReads | undefined;

  constructor(
    { chance, now }: { readonly chance: Chance; readonly now: () => number },
    inserted: (item: Item) => void,
    watch: TableWatch,
    sabotage: Sabotage | undefined,
  ) {
    this.memory = memoryTable(inserted);
    this.#chance = chance;
    this.#watch = watch;
    this.#sabotage = sabotage;
    this.#stale =
      sabotage === 'consistent-read' ? new StaleReads(this.memory, chance, now) : undefined;
  }

  /** @param current the invocation that is running in the function's process. */
  portOf(current: () => Invocation): Table {
    const reads: Pick<Table, 'get' | 'query'> = this.#stale ?? this.memory;
    return {
      get: (keys) => current().act('table.get', () => this.#read(current(), keys, reads)),
      query: (asked) =>
        current().act('table.query', async () =>
          this.#sabotage === 'outbox' && asked.pk.includes('#CH#') ? [] : await reads.query(asked),
        ),
      write: (writes) =>
        this.#inParts(current(), writes, (part) => this.#write(this.#without(part))),
      transact: (writes) => this.#transact(current(), writes),
      addToSets: (changes) =>
        this.#inParts(current(), changes, async (part) => {
          this.#stale?.remember(part.map(({ key }) => key));
          await this.memory.addToSets(part);
          this.#watch.added(part);
        }),
      removeFromSets: (changes) =>
        this.#inParts(current(), changes, async (part) => {
          this.#stale?.remember(part.map(({ key }) => key));
          await this.memory.removeFromSets(part);
        }),
    };
  }

  async #read(
    { name }: Invocation,
    keys: readonly Key[],
    reads: Pick<Table, 'get'>,
  ): Promise<ReadonlyMap<string, Item>> {
    const forgets = this.#sabotage === 'idempotency' && name === 'accept-events';
    return await reads.get(forgets ? keys.filter(({ pk }) => !pk.startsWith('E#')) : keys);
  }

  /** A batch is no transaction: its parts take effect at different times, and one may fail while others do not. */
  async #inParts<T>(
    invocation: Invocation,
    all: readonly T[],
    work: (part: readonly T[]) => Promise<void>,
  ): Promise<void> {
    if (all.length === 0) return;
    const mixed = this.#chance.shuffled('parts', all);
    const cut = Math.floor(this.#chance.roll('parts cut') * mixed.length);
    const parts = [mixed.slice(0, cut), mixed.slice(cut)].filter((part) => part.length > 0);
    await Promise.all(
      parts.map((part) => invocation.act('table.write', async () => await work(part))),
    );
  }

  async #write(writes: readonly Write[]): Promise<void> {
    this.#stale?.remember(writes.map(keyOf));
    await this.memory.write(writes);
    this.#watch.wrote(writes);
  }

  #transact(invocation: Invocation, asked: readonly ConditionalWrite[]): Promise<Commit> {
    return invocation.act('table.transact', async () => {
      if (this.#chance.fault('conflict', `${invocation.name} table.transact`, CONFLICTS))
        return { committed: false, failed: [] };
      const writes = this.#without(asked).map((write) => this.#unfenced(write));
      this.#stale?.remember(writes.map(keyOf));
      const commit = await this.memory.transact(writes);
      if (commit.committed)
        this.#watch.wrote(writes.flatMap((write) => ('check' in write ? [] : [write])));
      return commit;
    });
  }

  #unfenced<W extends ConditionalWrite>(write: W): W {
    if (!('put' in write) || !write.if) return write;
    const { pk, sk } = write.put;
    const open =
      (this.#sabotage === 'revision-fence' && sk === 'HEAD') ||
      (this.#sabotage === 'idempotency' && pk.startsWith('E#'));
    return open ? { ...write, if: undefined } : write;
  }

  #without<W extends ConditionalWrite>(writes: readonly W[]): readonly W[] {
    return this.#sabotage === 'reverse-links'
      ? writes.filter((write) => !keyOf(write).pk.includes('#C#'))
      : writes;
  }
}

function keyOf(write: ConditionalWrite): Key {
  const { pk, sk } = 'put' in write ? write.put : 'delete' in write ? write.delete : write.check;
  return { pk, sk };
}
