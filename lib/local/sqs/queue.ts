import { randomUUID } from 'node:crypto';
import { Alarm } from './alarm.ts';
import {
  checkMessage,
  checkRange,
  type Message,
  type MessageState,
  parseReceipt,
  type SendOptions,
  type StoredMessage,
  VISIBILITY_SECONDS_MAX,
} from './message.ts';
import { asMessage, buried, renewed, takeRecord } from './passage.ts';
import type { QueueHome, QueueSettings, ReceiveOptions } from './queue-settings.ts';
import { Receivers, type WaitOptions } from './receivers.ts';
import type { SqsRecord } from './records.ts';
import type { QueueCounts, Shelf } from './shelf.ts';
import { invalidParameter, SqsError } from './sqs-error.ts';

/** A standard SQS queue: at least once, in no promised order. Every promise resolves when the journal has the deed. */
export class Queue {
  /** Changed only by `createQueue`. */
  settings: QueueSettings;
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly createdAt: number;
  readonly #home: QueueHome;
  readonly #shelf: Shelf;
  readonly #receivers = new Receivers<Message>();
  readonly #alarm: Alarm;

  constructor(settings: QueueSettings, home: QueueHome) {
    this.name = settings.name;
    this.settings = settings;
    this.#home = home;
    this.#shelf = home.shelf;
    this.arn = home.arn;
    this.url = home.url;
    this.createdAt = home.now();
    this.#alarm = new Alarm(home.now, () => this.#awake());
  }

  /** Puts a message in; refuses by an `SqsError` what SQS refuses. */
  async send(body: string, delaySeconds?: number, options: SendOptions = {}): Promise<string> {
    const [id] = await this.sendAll([{ ...options, body, delaySeconds }]);
    if (id === undefined) throw new Error('A sent message has no id.');
    return id;
  }

  /** Puts all messages in, or none when one of them is refused. */
  async sendAll(entries: readonly (SendOptions & { readonly body: string })[]): Promise<string[]> {
    for (const entry of entries) checkMessage(entry.body, entry);
    const now = this.#home.now();
    const messages = entries.map(
      (entry): MessageState => ({
        id: randomUUID(),
        body: entry.body,
        sentAt: now,
        groupId: entry.groupId,
        attributes: entry.attributes,
        receiveCount: 0,
        dueAt: now + (entry.delaySeconds ?? this.settings.delaySeconds) * 1000,
      }),
    );
    await this.#arrive(messages, this.#write({ put: this.name, messages }));
    return messages.map(({ id }) => id);
  }

  /** Waits for at least one message, unless the options end the wait: then there are none. */
  async receive(max: number, options: ReceiveOptions = {}): Promise<readonly Message[]> {
    const seconds = options.visibilityTimeout ?? this.settings.visibilityTimeout;
    checkRange('VisibilityTimeout', seconds, VISIBILITY_SECONDS_MAX);
    const writes: Promise<void>[] = [];
    const take = () => this.#take(max, seconds, writes);
    const found = take();
    const messages = found.length > 0 ? found : await this.#wait(take, options);
    await Promise.all(writes);
    return messages;
  }

  /** Deletes by receipt. A receipt that a later one has replaced deletes nothing, as on AWS. */
  async delete(receipts: readonly string[]): Promise<void> {
    const ids = receipts.flatMap((receipt) => {
      const { id, count } = parseReceipt(receipt);
      const message = this.#shelf.get(id);
      return message && message.receiveCount === count ? [id] : [];
    });
    if (ids.length === 0) return;
    for (const id of ids) this.#shelf.remove(id);
    await this.#write({ drop: this.name, ids });
  }

  /** Sets how many seconds from now a message in flight stays hidden; 0 gives it back at once. */
  async changeVisibility(receipts: readonly string[], seconds: number): Promise<void> {
    checkRange('VisibilityTimeout', seconds, VISIBILITY_SECONDS_MAX);
    const now = this.#home.now();
    this.#advance(now);
    const messages = receipts.map((receipt) => this.#inFlight(receipt));
    const dueAt = now + seconds * 1000;
    for (const message of messages) this.#shelf.hold(message, dueAt);
    const held = messages.map(({ id }) => [id, dueAt] as const);
    const written = this.#write({ hold: this.name, messages: held });
    this.#awake();
    await written;
  }

  /** Gives every message in flight back: for a start after which nobody can still be at work on one. */
  async releaseAll(): Promise<void> {
    const now = this.#home.now();
    this.#advance(now);
    const messages = this.#shelf.inFlight();
    for (const message of messages) this.#shelf.hold(message, now);
    if (messages.length > 0)
      await this.#write({
        hold: this.name,
        messages: messages.map(({ id }) => [id, now] as const),
      });
    this.#awake();
  }

  async purge(): Promise<void> {
    this.#shelf.clear();
    await this.#write({ clear: this.name });
  }

  counts(): QueueCounts {
    this.#advance(this.#home.now());
    return this.#shelf.counts();
  }

  /** Age of the oldest message in seconds, or `undefined` when there is none. */
  oldestAgeSeconds(): number | undefined {
    const now = this.#home.now();
    this.#advance(now);
    const oldest = this.#shelf.oldestSentAt();
    return oldest === undefined ? undefined : Math.max(0, (now - oldest) / 1000);
  }

  /** Moves up to `max` visible messages, each as a new one, to where `target` says; returns how many. */
  async moveOut(max: number, target: (deadFrom?: string) => Queue | undefined): Promise<number> {
    const now = this.#home.now();
    this.#advance(now);
    const moves = new Map<Queue, StoredMessage[]>();
    for (let count = 0; count < max; count += 1) {
      const message = this.#shelf.next();
      if (!message) break;
      const to = target(message.deadFrom);
      if (to) moves.set(to, [...(moves.get(to) ?? []), message]);
      else this.#shelf.hold(message, now);
    }
    const writes = [...moves].map(([to, messages]) =>
      this.#move(messages, to, (message) => renewed(message, now)),
    );
    await Promise.all(writes);
    return [...moves.values()].flat().length;
  }

  close(): void {
    this.#alarm.stop();
    this.#receivers.close();
  }

  #wait(take: () => readonly Message[], options: WaitOptions): Promise<readonly Message[]> {
    const waiting = this.#receivers.wait(take, options);
    this.#setAlarm();
    return waiting;
  }

  /** The next messages, hidden from now on; those received too often go to the dead-letter queue instead. */
  #take(max: number, seconds: number, writes: Promise<void>[]): readonly Message[] {
    const now = this.#home.now();
    this.#advance(now);
    const taken: StoredMessage[] = [];
    const dead: StoredMessage[] = [];
    const grave = this.#grave();
    while (taken.length < max) {
      const message = this.#shelf.next();
      if (!message) break;
      if (grave && this.#isSpent(message)) {
        dead.push(message);
        continue;
      }
      message.receiveCount += 1;
      message.firstReceivedAt ??= now;
      this.#shelf.hold(message, now + seconds * 1000);
      taken.push(message);
    }
    if (grave && dead.length > 0)
      writes.push(this.#move(dead, grave, (message) => buried(message, this.arn, now)));
    if (taken.length > 0) writes.push(this.#write(takeRecord(this.name, taken, now)));
    return taken.map((message) => asMessage(message, now));
  }

  #grave(): Queue | undefined {
    const { redrive } = this.settings;
    return redrive && this.#home.byArn(redrive.deadLetterArn);
  }

  #isSpent(message: StoredMessage): boolean {
    const max = this.settings.redrive?.maxReceiveCount ?? Number.POSITIVE_INFINITY;
    return message.receiveCount - (message.receivedBefore ?? 0) >= max;
  }

  #move(
    stored: readonly StoredMessage[],
    to: Queue,
    change: (message: StoredMessage) => MessageState,
  ): Promise<void> {
    const ids = stored.map(({ id }) => id);
    const messages = stored.map(change);
    for (const id of ids) this.#shelf.remove(id);
    return to.#arrive(messages, this.#write({ move: this.name, to: to.name, ids, messages }));
  }

  #arrive(messages: readonly MessageState[], written: Promise<void>): Promise<void> {
    for (const message of messages) this.#shelf.put(message);
    this.#awake();
    return written;
  }

  #inFlight(receipt: string): StoredMessage {
    const { id, count } = parseReceipt(receipt);
    const message = this.#shelf.get(id);
    if (!message || message.receiveCount !== count)
      throw invalidParameter(
        `Value ${receipt} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
      );
    if (!this.#shelf.isWaiting(message))
      throw new SqsError(
        'MessageNotInflight',
        `The message ${id} is visible, not in flight: its visibility timeout is over.`,
        'AWS.SimpleQueueService.MessageNotInflight',
      );
    return message;
  }

  /** Brings the shelf up to the present: what is due becomes visible, what is too old goes. */
  #advance(now: number): boolean {
    const old = this.#shelf.sentBefore(now - this.settings.retention * 1000);
    for (const id of old) this.#shelf.remove(id);
    // Nobody waits for this; a journal that fails is reported by whatever is written next.
    if (old.length > 0) this.#write({ drop: this.name, ids: old }).catch(() => undefined);
    return this.#shelf.advance(now);
  }

  #awake(): void {
    if (!this.#receivers.waiting) return;
    if (this.#advance(this.#home.now())) this.#receivers.wake();
    this.#setAlarm();
  }

  /** Nobody waits, no timer: every look at the queue brings it up to the present by itself. */
  #setAlarm(): void {
    const due = this.#shelf.nextDueAt;
    if (due !== undefined && this.#receivers.waiting) this.#alarm.set(due);
  }

  #write(record: SqsRecord): Promise<void> {
    return this.#home.journal.append(record);
  }
}
