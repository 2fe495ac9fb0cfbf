import { firstIndex } from './sorted.ts';
import { compareText } from './value.ts';

/* 32-bit FNV-1a (Fowler, Noll, Vo), then the finaliser of MurmurHash3 to spread similar keys. */
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** A 32-bit hash of a partition key's text. */
export function hashOf(text: string): number {
  let hash = FNV_OFFSET;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

interface Slot {
  readonly hash: number;
  readonly partition: string;
}

const compareSlots = (a: Slot, b: Slot): number =>
  a.hash - b.hash || compareText(a.partition, b.partition);

/**
 * The order in which a Scan meets the partitions: by hash, as in DynamoDB, so that no caller comes to lean on a more
 * convenient one. Sorted only when a Scan needs it; partitions that vanished are dropped then.
 */
export class ScanOrder {
  #sorted: Slot[] = [];
  #fresh: Slot[] = [];

  add(partition: string): void {
    this.#fresh.push({ hash: hashOf(partition), partition });
  }

  /** The partitions that still exist after the given one, which need not exist any more. */
  *after(
    partition: string | undefined,
    existing: { has(partition: string): boolean },
  ): Generator<string> {
    const sorted = this.#settle(existing);
    const from = partition === undefined ? undefined : { hash: hashOf(partition), partition };
    const start = from ? firstIndex(sorted, (slot) => compareSlots(slot, from) > 0) : 0;
    for (let at = start; at < sorted.length; at += 1) {
      const slot = sorted[at];
      if (slot && existing.has(slot.partition)) yield slot.partition;
    }
  }

  #settle(existing: { has(partition: string): boolean }): readonly Slot[] {
    if (this.#fresh.length === 0) return this.#sorted;
    const all = [...this.#sorted, ...this.#fresh].filter((slot) => existing.has(slot.partition));
    all.sort(compareSlots);
    this.#sorted = all.filter((slot, at) => slot.partition !== all[at - 1]?.partition);
    this.#fresh = [];
    return this.#sorted;
  }
}
