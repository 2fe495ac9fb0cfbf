import { Worker } from 'node:worker_threads';
import type { LogFile } from './log-file.ts';
import type { Boot, FunctionError, Invocation, Report } from './messages.ts';

/** Lambda gives a function ten seconds to initialise, beside its own time-out. */
const INIT_MS = 10_000;

/** Node on Lambda keeps a tenth of a function's memory for what is not its heap. */
const HEAP_SHARE = 0.9;

export type Outcome = { readonly result: string | undefined } | { readonly error: FunctionError };

export interface EnvironmentOptions {
  readonly boot: Boot;
  readonly variables: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly log: LogFile;
}

/** One execution environment: a thread with the bundle in it, doing one invocation at a time. */
export class Environment {
  readonly #options: EnvironmentOptions;
  readonly #worker: Worker;
  readonly #ready = Promise.withResolvers<FunctionError | undefined>();
  #current: { readonly requestId: string; end(outcome: Outcome): void } | undefined;
  #alive = true;

  constructor(options: EnvironmentOptions) {
    this.#options = options;
    const { boot, variables, log } = options;
    this.#worker = new Worker(new URL('./boot.ts', import.meta.url), {
      workerData: boot,
      env: { ...variables },
      execArgv: [],
      stdout: true,
      stderr: true,
      name: boot.functionName,
      resourceLimits: { maxOldGenerationSizeMb: Math.floor(boot.memoryMb * HEAP_SHARE) },
    });
    this.#worker.stdout.on('data', (chunk: Buffer) => log.write(chunk));
    this.#worker.stderr.on('data', (chunk: Buffer) => log.write(chunk));
    this.#worker.on('message', (report: Report) => this.#hear(report));
    this.#worker.on('error', (error) => this.#died(crash(error)));
    this.#worker.on('exit', (code) => this.#died(exited(code)));
    const late = setTimeout(() => this.#died(initTimedOut), INIT_MS);
    void this.#ready.promise.finally(() => clearTimeout(late));
  }

  /** False once it crashed or was ended: the next invocation needs a new one. */
  get alive(): boolean {
    return this.#alive;
  }

  /** Resolves when the bundle is imported, with what went wrong if something did. */
  get ready(): Promise<FunctionError | undefined> {
    return this.#ready.promise;
  }

  async invoke(requestId: string, event: string): Promise<Outcome> {
    const broken = await this.#ready.promise;
    if (broken) return { error: broken };
    if (!this.#alive) return { error: exited(0) };
    const { timeoutMs } = this.#options;
    const deadline = Date.now() + timeoutMs;
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    const timer = setTimeout(() => this.#died(timedOut(timeoutMs)), timeoutMs);
    this.#current = { requestId, end: resolve };
    this.#worker.postMessage({ requestId, event, deadline } satisfies Invocation);
    const outcome = await promise;
    clearTimeout(timer);
    this.#current = undefined;
    return outcome;
  }

  async close(): Promise<void> {
    this.#died(exited(0));
    await this.#worker.terminate();
  }

  #hear(report: Report): void {
    if (report.kind === 'ready') this.#ready.resolve(undefined);
    else if (report.kind === 'broken') this.#died(report.error);
    else if (report.requestId === this.#current?.requestId) {
      this.#current.end(
        report.kind === 'done' ? { result: report.result } : { error: report.error },
      );
    }
  }

  #died(error: FunctionError): void {
    if (!this.#alive) return;
    this.#alive = false;
    this.#ready.resolve(error);
    this.#current?.end({ error });
    void this.#worker.terminate();
  }
}

const timedOut = (timeoutMs: number): FunctionError => ({
  errorType: 'Sandbox.Timedout',
  errorMessage: `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
});

const initTimedOut: FunctionError = {
  errorType: 'Sandbox.Timedout',
  errorMessage: `Init timed out after ${(INIT_MS / 1000).toFixed(2)} seconds`,
};

const exited = (code: number): FunctionError => ({
  errorType: 'Runtime.ExitError',
  errorMessage: `Runtime exited without providing a reason (exit status ${code})`,
});

function crash(thrown: unknown): FunctionError {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const outOfMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return {
    errorType: outOfMemory ? 'Runtime.OutOfMemory' : error.name,
    errorMessage: error.message,
    trace: error.stack?.split('\n') ?? [],
  };
}
