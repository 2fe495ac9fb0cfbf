import type { Instant, SiteId } from '#domain/ids.ts';
import type {
  Consume,
  Drop,
  Edge,
  Incoming,
  PageStore,
  Ports,
  Queues,
  Table,
} from '#domain/ports.ts';
import type { Site } from '#domain/site/site.ts';
import { instant } from '#domain/time.ts';
import type { Chance } from './chance.ts';
import { type Ending, Invocation, type Outage } from './invocation.ts';
import type { Timeline } from './timeline.ts';

/** What a function's process is given to reach the world; each view speaks for the invocation that runs. */
export interface Services {
  readonly table: (current: () => Invocation) => Table;
  readonly pages: (current: () => Invocation) => PageStore;
  readonly edge: (current: () => Invocation) => Edge;
  readonly queues: (current: () => Invocation) => Queues;
  readonly bus: (current: () => Invocation) => Ports['bus'];
  readonly drop: (current: () => Invocation) => Drop;
  /** What a function takes for the time; added to its own clock's error. */
  readonly clockMs: (name: string) => number;
  readonly sites: ReadonlyMap<SiteId, Site>;
  readonly log: (name: string, line: Parameters<Ports['log']>[0]) => void;
}

export interface FunctionPlan {
  readonly name: string;
  readonly consume: Consume;
  readonly limitMs: number;
  /** How many run at once at most. */
  readonly concurrency: number;
}

interface Process {
  readonly ports: Ports;
  running: Invocation;
}

/** A function and its processes: one runs one batch at a time, is used again when that went well, and dies with it when not. */
export class SimFunction {
  readonly name: string;
  calls = 0;
  invocations = 0;
  /** The most calls that any one batch made. */
  callsMax = 0;
  busy = 0;
  readonly #plan: FunctionPlan;
  readonly #idle: Process[] = [];
  readonly #services: Services;
  readonly #world: { timeline: Timeline; chance: Chance; outages: readonly Outage[] };
  #nonces = 0;

  constructor(
    plan: FunctionPlan,
    services: Services,
    world: { timeline: Timeline; chance: Chance; outages: readonly Outage[] },
  ) {
    this.name = plan.name;
    this.#plan = plan;
    this.#services = services;
    this.#world = world;
  }

  get isFull(): boolean {
    return this.busy >= this.#plan.concurrency;
  }

  start(batch: readonly Incoming[], ended: (ending: Ending) => void): void {
    const warm = this.#idle.pop();
    this.busy += 1;
    this.invocations += 1;
    const invocation = new Invocation(this.name, this.#world, this.#plan.limitMs, (ending) => {
      this.busy -= 1;
      this.calls += invocation.calls;
      this.callsMax = Math.max(this.callsMax, invocation.calls);
      if (ending.how === 'returned' || ending.how === 'threw') this.#idle.push(process);
      ended(ending);
    });
    const process = warm ?? this.#boot(invocation);
    process.running = invocation;
    this.#plan.consume(batch, process.ports).then(
      (failed) => invocation.end({ how: 'returned', failed }),
      (error: unknown) => {
        this.#services.log(this.name, { message: String(error) });
        invocation.end({ how: 'threw' });
      },
    );
  }

  #boot(first: Invocation): Process {
    const { table, pages, edge, queues, bus, drop, sites, clockMs, log } = this.#services;
    const current = (): Invocation => process.running;
    const process: Process = {
      running: first,
      ports: {
        table: table(current),
        pages: pages(current),
        edge: edge(current),
        queues: queues(current),
        bus: bus(current),
        drop: drop(current),
        sites,
        now: (): Instant => instant(clockMs(this.name) + process.running.skewMs),
        pause: (ms) => new Promise((resolve) => this.#world.timeline.after(ms, resolve)),
        nonce: () => this.#nonce(),
        log: (line) => log(this.name, line),
      },
    };
    return process;
  }

  #nonce(): string {
    this.#nonces += 1;
    return `${this.name}-${this.#nonces}`;
  }
}
