import { bytesOfFields } from '#adapters/memory/item.ts';
import { type ConditionalWrite, type Item, type Key, keyText, type Table } from '#domain/ports.ts';

/** What DynamoDB would have counted. */
export interface Counts {
  /** SDK calls: a BatchGetItem takes 100 keys, a BatchWriteItem or a batch of statements 25. */
  calls: number;
  /** The same by operation. */
  byOperation: Readonly<Record<Operation, number>>;
  /** Half of what a strong read of 4 KB costs is an eventually consistent one; all reads here are strong. */
  readUnits: number;
  /** 1 KB each; twice that in a transaction. */
  writeUnits: number;
  postingsRead: number;
  postingsWritten: number;
  listsChanged: number;
}

export type Operation =
  | 'BatchGetItem'
  | 'Query'
  | 'BatchWriteItem'
  | 'BatchExecuteStatement'
  | 'TransactWriteItems';

export const noCounts = (): Counts => ({
  calls: 0,
  byOperation: {
    BatchGetItem: 0,
    Query: 0,
    BatchWriteItem: 0,
    BatchExecuteStatement: 0,
    TransactWriteItems: 0,
  },
  readUnits: 0,
  writeUnits: 0,
  postingsRead: 0,
  postingsWritten: 0,
  listsChanged: 0,
});

const READ_UNIT = 4096;
const WRITE_UNIT = 1024;
const GET_KEYS = 100;
const WRITES = 25;

/** A table that counts what passes through it, in DynamoDB's units. */
export function countingTable(table: Table, counts: Counts): Table {
  const reads = (items: Iterable<Item | undefined>): void => {
    for (const item of items) counts.readUnits += Math.max(1, Math.ceil(sized(item) / READ_UNIT));
  };
  const writes = (item: Item | Key, times = 1): void => {
    counts.writeUnits += times * Math.max(1, Math.ceil(sized(item) / WRITE_UNIT));
  };
  const called = (operation: Operation, times: number): void => {
    counts.calls += times;
    counts.byOperation = {
      ...counts.byOperation,
      [operation]: counts.byOperation[operation] + times,
    };
  };
  const sets = async (keys: readonly Key[]): Promise<void> => {
    called('BatchExecuteStatement', Math.ceil(keys.length / WRITES));
    const items = await table.get(keys);
    for (const key of keys) writes(items.get(keyText(key)) ?? key);
  };
  return {
    async get(keys) {
      called('BatchGetItem', Math.ceil(new Set(keys.map(keyText)).size / GET_KEYS));
      const items = await table.get(keys);
      reads(keys.map((key) => items.get(keyText(key))));
      for (const item of items.values())
        if (isPostings(item)) counts.postingsRead += membersOf(item);
      return items;
    },
    async query(query) {
      called('Query', 1);
      const items = await table.query(query);
      const bytes = items.reduce((sum, item) => sum + sized(item), 0);
      counts.readUnits += Math.max(1, Math.ceil(bytes / READ_UNIT));
      return items;
    },
    async write(changes) {
      called('BatchWriteItem', Math.ceil(changes.length / WRITES));
      for (const change of changes) writes('put' in change ? change.put : change.delete);
      await table.write(changes);
    },
    async transact(changes) {
      called('TransactWriteItems', 1);
      for (const item of changes.map(itemOf)) {
        writes(item, 2);
        if (item.sk === 'REL') counts.listsChanged += 1;
      }
      return table.transact(changes);
    },
    async addToSets(changes) {
      // What is not there yet takes a second statement that makes it.
      const there = await table.get(changes.map(({ key }) => key));
      called('BatchExecuteStatement', Math.ceil((changes.length - there.size) / WRITES));
      await table.addToSets(changes);
      for (const { key, members } of changes)
        if (isPostings(key)) counts.postingsWritten += members.length;
      await sets(changes.map(({ key }) => key));
    },
    async removeFromSets(changes) {
      await sets(changes.map(({ key }) => key));
      await table.removeFromSets(changes);
    },
  };
}

const sized = (item: Item | Key | undefined): number => (item ? bytesOfFields({ ...item }) : 0);

const itemOf = (change: ConditionalWrite): Item | Key => {
  if ('put' in change) return change.put;
  return 'delete' in change ? change.delete : change.check;
};

const isPostings = ({ pk }: Key): boolean => /^[^#]+#T#/.test(pk);

const membersOf = ({ members }: Item): number => (Array.isArray(members) ? members.length : 0);
