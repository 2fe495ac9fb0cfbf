import { memoryPorts } from '#adapters/memory/ports.ts';
import { siteId } from '#domain/ids.ts';
import type { BusEntry, Outgoing, Ports, QueueName } from '#domain/ports.ts';
import { instant } from '#domain/time.ts';

type Tested = Pick<Ports, 'table' | 'pages' | 'queues' | 'bus' | 'edge' | 'drop'>;

/** One set of adapters, with what the contract needs to see of the services behind them. */
export interface World extends Tested {
  /** The messages that arrived on a queue since the last look, in any order. */
  readonly arrived: (queue: QueueName) => Promise<readonly Pick<Outgoing, 'body'>[]>;
  readonly heard: () => Promise<readonly BusEntry[]>;
}

/** The site that every world has. */
export const DAILY = siteId('daily');

/** Every implementation of the ports; the contract is told over each. */
export const worlds: readonly { readonly name: string; readonly open: () => Promise<World> }[] = [
  { name: 'in memory', open: inMemory },
];

async function inMemory(): Promise<World> {
  const ports = memoryPorts({ sites: new Map(), now: () => instant(0) });
  const waiting: Outgoing[] = [];
  return {
    ...ports,
    arrived: async (queue) => {
      waiting.push(...ports.queues.take());
      const mine = waiting.filter((message) => message.queue === queue);
      const others = waiting.filter((message) => message.queue !== queue);
      waiting.splice(0, waiting.length, ...others);
      return mine;
    },
    heard: async () => ports.bus.take(),
  };
}
