/** Something that becomes due at a time; the heap keeps its own place in it. */
export interface Dated {
  dueAt: number;
  /** The heap's own: where the thing stands, or -1 when it is not in one. */
  place: number;
  /** The heap's own: among things due together, the first to come is the first to go. */
  turn: number;
}

const isBefore = (a: Dated, b: Dated): boolean =>
  a.dueAt < b.dueAt || (a.dueAt === b.dueAt && a.turn < b.turn);

/**
 * Things waiting for their time, earliest first.
 *
 * A binary heap whose entries know their place, so that a message deleted long before its time is over leaves at once
 * and takes its body's memory with it.
 */
export class Deadlines<T extends Dated> {
  readonly #heap: T[] = [];
  #turns = 0;

  get size(): number {
    return this.#heap.length;
  }

  get earliest(): T | undefined {
    return this.#heap[0];
  }

  add(item: T): void {
    item.place = this.#heap.length;
    this.#turns += 1;
    item.turn = this.#turns;
    this.#heap.push(item);
    this.#rise(item);
  }

  remove(item: T): void {
    const { place } = item;
    if (place < 0) return;
    item.place = -1;
    const last = this.#heap.pop();
    if (last === undefined || last === item) return;
    this.#put(last, place);
    this.#rise(last);
    this.#sink(last);
  }

  /** Takes out everything due at or before `now`, earliest first. */
  *due(now: number): Generator<T> {
    for (let item = this.#heap[0]; item && item.dueAt <= now; item = this.#heap[0]) {
      this.remove(item);
      yield item;
    }
  }

  clear(): void {
    for (const item of this.#heap) item.place = -1;
    this.#heap.length = 0;
  }

  #put(item: T, place: number): void {
    this.#heap[place] = item;
    item.place = place;
  }

  #rise(item: T): void {
    let place = item.place;
    while (place > 0) {
      const up = (place - 1) >> 1;
      const parent = this.#heap[up];
      if (parent === undefined || isBefore(parent, item)) break;
      this.#put(parent, place);
      place = up;
    }
    this.#put(item, place);
  }

  #sink(item: T): void {
    let place = item.place;
    for (;;) {
      const child = this.#earlierChild(place);
      if (child === undefined || !isBefore(child, item)) break;
      const down = child.place;
      this.#put(child, place);
      place = down;
    }
    this.#put(item, place);
  }

  #earlierChild(place: number): T | undefined {
    const left = this.#heap[2 * place + 1];
    const right = this.#heap[2 * place + 2];
    return left && right && isBefore(right, left) ? right : left;
  }
}
