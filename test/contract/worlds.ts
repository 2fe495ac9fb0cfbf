import type { SiteId } from '#domain/ids.ts';
import { siteId } from '#domain/ids.ts';
import type { BusEntry, Outgoing, Ports, QueueName } from '#domain/ports.ts';
import { embedded } from './embedded.ts';
import { inMemory } from './in-memory.ts';
import { onAws } from './on-aws.ts';

type Tested = Pick<Ports, 'table' | 'pages' | 'queues' | 'bus' | 'edge' | 'drop'>;

/** One set of adapters, with what the contract needs to see of the services behind them. */
export interface World extends Tested {
  /** The messages that arrived on a queue since the last look, in any order. */
  readonly arrived: (queue: QueueName) => Promise<readonly Pick<Outgoing, 'body'>[]>;
  /** The outcomes that the bus carried since the last look, in any order. */
  readonly heard: () => Promise<readonly BusEntry[]>;
  readonly close: () => Promise<void>;
}

/** The site that every world has. */
export const DAILY: SiteId = siteId('daily');

/** Every implementation of the ports; the contract is told over each. AWS itself only where a stage is named. */
export const worlds: readonly { readonly name: string; readonly open: () => Promise<World> }[] = [
  { name: 'in memory', open: inMemory },
  { name: 'over the SDK, embedded', open: embedded },
  ...(process.env['OFFSTONE_AWS_TESTS'] ? [{ name: 'over the SDK, on AWS', open: onAws }] : []),
];
