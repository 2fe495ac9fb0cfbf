import { type Item, type Key, keyText, type Table } from '#domain/ports.ts';

interface Waiting {
  readonly keys: readonly Key[];
  readonly resolve: (found: ReadonlyMap<string, Item>) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * A table whose reads by key travel together: what is asked for in one turn of the event loop becomes one read. A
 * batch of events that are decided side by side then costs as many calls as a single one.
 */
export function coalescing(table: Table): Table {
  let waiting: Waiting[] = [];

  const flush = async (): Promise<void> => {
    const asked = waiting;
    waiting = [];
    const keys = new Map(asked.flatMap((one) => one.keys).map((key) => [keyText(key), key]));
    try {
      const found = await table.get([...keys.values()]);
      for (const { keys: own, resolve } of asked) resolve(only(own, found));
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  };

  return {
    ...table,
    get: (keys) =>
      new Promise((resolve, reject) => {
        // Not a microtask: those that were woken by the same answer are still on their way here.
        if (waiting.length === 0) setImmediate(flush);
        waiting.push({ keys, resolve, reject });
      }),
  };
}

function only(keys: readonly Key[], found: ReadonlyMap<string, Item>): ReadonlyMap<string, Item> {
  const own = new Map<string, Item>();
  for (const key of keys) {
    const item = found.get(keyText(key));
    if (item) own.set(keyText(key), item);
  }
  return own;
}
