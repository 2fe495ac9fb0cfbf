/** A posting of the generated archive: an article's number, and how much it is about the term. */
export interface NumberedPosting {
  readonly number: number;
  readonly weight: number;
}

const HASHES = 2 ** 30;
const NUMBERS = 2 ** 20;
const WEIGHTS = 2 ** 3;

/** As a set is left: cut back to 114 when it exceeds 130, so anything between. */
const KEPT_MIN = 114;
const KEPT_MAX = 130;

/**
 * The postings of millions of articles outside the heap: 53 bits each, hash above weight above number, so that sorted
 * numbers are sorted postings. Numbers ascend in time, as the days of postings do.
 */
export class CompactPostings {
  #all = new Float64Array(1 << 16);
  #size = 0;

  add(hash: number, weight: number, number: number): void {
    if (hash >= HASHES || weight >= WEIGHTS || number >= NUMBERS) {
      throw new RangeError(
        `A posting of term ${hash}, weight ${weight}, article ${number} does not fit: at most ${NUMBERS} articles.`,
      );
    }
    if (this.#size === this.#all.length) {
      const grown = new Float64Array(this.#all.length * 2);
      grown.set(this.#all);
      this.#all = grown;
    }
    this.#all[this.#size] = (hash * WEIGHTS + weight) * NUMBERS + number;
    this.#size += 1;
  }

  /** Puts them in order. Call it when all are there. */
  sort(): void {
    this.#all.subarray(0, this.#size).sort();
  }

  /** What the term's set holds: the weightiest, of these the newest. */
  of(hash: number): readonly NumberedPosting[] {
    const from = this.#firstFrom(hash);
    const to = this.#firstFrom(hash + 1);
    const kept = to - from <= KEPT_MAX ? to - from : KEPT_MIN + (hash % (KEPT_MAX - KEPT_MIN + 1));
    return Array.from(this.#all.subarray(to - kept, to), (code) => ({
      number: code % NUMBERS,
      weight: Math.floor(code / NUMBERS) % WEIGHTS,
    }));
  }

  #firstFrom(hash: number): number {
    const sought = hash * WEIGHTS * NUMBERS;
    let low = 0;
    let high = this.#size;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((this.#all[middle] ?? 0) < sought) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
