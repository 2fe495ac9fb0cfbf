/** Something that reads on behalf of functions until it is stopped. */
export interface Source {
  readonly name: string;
  /** Whether it has nothing to hand over now; what is delayed on purpose does not count. */
  idle(): Promise<boolean>;
  /** Takes nothing more; resolves when what was under way has ended. */
  stop(): Promise<void>;
}

/** Lambda hands a function at most 6 MB; what is above waits for the next invocation. */
export const PAYLOAD_BYTES_MAX = 6 * 1024 * 1024;

/** Waits, but not beyond the end. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  const end = () => {
    clearTimeout(timer);
    resolve();
  };
  signal.addEventListener('abort', end, { once: true });
  return promise.finally(() => signal.removeEventListener('abort', end));
}
