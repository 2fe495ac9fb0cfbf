import type { Table } from '#domain/ports.ts';

/** A table, and the processor time that went into it: another service's, where there is a network between. */
export interface TimedTable {
  readonly table: Table;
  readonly spentMs: () => number;
}

/** While several calls are under way, time counts once. */
export function timedTable(table: Table): TimedTable {
  let spent = 0;
  let underWay = 0;
  let from = 0;
  const timed =
    <A, R>(call: (asked: A) => Promise<R>) =>
    async (asked: A): Promise<R> => {
      if (underWay === 0) from = cpuMs();
      underWay += 1;
      try {
        return await call(asked);
      } finally {
        underWay -= 1;
        if (underWay === 0) spent += cpuMs() - from;
      }
    };
  return {
    spentMs: () => spent,
    table: {
      get: timed(table.get),
      query: timed(table.query),
      write: timed(table.write),
      transact: timed(table.transact),
      addToSets: timed(table.addToSets),
      removeFromSets: timed(table.removeFromSets),
    },
  };
}

/** Processor time of the whole process so far. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
