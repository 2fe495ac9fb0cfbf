interface Moment {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/**
 * Virtual time: what is to happen, in order. One thing happens, all code that it wakes runs until it waits again, then
 * the next: so the order of everything in a simulated world is decided here, and is the same each time.
 */
export class Timeline {
  #now: number;
  #order = 0;
  readonly #heap: Moment[] = [];

  constructor(start: number) {
    this.#now = start;
  }

  get now(): number {
    return this.#now;
  }

  /** How many things are still to happen. */
  get pending(): number {
    return this.#heap.length;
  }

  at(at: number, run: () => void): void {
    this.#order += 1;
    this.#push({ at: Math.max(at, this.#now), order: this.#order, run });
  }

  after(ms: number, run: () => void): void {
    this.at(this.#now + ms, run);
  }

  /** Lets everything happen up to a moment, or until `done`. */
  async run(until: number, done: () => boolean = () => false): Promise<void> {
    for (;;) {
      const next = this.#heap[0];
      if (!next || next.at > until || done()) break;
      this.#pop();
      this.#now = next.at;
      next.run();
      await quiet();
    }
    if (!done()) this.#now = Math.max(this.#now, until);
  }

  #push(moment: Moment): void {
    const heap = this.#heap;
    let n = heap.push(moment) - 1;
    while (n > 0) {
      const up = (n - 1) >> 1;
      const parent = heap[up] as Moment;
      if (!before(moment, parent)) break;
      heap[n] = parent;
      n = up;
    }
    heap[n] = moment;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop() as Moment;
    if (heap.length === 0) return;
    let n = 0;
    for (;;) {
      let child = 2 * n + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1] as Moment, heap[child] as Moment))
        child += 1;
      if (!before(heap[child] as Moment, last)) break;
      heap[n] = heap[child] as Moment;
      n = child;
    }
    heap[n] = last;
  }
}

const before = (a: Moment, b: Moment): boolean => (a.at !== b.at ? a.at < b.at : a.order < b.order);

/** All promises that can go on have gone on: none of our code waits for anything but the timeline. */
const quiet = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
