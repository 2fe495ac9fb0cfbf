import { setTimeout as pause } from 'node:timers/promises';
import type { Outcome, Receipt } from '#domain/publishing/receipt.ts';
import { Failure } from '../failure.ts';

/** Receipts by event id, as far as there are any. */
export type ReadReceipts = (
  eventIds: readonly string[],
) => Promise<ReadonlyMap<string, Pick<Receipt, 'outcome'>>>;

const LOOK_MAX = 300;
const PAUSE_MS_MIN = 40;
const PAUSE_MS_MAX = 500;

/**
 * Waits until each event has its first outcome and tells it once. Events may be added while it waits; it ends when it
 * was closed and nothing is left.
 */
export class OutcomeWait {
  readonly #read: ReadReceipts;
  readonly #told: (outcome: Outcome) => void;
  readonly #patienceMs: number;
  /** In the order to look at. */
  readonly #waiting = new Set<string>();
  #closed = false;

  constructor(read: ReadReceipts, told: (outcome: Outcome) => void, patienceMs: number) {
    this.#read = read;
    this.#told = told;
    this.#patienceMs = patienceMs;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  add(eventId: string): void {
    this.#waiting.add(eventId);
  }

  close(): void {
    this.#closed = true;
  }

  /** @throws Failure when nothing at all was answered for longer than patience lasts. */
  async finish(): Promise<void> {
    let between = PAUSE_MS_MIN;
    let last = Date.now();
    while (!this.#closed || this.#waiting.size > 0) {
      if (await this.#look()) {
        between = PAUSE_MS_MIN;
        last = Date.now();
        continue;
      }
      if (this.#waiting.size === 0) last = Date.now();
      if (Date.now() - last > this.#patienceMs) throw this.#lost();
      await pause(between);
      between = Math.min(PAUSE_MS_MAX, between * 1.5);
    }
  }

  /** Looks at those that waited longest; whether any was answered. */
  async #look(): Promise<boolean> {
    const ids = this.#next();
    if (ids.length === 0) return false;
    const receipts = await this.#read(ids);
    let answered = false;
    for (const id of ids) {
      this.#waiting.delete(id);
      const outcome = receipts.get(id)?.outcome;
      if (outcome) this.#told(outcome);
      else this.#waiting.add(id);
      answered ||= outcome !== undefined;
    }
    return answered;
  }

  #next(): readonly string[] {
    const ids: string[] = [];
    for (const id of this.#waiting) {
      if (ids.length === LOOK_MAX) break;
      ids.push(id);
    }
    return ids;
  }

  #lost(): Failure {
    const [first = ''] = this.#waiting;
    const seconds = Math.round(this.#patienceMs / 1_000);
    return new Failure(
      `${this.#waiting.size} events had no outcome for ${seconds} seconds (the first is ${first}): look at the dead-letter queues and the logs.`,
    );
  }
}
