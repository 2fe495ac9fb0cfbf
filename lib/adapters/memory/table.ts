import {
  type Condition,
  type ConditionalWrite,
  type Item,
  type Key,
  keyText,
  type SetChange,
  type Table,
  type Write,
} from '#domain/ports.ts';
import { checkKey, memberSet, type Stored, stored, ValidationException } from './item.ts';
import { Partition } from './partition.ts';

/** DynamoDB's bounds of one transaction. */
const TRANSACTION_WRITES_MAX = 100;
const TRANSACTION_BYTES_MAX = 4 * 1024 * 1024;

/** A table in memory, with a view for tests. */
export interface MemoryTable extends Table {
  /** Every item, by partition and sort key. */
  readonly items: () => Iterable<Item>;
}

/** @param onInsert hears of each new item with `kind: "change"`, as the stream's filter lets it through. */
export function memoryTable(onInsert: (item: Item) => void = () => {}): MemoryTable {
  const partitions = new Map<string, Partition>();

  const find = (key: Key): Item | undefined => partitions.get(key.pk)?.get(key.sk);
  const partition = (pk: string): Partition => {
    const known = partitions.get(pk) ?? new Partition();
    partitions.set(pk, known);
    return known;
  };
  const put = ({ item }: Stored): void => {
    const isNew = partition(item.pk).put(item);
    if (isNew && item['kind'] === 'change') onInsert(item);
  };
  const apply = (write: Write): void => {
    if ('put' in write) put(stored(write.put));
    else partitions.get(write.delete.pk)?.delete(write.delete.sk);
  };

  return {
    items: function* () {
      for (const { all } of partitions.values()) yield* all();
    },
    async get(keys) {
      const found = new Map<string, Item>();
      for (const key of keys) {
        checkKey(key);
        const item = find(key);
        if (item) found.set(keyText(key), item);
      }
      return found;
    },
    async query({ pk, from, to, newestFirst = false, limit = Number.POSITIVE_INFINITY }) {
      return partitions.get(pk)?.range({ from, to, newestFirst, limit }) ?? [];
    },
    async write(writes) {
      for (const write of writes) checkKey(keyOf(write));
      for (const write of writes) apply(write);
    },
    async transact(writes) {
      checkTransaction(writes);
      const failed = writes
        .filter((write) => write.if && !holds(write.if, find(keyOf(write))))
        .map(keyOf);
      if (failed.length > 0) return { committed: false, failed };
      for (const write of writes) if (!('check' in write)) apply(write);
      return { committed: true };
    },
    async addToSets(changes) {
      for (const { key, members } of changes) {
        if (members.length === 0) continue;
        const item = find(key);
        put(
          stored({
            ...item,
            ...keyOnly(key),
            members: [...memberSet(item?.['members']), ...members],
          }),
        );
      }
    },
    async removeFromSets(changes) {
      for (const change of changes) {
        const item = find(change.key);
        if (item) put(stored({ ...item, members: without(item, change) }));
      }
    },
  };
}

const keyOnly = ({ pk, sk }: Key): Key => ({ pk, sk });

const without = (item: Item, { members }: SetChange): readonly string[] =>
  memberSet(item['members']).filter((member) => !members.includes(member));

function keyOf(write: ConditionalWrite): Key {
  if ('put' in write) return keyOnly(write.put);
  return 'delete' in write ? write.delete : write.check;
}

function holds(condition: Condition, item: Item | undefined): boolean {
  if ('absent' in condition) return item === undefined;
  if ('exists' in condition) return item !== undefined;
  if (item === undefined) return condition.orAbsent === true;
  return item[condition.attribute] === condition.equals;
}

/** Refuses, as DynamoDB does, what could never commit, before any write of it goes through. */
function checkTransaction(writes: readonly ConditionalWrite[]): void {
  if (writes.length > TRANSACTION_WRITES_MAX) {
    throw new ValidationException(
      `A transaction holds at most ${TRANSACTION_WRITES_MAX} writes, not ${writes.length}.`,
    );
  }
  const keys = new Set<string>();
  let bytes = 0;
  for (const write of writes) {
    checkKey(keyOf(write));
    keys.add(keyText(keyOf(write)));
    if ('put' in write) bytes += stored(write.put).bytes;
    if ('check' in write && !write.if) throw new ValidationException('A check needs a condition.');
  }
  if (keys.size < writes.length) {
    throw new ValidationException(
      'Transaction request cannot include multiple operations on one item.',
    );
  }
  if (bytes > TRANSACTION_BYTES_MAX) {
    throw new ValidationException(`A transaction holds at most 4 MB, not ${bytes} bytes.`);
  }
}
