interface Client {
  readonly middlewareStack: { remove(name: string): boolean };
}

/**
 * How every client is set up. The chain of middleware is built once a kind of command, not once a call. Of calls that
 * fail one in twenty, three attempts in a row fail often enough to be met every day, and a message whose function gives
 * up is not seen again for minutes.
 */
export const CLIENT = { cacheMiddleware: true, maxAttempts: 5 } as const;

/**
 * A client that copies no input and output for a log that nobody keeps: with `CLIENT`, a call costs half the processor
 * time.
 */
export function unlogged<T extends Client>(client: T): T {
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}
