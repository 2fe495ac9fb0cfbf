import { type Item, type Key, keyText, type Table, type Write } from '#domain/ports.ts';

/**
 * A table whose reads by key and plain writes travel together: what is asked for in one turn of the event loop becomes
 * one read, and one write. A batch of events that are decided side by side then costs as many calls as a single one.
 */
export function coalescing(table: Table): Table {
  return {
    ...table,
    get: together(async (all: readonly (readonly Key[])[]) => {
      const keys = new Map(all.flat().map((key) => [keyText(key), key]));
      const found = await table.get([...keys.values()]);
      return (own) => only(own, found);
    }),
    write: together(async (all: readonly (readonly Write[])[]) => {
      await table.write(all.flat());
      return () => undefined;
    }),
  };
}

interface Waiting<A, R> {
  readonly asked: A;
  readonly resolve: (answer: R) => void;
  readonly reject: (error: unknown) => void;
}

/** Answers everybody who asks in one turn of the event loop by one call; when that fails, it fails for all of them. */
function together<A, R>(
  answerAll: (all: readonly A[]) => Promise<(asked: A) => R>,
): (asked: A) => Promise<R> {
  let waiting: Waiting<A, R>[] = [];

  const flush = async (): Promise<void> => {
    const all = waiting;
    waiting = [];
    try {
      const answerTo = await answerAll(all.map(({ asked }) => asked));
      for (const { asked, resolve } of all) resolve(answerTo(asked));
    } catch (error) {
      for (const { reject } of all) reject(error);
    }
  };

  return (asked) =>
    new Promise((resolve, reject) => {
      // Not a microtask: those that were woken by the same answer are still on their way here.
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ asked, resolve, reject });
    });
}

function only(keys: readonly Key[], found: ReadonlyMap<string, Item>): ReadonlyMap<string, Item> {
  const own = new Map<string, Item>();
  for (const key of keys) {
    const item = found.get(keyText(key));
    if (item) own.set(keyText(key), item);
  }
  return own;
}
