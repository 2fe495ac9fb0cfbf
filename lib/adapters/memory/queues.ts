import type { Outgoing, Queues } from '#domain/ports.ts';
import { checkMessages } from '../message.ts';

/** Queues in memory: what was sent waits for a driver that delivers it when, and as often as, it likes. */
export interface MemoryQueues extends Queues {
  /** The messages sent since the last call, oldest first. */
  readonly take: () => readonly Outgoing[];
}

export function memoryQueues(): MemoryQueues {
  const sent: Outgoing[] = [];
  return {
    async send(messages) {
      checkMessages(messages);
      sent.push(...messages);
    },
    take: () => sent.splice(0),
  };
}
