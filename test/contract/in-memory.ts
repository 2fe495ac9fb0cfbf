import { memoryPorts } from '#adapters/memory/ports.ts';
import type { Outgoing } from '#domain/ports.ts';
import { instant } from '#domain/time.ts';
import type { World } from './worlds.ts';

export async function inMemory(): Promise<World> {
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
    close: async () => {},
  };
}
