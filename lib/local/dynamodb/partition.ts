import type { SortRange } from './expression/key-condition.ts';
import { orderText } from './key-schema.ts';
import { firstIndex } from './sorted.ts';
import type { Item } from './value.ts';

/** An item in its place. */
export interface Stored {
  readonly item: Item;
  readonly size: number;
  readonly partition: string;
  readonly sort: string;
}

/** The items of one partition key, in the order of their sort keys. */
export class Partition {
  readonly #items = new Map<string, Stored>();
  readonly #sorts: string[] = [];

  get size(): number {
    return this.#items.size;
  }

  get(sort: string): Stored | undefined {
    return this.#items.get(sort);
  }

  put(stored: Stored): void {
    const { sort } = stored;
    if (!this.#items.has(sort)) {
      const last = this.#sorts.at(-1);
      if (last === undefined || last < sort) this.#sorts.push(sort);
      else this.#sorts.splice(this.#from(sort), 0, sort);
    }
    this.#items.set(sort, stored);
  }

  delete(sort: string): void {
    if (this.#items.delete(sort)) this.#sorts.splice(this.#from(sort), 1);
  }

  /** The items of a range, after or (backwards) before the sort key `beyond`. */
  *range(
    range: SortRange | undefined,
    backwards: boolean,
    beyond: string | undefined,
  ): Generator<Stored> {
    let [start, end] = range ? this.#bounds(range) : [0, this.#sorts.length];
    if (beyond !== undefined) {
      if (backwards) end = Math.min(end, this.#from(beyond));
      else start = Math.max(start, this.#after(beyond));
    }
    for (let step = 0; step < end - start; step += 1) {
      const sort = this.#sorts[backwards ? end - 1 - step : start + step];
      const stored = sort === undefined ? undefined : this.#items.get(sort);
      if (stored) yield stored;
    }
  }

  #bounds(range: SortRange): [number, number] {
    if (range.operator === 'between') {
      return [this.#from(orderText(range.low)), this.#after(orderText(range.high))];
    }
    if (range.operator === 'begins') {
      const prefix = orderText(range.prefix);
      const end = firstIndex(this.#sorts, (sort) => sort > prefix && !sort.startsWith(prefix));
      return [this.#from(prefix), end];
    }
    const value = orderText(range.value);
    const open: [number, number] = [0, this.#sorts.length];
    switch (range.operator) {
      case '=':
        return [this.#from(value), this.#after(value)];
      case '<':
        return [open[0], this.#from(value)];
      case '<=':
        return [open[0], this.#after(value)];
      case '>':
        return [this.#after(value), open[1]];
      case '>=':
        return [this.#from(value), open[1]];
    }
  }

  #from(sort: string): number {
    return firstIndex(this.#sorts, (one) => one >= sort);
  }

  #after(sort: string): number {
    return firstIndex(this.#sorts, (one) => one > sort);
  }
}
