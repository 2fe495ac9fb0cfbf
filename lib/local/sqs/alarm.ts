/** setTimeout's limit: longer waits are made of several. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

/** One timer for many deadlines: rings at or after the earliest time it was set to. */
export class Alarm {
  readonly #now: () => number;
  readonly #ring: () => void;
  #timer: NodeJS.Timeout | undefined;
  #at = Number.POSITIVE_INFINITY;

  constructor(now: () => number, ring: () => void) {
    this.#now = now;
    this.#ring = ring;
  }

  /** Makes sure that the alarm rings at `time`; one set earlier stays. */
  set(time: number): void {
    if (time >= this.#at) return;
    this.stop();
    this.#at = time;
    const wait = Math.min(Math.max(time - this.#now(), 0), LONGEST_WAIT_MS);
    // Waiting alone must not keep the process from ending.
    this.#timer = setTimeout(() => {
      this.stop();
      this.#ring();
    }, Math.ceil(wait)).unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#at = Number.POSITIVE_INFINITY;
  }
}
