import type { Item } from '#domain/ports.ts';
import { byUtf8 } from '../utf8-order.ts';

interface Range {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly newestFirst: boolean;
  readonly limit: number;
}

/** The items of one partition key, always in the order of their sort keys. */
export class Partition {
  readonly #items = new Map<string, Item>();
  readonly #order: string[] = [];

  get(sk: string): Item | undefined {
    return this.#items.get(sk);
  }

  /** Whether there was no such item before. */
  put(item: Item): boolean {
    const isNew = !this.#items.has(item.sk);
    if (isNew) this.#order.splice(this.#firstFrom(item.sk), 0, item.sk);
    this.#items.set(item.sk, item);
    return isNew;
  }

  delete(sk: string): void {
    if (this.#items.delete(sk)) this.#order.splice(this.#firstFrom(sk), 1);
  }

  range({ from, to, newestFirst, limit }: Range): readonly Item[] {
    const start = from === undefined ? 0 : this.#firstFrom(from);
    const end = to === undefined ? this.#order.length : this.#firstAfter(to);
    const count = Math.max(0, Math.min(end - start, limit));
    const keys = newestFirst
      ? this.#order.slice(end - count, end).reverse()
      : this.#order.slice(start, start + count);
    return keys.flatMap((sk) => this.#items.get(sk) ?? []);
  }

  readonly all = (): readonly Item[] =>
    this.range({ from: undefined, to: undefined, newestFirst: false, limit: this.#order.length });

  #firstFrom(sk: string): number {
    return this.#search((at) => byUtf8(at, sk) >= 0);
  }

  #firstAfter(sk: string): number {
    return this.#search((at) => byUtf8(at, sk) > 0);
  }

  /** The place of the first key for which `reached` is true; it is true for all that follow. */
  #search(reached: (sk: string) => boolean): number {
    let low = 0;
    let high = this.#order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const sk = this.#order[middle];
      if (sk === undefined || reached(sk)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
