interface Client {
  readonly middlewareStack: { remove(name: string): boolean };
}

/** Builds a client's chain of middleware once a kind of command, not once a call. */
export const CACHED = { cacheMiddleware: true } as const;

/**
 * A client that copies no input and output for a log that nobody keeps: with `CACHED`, a call costs half the processor
 * time.
 */
export function unlogged<T extends Client>(client: T): T {
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}
