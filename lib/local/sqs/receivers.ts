/** A consumer that waits for messages. */
interface Receiver<T> {
  /** Takes what it wants; nothing when there is nothing. */
  take(): readonly T[];
  finish(taken: readonly T[]): void;
}

export interface WaitOptions {
  /** How long to wait for a first message, in milliseconds; for ever when absent. */
  readonly waitMs?: number | undefined;
  /** Ends the wait with no messages. */
  readonly signal?: AbortSignal | undefined;
}

/** Consumers in line for a queue's next messages, first come, first served. */
export class Receivers<T> {
  readonly #line = new Set<Receiver<T>>();
  #waking = false;

  get waiting(): boolean {
    return this.#line.size > 0;
  }

  /** Resolves with what `take` gives once it gives anything, or with nothing when the wait is over. */
  wait(take: () => readonly T[], options: WaitOptions): Promise<readonly T[]> {
    if (options.signal?.aborted || options.waitMs === 0) return Promise.resolve([]);
    return new Promise((resolve) => {
      const end = () => receiver.finish([]);
      const timer = options.waitMs === undefined ? undefined : setTimeout(end, options.waitMs);
      const receiver: Receiver<T> = {
        take,
        finish: (taken) => {
          clearTimeout(timer);
          options.signal?.removeEventListener('abort', end);
          this.#line.delete(receiver);
          resolve(taken);
        },
      };
      options.signal?.addEventListener('abort', end, { once: true });
      this.#line.add(receiver);
    });
  }

  /** Serves the line when this turn is over, so that a batch sent in it is received as one. */
  wake(): void {
    if (this.#waking || !this.waiting) return;
    this.#waking = true;
    queueMicrotask(() => {
      this.#waking = false;
      for (const receiver of this.#line) {
        const taken = receiver.take();
        if (taken.length === 0) return;
        receiver.finish(taken);
      }
    });
  }

  /** Sends everybody home with nothing. */
  close(): void {
    for (const receiver of this.#line) receiver.finish([]);
  }
}
