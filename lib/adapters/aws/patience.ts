/** A failure that came sooner took nothing from whoever waited. */
const COSTLY_MS = 1000;

/** Longer than any function runs, so that none meets the same outage twice. */
const REST_MS = 60_000;

/**
 * Keeps a service that is slow or gone from taking the time of whoever can do without it: no call may last longer than
 * it is given, and after one that failed at such a cost the service is left alone for a while.
 */
export class Patience {
  readonly #restMs: number;
  #restsUntil = 0;

  constructor(restMs: number = REST_MS) {
    this.#restMs = restMs;
  }

  /** @param call has to end by itself when the signal is given. */
  async within<T>(
    what: string,
    milliseconds: number,
    call: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const started = performance.now();
    if (started < this.#restsUntil) {
      const seconds = Math.ceil((this.#restsUntil - started) / 1000);
      throw new Error(`${what}: left alone for another ${seconds} s, since it failed slowly.`);
    }
    const given = AbortSignal.timeout(milliseconds);
    let failed = true;
    try {
      const answer = await call(given);
      failed = false;
      return answer;
    } catch (cause) {
      if (!given.aborted) throw cause;
      throw new Error(`${what}: no answer within ${milliseconds} ms.`, { cause });
    } finally {
      const now = performance.now();
      if (given.aborted || (failed && now - started > COSTLY_MS)) {
        this.#restsUntil = now + this.#restMs;
      }
    }
  }
}

/** Waits for a call no longer than until the signal: between two attempts the SDK does not look at it. */
export function unlessAborted<T>(signal: AbortSignal, call: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  return Promise.race([call, promise]).finally(() => signal.removeEventListener('abort', abort));
}
