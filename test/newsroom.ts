import { type MemoryPorts, memoryPorts } from '#adapters/memory/ports.ts';
import { acceptEvents } from '#domain/flows/accept-events.ts';
import { announceOutcomes } from '#domain/flows/announce-outcomes.ts';
import { planPages } from '#domain/flows/plan-pages.ts';
import { relateArticles } from '#domain/flows/relate-articles.ts';
import { renderPages } from '#domain/flows/render-pages.ts';
import { sweepDue } from '#domain/flows/sweep-due.ts';
import { type Difference, verifySite } from '#domain/flows/verify-site.ts';
import { type Instant, path, siteId } from '#domain/ids.ts';
import type { Consume, Item, QueueName } from '#domain/ports.ts';
import type { Outcome } from '#domain/publishing/receipt.ts';
import { unstamp } from '#domain/rendering/stamp.ts';
import type { Site } from '#domain/site/site.ts';
import { instant, millis } from '#domain/time.ts';

export const DAILY: Site = {
  id: siteId('daily'),
  baseUrl: 'https://daily.example',
  timeZone: 'UTC',
  sources: ['newsroom.cms'],
  settings: {
    revision: 0,
    name: 'The Daily Test',
    language: 'en',
    sections: [
      { path: 'world', title: 'World' },
      { path: 'sport', title: 'Sport' },
    ],
    social: [],
    theme: {},
    related: { count: 6 },
    feeds: { content: 'summary' },
    slugs: 'ascii',
  },
};

const CONSUMERS: Readonly<Record<QueueName, Consume>> = {
  pages: renderPages,
  pagesBulk: renderPages,
  relate: relateArticles,
  relateBulk: relateArticles,
  outcomes: announceOutcomes,
  releases: sweepDue,
};

interface Message {
  readonly id: string;
  readonly queue: QueueName;
  readonly body: string;
  readonly due: number;
}

const ATTEMPTS_MAX = 20;

/**
 * The whole system in memory: the real flows over in-memory ports, with a clock that only moves when it is told to or
 * when everybody waits. Nothing runs by itself, so a story reads from top to bottom.
 */
export class Newsroom {
  readonly world: MemoryPorts;
  readonly site: Site;
  #now: number;
  #events = 0;
  #sent = 0;
  readonly #inserted: Item[] = [];
  #messages: Message[] = [];
  readonly #told: Outcome[] = [];
  readonly #giveUp: boolean;

  /** `giveUp`: what fails too often ends among dead letters, and life goes on; else the story ends there. */
  constructor({
    site = DAILY,
    at = '2026-11-24T09:00:00.000Z',
    giveUp = false,
  }: { site?: Site; at?: string; giveUp?: boolean } = {}) {
    this.#giveUp = giveUp;
    this.site = site;
    this.#now = millis(at as Instant);
    this.world = memoryPorts({
      sites: new Map([[site.id, site]]),
      now: () => instant(this.#now),
      onInsert: (item) => this.#inserted.push(item),
    });
  }

  get now(): Instant {
    return instant(this.#now);
  }

  /** Puts an article on the bus, filled in where the story does not care, and gives the event's id. */
  async publish(id: string, detail: object = {}, source?: string): Promise<string> {
    const body = { contentType: 'text/html', value: `<p>All about ${id}.</p>` };
    const headline = id.replaceAll('-', ' ');
    return await this.send(
      'article.publish',
      { site: this.site.id, id, revision: 1, headline, body, ...detail },
      { source },
    );
  }

  async withdraw(id: string, detail: object = {}): Promise<string> {
    return await this.send('article.withdraw', {
      site: this.site.id,
      id,
      revision: 1,
      reason: 'story',
      mode: 'gone',
      ...detail,
    });
  }

  /** Puts any event on the bus: it is accepted at once, what follows waits for `settle`. */
  async send(
    detailType: string,
    detail: unknown,
    {
      source = 'newsroom.cms',
      eventId = this.#nextEventId(),
      time = this.now,
    }: { source?: string | undefined; eventId?: string; time?: Instant } = {},
  ): Promise<string> {
    const body = JSON.stringify({
      id: eventId,
      'detail-type': detailType,
      source,
      time,
      detail,
    });
    await this.#consume(acceptEvents, [{ id: eventId, body, attempt: 1 }]);
    return eventId;
  }

  #nextEventId(): string {
    this.#events += 1;
    return `event-${this.#events}`;
  }

  /** Lets everything happen that is under way, at most `forMs` of it. */
  async settle(forMs = 600_000): Promise<void> {
    const until = this.#now + forMs;
    for (;;) {
      const changes = this.#inserted.splice(0);
      if (changes.length > 0) {
        await this.#consume(
          planPages,
          changes.map((item, n) => ({ id: String(n), body: JSON.stringify(item), attempt: 1 })),
        );
        continue;
      }
      this.#collect();
      const next = Math.min(...this.#messages.map(({ due }) => due));
      if (this.#messages.length === 0 || next > until) break;
      this.#now = Math.max(this.#now, next);
      await this.#deliver();
    }
  }

  /** Moves the clock, with the sweep going its round each minute, or as seldom as the story likes. */
  async wait(ms: number, roundMs = 60_000): Promise<void> {
    const until = this.#now + ms;
    while (this.#now < until) {
      await this.sweep();
      const minute = Math.min(until, this.#now + roundMs);
      await this.settle(minute - this.#now);
      this.#now = minute;
    }
    await this.settle(0);
  }

  async sweep(): Promise<void> {
    await this.#consume(sweepDue, [{ id: 'tick', body: '{"tick":true}', attempt: 1 }]);
  }

  /** What the senders were told, oldest first. */
  outcomes(eventId?: string): readonly Outcome[] {
    this.#told.push(...this.world.bus.take().map(({ detail }) => detail as unknown as Outcome));
    return eventId ? this.#told.filter((outcome) => outcome.eventId === eventId) : this.#told;
  }

  /** The last thing a sender was told, or nothing yet. */
  outcome(eventId: string): Outcome | undefined {
    return this.outcomes(eventId).at(-1);
  }

  /** A page as readers get it. */
  async page(at: string): Promise<{
    readonly status: number;
    readonly location?: string | undefined;
    readonly body: string;
  }> {
    return await this.world.edge.fetch(this.site.id, path(at));
  }

  /** Where the site is not what its records say. */
  async differences(): Promise<readonly Difference[]> {
    const found: Difference[] = [];
    for await (const one of verifySite(this.site.id, this.world)) found.push(one);
    return found;
  }

  /** Every object of the site, its stamp taken off. */
  async objects(): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for await (const at of this.world.pages.list(this.site.id)) {
      const page = await this.world.pages.get(this.site.id, at);
      if (page)
        found.set(
          at,
          `${page.status} ${page.location ?? ''}\n${unstamp(page.contentType, page.body)}`,
        );
    }
    return found;
  }

  #collect(): void {
    for (const { queue, body, delaySeconds = 0 } of this.world.queues.take()) {
      this.#sent += 1;
      this.#messages.push({
        id: `m${this.#sent}`,
        queue,
        body,
        due: this.#now + delaySeconds * 1000,
      });
    }
  }

  async #deliver(): Promise<void> {
    const due = this.#messages.filter((message) => message.due <= this.#now);
    this.#messages = this.#messages.filter((message) => message.due > this.#now);
    for (const [queue, messages] of Map.groupBy(due, (message) => message.queue))
      await this.#consume(
        CONSUMERS[queue],
        messages.map(({ id, body }) => ({ id, body, attempt: 1 })),
      );
  }

  async #consume(consume: Consume, batch: Parameters<Consume>[0]): Promise<void> {
    let left = batch;
    let cause: unknown;
    for (let attempt = 1; left.length > 0; attempt++) {
      if (attempt > ATTEMPTS_MAX && this.#giveUp) return;
      if (attempt > ATTEMPTS_MAX)
        throw new Error(`Tried ${ATTEMPTS_MAX} times: ${JSON.stringify(left)}`, { cause });
      try {
        const failed = await consume(left, this.world);
        left = left.filter(({ id }) => failed.includes(id));
      } catch (error) {
        // A function that dies has its whole batch delivered again.
        cause = error;
      }
    }
  }
}
