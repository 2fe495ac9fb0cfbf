import type { Chance } from './chance.ts';
import type { Timeline } from './timeline.ts';

/** How an invocation ended. A function that broke off never says so: its queue finds out by waiting. */
export type Ending =
  | { readonly how: 'returned'; readonly failed: readonly string[] }
  | { readonly how: 'threw' | 'crashed' | 'timed out' };

/** A function's clock may be off by this much; what happens within it is nobody's fault. */
export const SKEW_MS_MAX = 2000;

const CRASHES = 0.002;
const REFUSALS = 0.003;
const LOST_ANSWERS = 0.003;
const STALLS = 0.004;
/** Writes to S3 are the slowest of all, and what stalls there is the most dangerous. */
const SLOW_PUTS = 0.04;
const STALL_MS_MAX = 25_000;
const CALM_MS = 4;

/** What an outage does to a service: most of its calls fail. */
export interface Outage {
  readonly service: string;
  readonly from: number;
  readonly to: number;
}

/**
 * One run of a function: all it does to the world passes through `act`, where it may be slowed down, refused, left
 * without an answer, or end for good.
 */
export class Invocation {
  readonly name: string;
  readonly skewMs: number;
  calls = 0;
  #alive = true;
  readonly #timeline: Timeline;
  readonly #chance: Chance;
  readonly #outages: readonly Outage[];
  readonly #ended: (ending: Ending) => void;

  constructor(
    name: string,
    world: {
      readonly timeline: Timeline;
      readonly chance: Chance;
      readonly outages: readonly Outage[];
    },
    limitMs: number,
    ended: (ending: Ending) => void,
  ) {
    this.name = name;
    this.#timeline = world.timeline;
    this.#chance = world.chance;
    this.#outages = world.outages;
    this.#ended = ended;
    const off = this.#chance.fault('skew', name, 0.3);
    this.skewMs = off ? Math.round(this.#chance.between('skew by', -SKEW_MS_MAX, SKEW_MS_MAX)) : 0;
    this.#timeline.after(limitMs, () => this.end({ how: 'timed out' }));
  }

  /** The first ending counts. */
  end(ending: Ending): void {
    if (!this.#alive) return;
    this.#alive = false;
    this.#ended(ending);
  }

  /** Does something to a service: it takes effect some time after it was asked for, and is answered some time later. */
  act<T>(what: string, effect: () => Promise<T>): Promise<T> {
    const where = `${this.name} ${what}`;
    this.calls += 1;
    return new Promise<T>((resolve, reject) => {
      const crashes = this.#chance.fault('crash', where, CRASHES);
      const answer = (settle: () => void): void =>
        this.#timeline.after(this.#passage(where), () => {
          if (!this.#alive) return;
          if (crashes) this.end({ how: 'crashed' });
          else settle();
        });
      this.#timeline.after(this.#passage(where), () => {
        if (!this.#alive) return;
        if (crashes && this.#chance.roll(`crash before ${where}`) < 0.5)
          return this.end({ how: 'crashed' });
        if (this.#refused(what, where))
          return answer(() => reject(new Error(`${what}: refused by the simulation`)));
        const lost = this.#chance.fault('lost answer', where, LOST_ANSWERS);
        effect().then(
          (result) =>
            answer(() =>
              lost ? reject(new Error(`${what}: answer lost by the simulation`)) : resolve(result),
            ),
          (error: unknown) => answer(() => reject(error)),
        );
      });
    });
  }

  #refused(what: string, where: string): boolean {
    const out = this.#outages.some(
      ({ service, from, to }) =>
        what.startsWith(service) && from <= this.#timeline.now && this.#timeline.now < to,
    );
    if (out && this.#chance.fault('outage', where, 0.7)) return true;
    return this.#chance.fault('refused', where, REFUSALS);
  }

  /** The way of a request or an answer: milliseconds, at times seconds. */
  #passage(where: string): number {
    if (this.#chance.calm) return CALM_MS;
    const stalls = where.endsWith('pages.put') ? SLOW_PUTS : STALLS;
    if (this.#chance.fault('stall', where, stalls))
      return this.#chance.between('stall', 500, STALL_MS_MAX);
    const luck = this.#chance.roll('passage');
    return 1 + 40 * luck * luck * luck;
  }
}
