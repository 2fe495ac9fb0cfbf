import type { Bus, BusEntry } from '#domain/ports.ts';
import { checkEntries } from '../bus-entry.ts';

/** A bus in memory: outcomes put on it wait for whoever takes them. */
export interface MemoryBus extends Bus {
  /** The outcomes put since the last call, oldest first. */
  readonly take: () => readonly BusEntry[];
}

export function memoryBus(): MemoryBus {
  const taken: BusEntry[] = [];
  return {
    async put(entries) {
      checkEntries(entries);
      taken.push(...entries);
    },
    take: () => taken.splice(0),
  };
}
