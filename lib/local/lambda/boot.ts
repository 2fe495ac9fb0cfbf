/*
 * The inside of an execution environment: a worker thread that imports one bundle, unmodified, and hands it one event
 * at a time.
 */
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { Boot, FunctionError, Invocation, Report } from './messages.ts';

type Handler = (event: unknown, context: object) => unknown;

const boot: Boot = workerData;

function describe(thrown: unknown): FunctionError {
  if (!(thrown instanceof Error)) return { errorType: typeof thrown, errorMessage: String(thrown) };
  const trace = thrown.stack?.split('\n') ?? [];
  return { errorType: thrown.name, errorMessage: thrown.message, trace };
}

async function loadHandler(): Promise<Handler> {
  const module: Record<string, unknown> = await import(pathToFileURL(boot.file).href);
  const found = find(module, boot.handler) ?? find(module['default'], boot.handler);
  if (typeof found !== 'function') {
    throw Object.assign(new Error(`${boot.handler} is undefined or not exported`), {
      name: 'Runtime.HandlerNotFound',
    });
  }
  return found as Handler;
}

function find(from: unknown, path: string): unknown {
  let value = from;
  for (const name of path.split('.')) {
    if (value === null || (typeof value !== 'object' && typeof value !== 'function'))
      return undefined;
    value = Reflect.get(value, name);
  }
  return value;
}

const contextOf = ({ requestId, deadline }: Invocation): object => ({
  callbackWaitsForEmptyEventLoop: true,
  functionName: boot.functionName,
  functionVersion: '$LATEST',
  invokedFunctionArn: boot.functionArn,
  memoryLimitInMB: String(boot.memoryMb),
  awsRequestId: requestId,
  logGroupName: boot.logGroup,
  logStreamName: boot.logStream,
  getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
});

async function run(handler: Handler, invocation: Invocation): Promise<Report> {
  const { requestId } = invocation;
  try {
    const result = JSON.stringify(
      await handler(JSON.parse(invocation.event), contextOf(invocation)),
    );
    return result === undefined ? { kind: 'done', requestId } : { kind: 'done', requestId, result };
  } catch (thrown) {
    return { kind: 'failed', requestId, error: describe(thrown) };
  }
}

const report = (message: Report): void => parentPort?.postMessage(message);

try {
  const handler = await loadHandler();
  parentPort?.on('message', async (invocation: Invocation) =>
    report(await run(handler, invocation)),
  );
  report({ kind: 'ready' });
} catch (thrown) {
  report({ kind: 'broken', error: describe(thrown) });
}
