import type { Incoming, Item } from '#domain/ports.ts';
import type { Chance } from './chance.ts';
import type { SimFunction } from './functions.ts';
import type { Timeline } from './timeline.ts';

const LANES = 4;
const BATCH = 50;
/** The stage's own retryAttempts, and the first try. */
const TRIES_MAX = 6;
const DUPLICATES = 0.02;
const LOST_UNDER_SABOTAGE = 0.15;

interface Lane {
  readonly waiting: Incoming[];
  tries: number;
  busy: boolean;
}

/**
 * The table's stream: changes in the order of their partition, at least once, several partitions side by side. A batch
 * that fails holds up its lane until it goes through or is given up; then only the sweep knows of its changes.
 */
export class SimStream {
  givenUp = 0;
  readonly #lanes: readonly Lane[];
  readonly #consumer: SimFunction;
  readonly #timeline: Timeline;
  readonly #chance: Chance;
  readonly #lossy: boolean;
  #records = 0;

  constructor(
    consumer: SimFunction,
    { timeline, chance }: { readonly timeline: Timeline; readonly chance: Chance },
    lossy: boolean,
  ) {
    this.#consumer = consumer;
    this.#timeline = timeline;
    this.#chance = chance;
    this.#lossy = lossy;
    this.#lanes = Array.from({ length: LANES }, () => ({ waiting: [], tries: 0, busy: false }));
  }

  get size(): number {
    return this.#lanes.reduce((sum, { waiting }) => sum + waiting.length, 0);
  }

  inserted(item: Item): void {
    if (this.#lossy && this.#chance.roll('lost change') < LOST_UNDER_SABOTAGE) return;
    this.#records += 1;
    const lane = this.#lanes[Number(item.pk.slice(item.pk.lastIndexOf('#') + 1)) % LANES];
    if (!lane) return;
    lane.waiting.push({ id: String(this.#records), body: JSON.stringify(item), attempt: 1 });
    this.#timeline.after(this.#lateness(), () => this.#read(lane));
  }

  #lateness(): number {
    if (this.#chance.calm) return 5;
    if (this.#chance.fault('delay', 'stream', 0.02))
      return this.#chance.between('stream late', 1000, 20_000);
    return this.#chance.between('stream', 5, 200);
  }

  #read(lane: Lane): void {
    if (lane.busy || lane.waiting.length === 0) return;
    const batch = lane.waiting.slice(0, 1 + Math.floor(this.#chance.roll('stream batch') * BATCH));
    lane.busy = true;
    this.#consumer.start(batch, (ending) => {
      lane.busy = false;
      lane.tries += 1;
      const through =
        ending.how === 'returned' && !this.#chance.fault('duplicate', 'stream', DUPLICATES);
      if (through || lane.tries >= TRIES_MAX) {
        if (!through) this.givenUp += batch.length;
        lane.waiting.splice(0, batch.length);
        lane.tries = 0;
      }
      this.#timeline.after(this.#lateness(), () => this.#read(lane));
    });
  }
}
