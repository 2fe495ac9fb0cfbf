import type { Incoming } from '#domain/ports.ts';
import type { Chance } from './chance.ts';
import type { SimFunction } from './functions.ts';
import type { Ending } from './invocation.ts';
import type { Timeline } from './timeline.ts';

interface Message {
  readonly id: string;
  readonly body: string;
  receives: number;
  visibleAt: number;
}

export interface QueuePlan {
  readonly name: string;
  readonly batch: number;
  readonly visibilityMs: number;
}

/** As often as a message is tried (the stage's own maxReceiveCount). */
const RECEIVES_MAX = 6;
const DUPLICATES = 0.02;
const DELAYS = 0.03;
const UNDELETED = 0.005;
/** The poller of a queue looks again this soon when its function was busy. */
const BUSY_MS = 50;

/**
 * A queue as SQS is: messages come at least once, in any order, sometimes late, sometimes while an earlier delivery is
 * still at work; what was not finished comes again when its visibility time-out is over, and ends as a dead letter.
 */
export class SimQueue {
  readonly name: string;
  readonly dead: Message[] = [];
  deadEver = 0;
  readonly #plan: QueuePlan;
  readonly #messages = new Map<string, Message>();
  readonly #consumer: SimFunction;
  readonly #timeline: Timeline;
  readonly #chance: Chance;
  #sent = 0;

  constructor(
    plan: QueuePlan,
    consumer: SimFunction,
    { timeline, chance }: { readonly timeline: Timeline; readonly chance: Chance },
  ) {
    this.name = plan.name;
    this.#plan = plan;
    this.#consumer = consumer;
    this.#timeline = timeline;
    this.#chance = chance;
  }

  /** Messages that are not done with. */
  get size(): number {
    return this.#messages.size;
  }

  send(body: string, delayMs: number): void {
    this.#sent += 1;
    const id = `${this.name}-${this.#sent}`;
    this.#appear({ id, body, receives: 0, visibleAt: this.#timeline.now + delayMs });
  }

  /** Dead letters back to work. */
  redrive(): void {
    for (const { id, body } of this.dead.splice(0))
      this.#appear({ id, body, receives: 0, visibleAt: this.#timeline.now });
  }

  #appear(message: Message): void {
    this.#messages.set(message.id, message);
    this.#pollAt(message.visibleAt + this.#lateness());
  }

  #lateness(): number {
    if (this.#chance.calm) return 2;
    if (this.#chance.fault('delay', this.name, DELAYS))
      return this.#chance.between(
        'late',
        1000,
        this.#chance.roll('very late') < 0.2 ? 180_000 : 15_000,
      );
    return this.#chance.between('soon', 1, 60);
  }

  #pollAt(at: number): void {
    this.#timeline.at(at, () => this.#poll());
  }

  #poll(): void {
    const { now } = this.#timeline;
    const visible = [...this.#messages.values()].filter(({ visibleAt }) => visibleAt <= now);
    if (visible.length === 0) return;
    if (this.#consumer.isFull) {
      this.#pollAt(now + BUSY_MS);
      return;
    }
    const size = Math.ceil(this.#chance.roll(`${this.name} batch`) * this.#plan.batch);
    const taken = this.#chance.shuffled(this.name, visible).slice(0, Math.max(1, size));
    if (taken.length < visible.length) this.#pollAt(now + 1);
    this.#deliver(taken.filter((message) => this.#isTried(message)));
  }

  /** Whether the message is tried once more; else it is a dead letter now. */
  #isTried(message: Message): boolean {
    message.receives += 1;
    if (message.receives <= RECEIVES_MAX) return true;
    this.#messages.delete(message.id);
    this.dead.push(message);
    this.deadEver += 1;
    return false;
  }

  #deliver(batch: readonly Message[]): void {
    if (batch.length === 0) return;
    const back = this.#timeline.now + this.#plan.visibilityMs;
    for (const message of batch) {
      const again = this.#chance.fault('duplicate', this.name, DUPLICATES);
      message.visibleAt = again
        ? this.#timeline.now + this.#chance.between('again', 5, 4000)
        : back;
      this.#pollAt(message.visibleAt);
    }
    const incoming = batch.map(
      ({ id, body, receives }): Incoming => ({ id, body, attempt: receives }),
    );
    this.#consumer.start(incoming, (ending) => this.#finish(batch, ending));
  }

  #finish(batch: readonly Message[], ending: Ending): void {
    if (ending.how !== 'returned') return;
    const failed = new Set(ending.failed);
    for (const { id } of batch)
      if (!failed.has(id) && !this.#chance.fault('lost answer', `${this.name} delete`, UNDELETED))
        this.#messages.delete(id);
  }
}
