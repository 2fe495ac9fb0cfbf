import { randomUUID } from 'node:crypto';
import { Environment, type EnvironmentOptions } from './environment.ts';
import type { FunctionError } from './messages.ts';

/** How an invocation ended. `result`: what the handler gave, parsed. */
export type Invoked =
  | { readonly requestId: string; readonly result: unknown }
  | { readonly requestId: string; readonly error: FunctionError };

/** The right to run one invocation now. */
export interface Slot {
  invoke(event: unknown): Promise<Invoked>;
  release(): void;
}

export interface FunctionOptions extends EnvironmentOptions {
  readonly concurrencyMax: number;
  /** Told once before each invocation, e.g. to book the permissions that its logs need. */
  onInvoke(): void;
}

const CLOSED: FunctionError = {
  errorType: 'Runtime.Stopped',
  errorMessage: 'The runtime has stopped.',
};

/** A function of the template: as many environments as its concurrency allows, made when they are needed. */
export class LambdaFunction {
  readonly name: string;
  readonly arn: string;
  readonly concurrencyMax: number;
  readonly #options: FunctionOptions;
  readonly #waiting: ((slot: Slot) => void)[] = [];
  readonly #idle: Environment[] = [];
  readonly #all = new Set<Environment>();
  #busy = 0;
  #closed = false;

  constructor(options: FunctionOptions) {
    this.#options = options;
    this.name = options.boot.functionName;
    this.arn = options.boot.functionArn;
    this.concurrencyMax = options.concurrencyMax;
  }

  /** Whether anything runs or waits to. */
  get busy(): boolean {
    return this.#busy > 0 || this.#waiting.length > 0;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Starts a first environment ahead of time. Resolves with what went wrong, if something did. */
  async warm(): Promise<FunctionError | undefined> {
    const environment = this.#start();
    this.#idle.push(environment);
    return environment.ready;
  }

  /** Waits, in turn, for the right to run. Sources ask before they take messages, so that none waits invisibly. */
  slot(): Promise<Slot> {
    const { promise, resolve } = Promise.withResolvers<Slot>();
    this.#waiting.push(resolve);
    this.#serve();
    return promise;
  }

  async invoke(event: unknown): Promise<Invoked> {
    const slot = await this.slot();
    try {
      return await slot.invoke(event);
    } finally {
      slot.release();
    }
  }

  /** Ends every environment; what is invoked from now on fails. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#all].map((environment) => environment.close()));
    this.#options.log.close();
  }

  #serve(): void {
    while (this.#busy < this.concurrencyMax) {
      const next = this.#waiting.shift();
      if (!next) return;
      this.#busy += 1;
      next(this.#newSlot());
    }
  }

  #newSlot(): Slot {
    let released = false;
    return {
      invoke: (event) => this.#run(JSON.stringify(event)),
      release: () => {
        if (released) return;
        released = true;
        this.#busy -= 1;
        this.#serve();
      },
    };
  }

  async #run(event: string): Promise<Invoked> {
    const requestId = randomUUID();
    if (this.#closed) return { requestId, error: CLOSED };
    this.#options.onInvoke();
    const environment = this.#take();
    const outcome = await environment.invoke(requestId, event);
    if (environment.alive) this.#idle.push(environment);
    else this.#all.delete(environment);
    if ('error' in outcome) {
      const { errorType, errorMessage, trace = [] } = outcome.error;
      this.#options.log.write(
        `${requestId} ${errorType}: ${errorMessage}\n${trace.slice(1).join('\n')}\n`,
      );
      return { requestId, error: outcome.error };
    }
    return { requestId, result: outcome.result === undefined ? null : JSON.parse(outcome.result) };
  }

  #take(): Environment {
    for (;;) {
      const idle = this.#idle.pop();
      if (!idle) return this.#start();
      if (idle.alive) return idle;
      this.#all.delete(idle);
    }
  }

  #start(): Environment {
    const environment = new Environment(this.#options);
    this.#all.add(environment);
    return environment;
  }
}
