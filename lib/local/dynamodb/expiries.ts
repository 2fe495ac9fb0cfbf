import type { Stored } from './partition.ts';
import { attribute } from './value.ts';

const BUCKET_SECONDS = 3600;
/** What expired longer ago is taken for a mistake and kept (developer guide, “Time to Live”). */
const PAST_SECONDS_MAX = 5 * 365 * 86_400;

/** When items are due to go, by the hour, so that a sweep need not look at every item. */
export class Expiries {
  readonly #hours = new Map<number, Set<Stored>>();

  add(stored: Stored, name: string | undefined): void {
    const hour = hourOf(stored, name);
    if (hour === undefined) return;
    const bucket = this.#hours.get(hour);
    if (bucket) bucket.add(stored);
    else this.#hours.set(hour, new Set([stored]));
  }

  delete(stored: Stored, name: string | undefined): void {
    const hour = hourOf(stored, name);
    const bucket = hour === undefined ? undefined : this.#hours.get(hour);
    if (hour === undefined || !bucket) return;
    bucket.delete(stored);
    if (bucket.size === 0) this.#hours.delete(hour);
  }

  clear(): void {
    this.#hours.clear();
  }

  before(second: number, name: string | undefined): Stored[] {
    const hour = Math.floor(second / BUCKET_SECONDS);
    return [...this.#hours]
      .filter(([due]) => due <= hour)
      .flatMap(([, bucket]) => [...bucket])
      .filter((stored) => {
        const due = secondOf(stored, name);
        return due !== undefined && due < second && due > second - PAST_SECONDS_MAX;
      });
  }
}

function hourOf(stored: Stored, name: string | undefined): number | undefined {
  const second = secondOf(stored, name);
  return second === undefined ? undefined : Math.floor(second / BUCKET_SECONDS);
}

function secondOf({ item }: Stored, name: string | undefined): number | undefined {
  const value = name === undefined ? undefined : attribute(item, name);
  return value && 'N' in value ? Number(value.N) : undefined;
}
