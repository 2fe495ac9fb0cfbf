import { bytesOfFields } from '#adapters/memory/item.ts';
import { type ConditionalWrite, type Item, type Key, keyText, type Table } from '#domain/ports.ts';

/** Units that a partition took or gave in one second. */
export interface Load {
  readonly pk: string;
  readonly second: number;
  readonly units: number;
}

export interface PartitionLoad {
  readonly table: Table;
  /** The busiest second of any partition key. DynamoDB bears 1,000 write units and 3,000 read units there. */
  readonly busiest: () => { readonly writes: Load; readonly reads: Load };
}

/** A table that counts units by partition key and second, on a clock of the caller's. */
export function partitionLoad(table: Table, second: () => number): PartitionLoad {
  const writes = new Map<string, Load>();
  const reads = new Map<string, Load>();
  const add = (loads: Map<string, Load>, pk: string, units: number): void => {
    const name = `${second()} ${pk}`;
    loads.set(name, { pk, second: second(), units: (loads.get(name)?.units ?? 0) + units });
  };
  const wrote = (item: Item | Key, times = 1): void =>
    add(writes, item.pk, times * units(item, 1024));
  const changedSets = async (keys: readonly Key[]): Promise<void> => {
    const items = await table.get(keys);
    for (const key of keys) wrote(items.get(keyText(key)) ?? key);
  };
  return {
    busiest: () => ({ writes: most(writes), reads: most(reads) }),
    table: {
      async get(keys) {
        const items = await table.get(keys);
        for (const key of keys) add(reads, key.pk, units(items.get(keyText(key)) ?? key, 4096));
        return items;
      },
      async query(query) {
        const items = await table.query(query);
        const bytes = items.reduce((sum, item) => sum + sizeOf(item), 0);
        add(reads, query.pk, Math.max(1, Math.ceil(bytes / 4096)));
        return items;
      },
      async write(changes) {
        for (const change of changes) wrote('put' in change ? change.put : change.delete);
        await table.write(changes);
      },
      async transact(changes) {
        for (const change of changes) wrote(itemOf(change), 2);
        return await table.transact(changes);
      },
      async addToSets(changes) {
        await table.addToSets(changes);
        await changedSets(changes.map(({ key }) => key));
      },
      async removeFromSets(changes) {
        await changedSets(changes.map(({ key }) => key));
        await table.removeFromSets(changes);
      },
    },
  };
}

const sizeOf = (item: Item | Key): number => bytesOfFields({ ...item });

const units = (item: Item | Key, size: number): number =>
  Math.max(1, Math.ceil(sizeOf(item) / size));

const itemOf = (change: ConditionalWrite): Item | Key => {
  if ('put' in change) return change.put;
  return 'delete' in change ? change.delete : change.check;
};

const most = (loads: ReadonlyMap<string, Load>): Load =>
  [...loads.values()].reduce((a, b) => (b.units > a.units ? b : a), {
    pk: '',
    second: 0,
    units: 0,
  });
