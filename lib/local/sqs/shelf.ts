import { Deadlines } from './deadlines.ts';
import type { MessageState, StoredMessage } from './message.ts';

/** How many messages a queue holds, by what can be done with them. */
export interface QueueCounts {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** Dead places at the front of the list of ready messages that are worth a copy. */
const READY_SLACK = 1024;

const neverReceivedHere = (message: MessageState): boolean =>
  message.receiveCount === (message.receivedBefore ?? 0);

/** A queue's messages in memory: some ready to be taken, the others waiting for their time. */
export class Shelf {
  readonly #messages = new Map<string, StoredMessage>();
  readonly #waiting = new Deadlines<StoredMessage>();
  #ready: StoredMessage[] = [];
  #head = 0;
  #delayed = 0;
  /** No message here was sent before this. */
  #oldestSentAt = Number.POSITIVE_INFINITY;

  /** When the next waiting message becomes ready. */
  get nextDueAt(): number | undefined {
    return this.#waiting.earliest?.dueAt;
  }

  /** Every message, oldest arrival first. */
  messages(): Iterable<MessageState> {
    return this.#messages.values();
  }

  get(id: string): StoredMessage | undefined {
    return this.#messages.get(id);
  }

  isWaiting(message: StoredMessage): boolean {
    return message.place >= 0;
  }

  /** The messages that were taken and not yet deleted or given back. */
  inFlight(): readonly StoredMessage[] {
    return [...this.#messages.values()].filter(
      (message) => this.isWaiting(message) && !neverReceivedHere(message),
    );
  }

  put(state: MessageState): void {
    this.remove(state.id);
    const message: StoredMessage = { ...state, place: -1, turn: 0, gone: false };
    this.#messages.set(message.id, message);
    this.#oldestSentAt = Math.min(this.#oldestSentAt, message.sentAt);
    this.#wait(message);
  }

  remove(id: string): void {
    const message = this.#messages.get(id);
    if (!message) return;
    this.#messages.delete(id);
    this.#unwait(message);
    message.gone = true;
  }

  clear(): void {
    for (const message of this.#messages.values()) message.gone = true;
    this.#messages.clear();
    this.#waiting.clear();
    this.#ready = [];
    this.#head = 0;
    this.#delayed = 0;
    this.#oldestSentAt = Number.POSITIVE_INFINITY;
  }

  /** Makes a message wait, wherever it was. It must not stand among the ready ones. */
  hold(message: StoredMessage, dueAt: number): void {
    this.#unwait(message);
    message.dueAt = dueAt;
    this.#wait(message);
  }

  /** Lets every message whose time has come be taken; returns how many can be. */
  advance(now: number): boolean {
    for (const message of this.#waiting.due(now)) {
      if (neverReceivedHere(message)) this.#delayed -= 1;
      this.#ready.push(message);
    }
    while (this.#ready[this.#head]?.gone) this.#head += 1;
    return this.#head < this.#ready.length;
  }

  /** Takes the next ready message off; the caller must `hold` or `remove` it. */
  next(): StoredMessage | undefined {
    while (this.#head < this.#ready.length) {
      const message = this.#ready[this.#head];
      this.#head += 1;
      this.#trim();
      if (message && !message.gone) return message;
    }
    return undefined;
  }

  /** Ids of the messages sent before `limit`. Cheap as long as there can be none. */
  sentBefore(limit: number): readonly string[] {
    if (this.#oldestSentAt >= limit) return [];
    const old: string[] = [];
    let oldest = Number.POSITIVE_INFINITY;
    for (const { id, sentAt } of this.#messages.values()) {
      if (sentAt < limit) old.push(id);
      else oldest = Math.min(oldest, sentAt);
    }
    this.#oldestSentAt = oldest;
    return old;
  }

  counts(): QueueCounts {
    const waiting = this.#waiting.size;
    return {
      visible: this.#messages.size - waiting,
      inFlight: waiting - this.#delayed,
      delayed: this.#delayed,
    };
  }

  oldestSentAt(): number | undefined {
    let oldest: number | undefined;
    for (const { sentAt } of this.#messages.values())
      if (oldest === undefined || sentAt < oldest) oldest = sentAt;
    return oldest;
  }

  #wait(message: StoredMessage): void {
    this.#waiting.add(message);
    if (neverReceivedHere(message)) this.#delayed += 1;
  }

  #unwait(message: StoredMessage): void {
    if (message.place < 0) return;
    this.#waiting.remove(message);
    if (neverReceivedHere(message)) this.#delayed -= 1;
  }

  #trim(): void {
    if (this.#head < READY_SLACK || this.#head * 2 < this.#ready.length) return;
    this.#ready = this.#ready.slice(this.#head);
    this.#head = 0;
  }
}
