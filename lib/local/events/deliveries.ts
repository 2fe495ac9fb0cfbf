import type { Journal } from '../journal.ts';
import { Alarm } from '../sqs/alarm.ts';
import { type Dated, Deadlines } from '../sqs/deadlines.ts';
import type { BusEvent } from './bus-event.ts';
import type { RetryPolicy, Target } from './rules.ts';

/** Why an event goes to a dead-letter queue, in EventBridge's words for the message's attributes. */
export interface DeadLetter {
  readonly RULE_ARN: string;
  readonly TARGET_ARN: string;
  readonly ERROR_CODE: string;
  readonly ERROR_MESSAGE: string;
  readonly EXHAUSTED_RETRY_CONDITION: string;
  readonly RETRY_ATTEMPTS: string;
}

/** Hands an event (or a target's fixed input) to a target; resolves once the target has it for good. */
export type Deliver = (targetArn: string, event: unknown, dead?: DeadLetter) => Promise<void>;

/** Thrown by `Deliver` for a target that trying again cannot reach, such as one that does not exist. */
export class Undeliverable extends Error {
  override readonly name = 'Undeliverable';
}

/** What became of an event at one target. */
export interface Outcome {
  readonly outcome: 'delivered' | 'retrying' | 'dead' | 'dropped';
  readonly event: BusEvent;
  readonly rule: string;
  readonly target: string;
  readonly attempts: number;
  readonly error?: string;
}

/** One event that one target has yet to take. */
interface Delivery extends Dated {
  readonly event: BusEvent;
  readonly rule: string;
  readonly target: Target;
  readonly acceptedAt: number;
  attempts: number;
  /** Set once the retries are over and only the dead-letter queue is left. */
  dead: DeadLetter | undefined;
}

/** What the journal says: an event with all its deliveries in one record, then each as it ends. */
export type DeliveryRecord =
  | {
      readonly event: BusEvent;
      readonly at: number;
      readonly to: readonly { readonly rule: string; readonly target: Target }[];
    }
  | { readonly done: string; readonly rule: string; readonly target: string };

/** EventBridge's own: a day, 185 retries (user guide, "Retrying event delivery"). */
const RETRIES_DEFAULT = 185;
const AGE_SECONDS_DEFAULT = 86_400;
const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 60_000;

interface DeliveriesHome {
  journal(): Journal;
  deliver: Deliver;
  now(): number;
  report(outcome: Outcome): void;
}

/** Events on their way: each is kept until its target or its dead-letter queue has taken it. */
export class Deliveries {
  readonly #home: DeliveriesHome;
  readonly #pending = new Map<string, Delivery>();
  readonly #waiting = new Deadlines<Delivery>();
  readonly #alarm: Alarm;
  readonly #running = new Set<Promise<void>>();
  #closed = false;

  constructor(home: DeliveriesHome) {
    this.#home = home;
    this.#alarm = new Alarm(home.now, () => this.start());
  }

  get pending(): number {
    return this.#pending.size;
  }

  /** Takes an event over for these targets; resolves when the journal has it. Then it wants a `start`. */
  async accept(
    event: BusEvent,
    to: readonly { readonly rule: string; readonly target: Target }[],
  ): Promise<void> {
    if (to.length === 0) return;
    const record: DeliveryRecord = { event, at: this.#home.now(), to };
    this.replay(record);
    await this.#home.journal().append(record);
  }

  /** Repeats what the journal says, without delivering anything yet. */
  replay(record: DeliveryRecord): void {
    if ('done' in record) {
      this.#forget(idOf(record.done, record.rule, record.target));
      return;
    }
    for (const { rule, target } of record.to) {
      const id = idOf(record.event.id, rule, target.id);
      this.#forget(id);
      const delivery: Delivery = {
        event: record.event,
        rule,
        target,
        acceptedAt: record.at,
        attempts: 0,
        dead: undefined,
        dueAt: record.at,
        place: -1,
        turn: 0,
      };
      this.#pending.set(id, delivery);
      this.#waiting.add(delivery);
    }
  }

  *snapshot(): Generator<DeliveryRecord> {
    for (const { event, acceptedAt, rule, target } of this.#pending.values())
      yield { event, at: acceptedAt, to: [{ rule, target }] };
  }

  /** Begins every delivery whose time has come. */
  start(): void {
    if (this.#closed) return;
    for (const delivery of this.#waiting.due(this.#home.now())) {
      // Only the journal can fail here; then the event stays in it, for the next run.
      const run = this.#attempt(delivery)
        .catch(() => undefined)
        .finally(() => this.#running.delete(run));
      this.#running.add(run);
    }
    const next = this.#waiting.earliest;
    if (next) this.#alarm.set(next.dueAt);
  }

  /** Lets attempts under way end; the others wait in the journal for the next run. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#alarm.stop();
    await Promise.all(this.#running);
  }

  async #attempt(delivery: Delivery): Promise<void> {
    const { target, event, dead } = delivery;
    try {
      if (dead) await this.#home.deliver(target.deadLetterArn ?? '', event, dead);
      else await this.#home.deliver(target.arn, payload(target, event));
    } catch (error) {
      await this.#failed(delivery, error);
      return;
    }
    await this.#end(delivery, dead ? 'dead' : 'delivered', dead?.ERROR_MESSAGE);
  }

  async #failed(delivery: Delivery, error: unknown): Promise<void> {
    delivery.attempts += 1;
    const message = error instanceof Error ? error.message : String(error);
    const exhausted = delivery.dead ? undefined : exhaustion(delivery, error, this.#home.now());
    if (exhausted === undefined) {
      this.#later(delivery, waitMs(delivery.attempts));
      this.#report(delivery, 'retrying', message);
    } else if (delivery.target.deadLetterArn === undefined) {
      await this.#end(delivery, 'dropped', message);
    } else {
      delivery.dead = deadLetter(delivery, error, message, exhausted);
      this.#later(delivery, 0);
    }
  }

  #later(delivery: Delivery, wait: number): void {
    delivery.dueAt = this.#home.now() + wait;
    this.#waiting.add(delivery);
    if (!this.#closed) this.#alarm.set(delivery.dueAt);
  }

  async #end(delivery: Delivery, outcome: Outcome['outcome'], error?: string): Promise<void> {
    const { event, rule, target } = delivery;
    this.#pending.delete(idOf(event.id, rule, target.id));
    const record: DeliveryRecord = { done: event.id, rule, target: target.id };
    await this.#home.journal().append(record);
    this.#report(delivery, outcome, error);
  }

  #report(delivery: Delivery, outcome: Outcome['outcome'], error: string | undefined): void {
    const { event, rule, target, attempts } = delivery;
    const failure = error === undefined ? {} : { error };
    this.#home.report({ outcome, event, rule, target: target.id, attempts, ...failure });
  }

  #forget(id: string): void {
    const delivery = this.#pending.get(id);
    if (!delivery) return;
    this.#pending.delete(id);
    this.#waiting.remove(delivery);
  }
}

const idOf = (event: string, rule: string, target: string): string => `${event}/${rule}/${target}`;

const payload = (target: Target, event: BusEvent): unknown =>
  target.input === undefined ? event : JSON.parse(target.input);

/** Why there are no more retries, or `undefined` when there are. */
function exhaustion(delivery: Delivery, error: unknown, now: number): string | undefined {
  const { maximumRetryAttempts = RETRIES_DEFAULT, maximumEventAgeSeconds = AGE_SECONDS_DEFAULT } =
    delivery.target.retry ?? ({} satisfies RetryPolicy);
  if (error instanceof Undeliverable) return 'NonRetryableError';
  if (delivery.attempts > maximumRetryAttempts) return 'MaximumRetryAttempts';
  return now - delivery.acceptedAt >= maximumEventAgeSeconds * 1000
    ? 'MaximumEventAgeInSeconds'
    : undefined;
}

/** Doubles from attempt to attempt, with half of it left to chance so that a failed burst does not come back as one. */
function waitMs(attempts: number): number {
  const longest = Math.min(FIRST_WAIT_MS * 2 ** (attempts - 1), LONGEST_WAIT_MS);
  return longest / 2 + (Math.random() * longest) / 2;
}

function deadLetter(
  delivery: Delivery,
  error: unknown,
  message: string,
  condition: string,
): DeadLetter {
  return {
    RULE_ARN: delivery.rule,
    TARGET_ARN: delivery.target.arn,
    ERROR_CODE: error instanceof Undeliverable ? 'NO_RESOURCE' : 'SDK_CLIENT_ERROR',
    ERROR_MESSAGE: message,
    EXHAUSTED_RETRY_CONDITION: condition,
    RETRY_ATTEMPTS: String(delivery.attempts - 1),
  };
}
