import type { Item, Ports } from '#domain/ports.ts';
import { type MemoryBus, memoryBus } from './bus.ts';
import { memoryDrop } from './drop.ts';
import { memoryEdge } from './edge.ts';
import { memoryPages } from './pages.ts';
import { type MemoryQueues, memoryQueues } from './queues.ts';
import { type MemoryTable, memoryTable } from './table.ts';

/** Everything that tests and the simulation decide for themselves. */
export interface MemoryOptions {
  readonly sites: Ports['sites'];
  readonly now: Ports['now'];
  /** Hears of each new CHANGE item. */
  readonly onInsert?: (item: Item) => void;
  /** Whether the edge caches, as long as each page's Cache-Control says. */
  readonly cached?: boolean;
  readonly log?: Ports['log'];
}

export type MemoryPorts = Ports & {
  readonly table: MemoryTable;
  readonly queues: MemoryQueues;
  readonly bus: MemoryBus;
};

/** The whole outside world in memory. Two worlds given the same calls are the same: nonces are counted. */
export function memoryPorts({ sites, now, onInsert, cached, log }: MemoryOptions): MemoryPorts {
  const pages = memoryPages();
  let nonces = 0;
  return {
    table: memoryTable(onInsert),
    pages,
    queues: memoryQueues(),
    bus: memoryBus(),
    edge: cached ? memoryEdge(pages, now) : memoryEdge(pages),
    drop: memoryDrop(),
    now,
    // Time is the caller's: it does not go by because somebody waits.
    pause: async () => {},
    nonce: () => {
      nonces += 1;
      return `nonce${String(nonces).padStart(15, '0')}`;
    },
    sites,
    log: log ?? (() => {}),
  };
}
