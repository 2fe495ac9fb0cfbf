import type { Server } from 'node:http';

/** The only address anything of the runtime listens on. */
export const HOST = '127.0.0.1';

/** Puts a server on a port of this machine alone. @throws Error in one line when the port is taken. */
export async function listen(server: Server, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen({ host: HOST, port, exclusive: true }, resolve);
  try {
    await promise;
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    const why = code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be used (${code})`;
    throw new Error(`Port ${port} ${why}: choose another one with --port.`, { cause });
  }
}

/** Closes a server and what is still connected to it. */
export async function close(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeAllConnections();
  await promise;
}
