import { checkEntries } from '#adapters/bus-entry.ts';
import { memoryDrop } from '#adapters/memory/drop.ts';
import { checkMessages } from '#adapters/message.ts';
import { type Path, path } from '#domain/ids.ts';
import type { BusEntry, Drop, Outgoing, Ports, Queues } from '#domain/ports.ts';
import { instant } from '#domain/time.ts';
import { Watch } from '../audit/watch.ts';
import type { Deed } from '../story/deeds.ts';
import { type Send, type Story, shows } from '../story/story.ts';
import { Chance } from './chance.ts';
import { type Services, SimFunction } from './functions.ts';
import { Invocation } from './invocation.ts';
import { operate } from './operator.ts';
import type { Sabotage } from './sabotage.ts';
import { SimEdge } from './sim-edge.ts';
import { SimPages } from './sim-pages.ts';
import { SimQueue } from './sim-queue.ts';
import { SimStream } from './sim-stream.ts';
import { SimTable } from './sim-table.ts';
import { type AnyQueue, FUNCTIONS, type FunctionKey, QUEUES } from './stage.ts';
import { Timeline } from './timeline.ts';

export interface WorldOptions {
  /** Faults that shall not happen: a kind of them, or one by its kind and place. */
  readonly muted?: ReadonlySet<string> | undefined;
  readonly sabotage?: Sabotage | undefined;
  readonly log?: ((at: number, name: string, line: object) => void) | undefined;
}

const HALF_AN_HOUR = 30 * 60_000;
const TICK = '{"tick":true}';
const PARTLY = 0.004;
const READERS_MS = 1000;
const READERS = 3;
const RUSH = 4;
const LATE_EVENTS = 0.1;
const TWICE = 0.06;
const OPERATOR_MS = 600_000;

/** A whole stage in memory, going wrong as its seed says. */
export class World {
  readonly story: Story;
  readonly timeline: Timeline;
  readonly chance: Chance;
  readonly watch: Watch;
  readonly table: SimTable;
  readonly pages: SimPages;
  readonly edge: SimEdge;
  readonly stream: SimStream;
  readonly queues: ReadonlyMap<AnyQueue, SimQueue>;
  readonly functions: Readonly<Record<FunctionKey, SimFunction>>;
  /** The bucket as it is now, stamps and all. */
  readonly objects = new Map<Path, string>();
  readonly drop: Drop = memoryDrop();
  readonly #options: WorldOptions;

  constructor(story: Story, options: WorldOptions = {}) {
    const { muted, sabotage } = options;
    this.story = story;
    this.#options = options;
    this.timeline = new Timeline(story.start);
    const now = (): number => this.timeline.now;
    this.chance = new Chance(story.seed, now, muted);
    this.watch = new Watch(story, now, {
      objects: () => [...this.objects].map(([at, body]) => ({ path: at, body })),
      cached: () => this.edge.cached(),
    });
    this.table = new SimTable(
      { chance: this.chance, now },
      (item) => this.stream.inserted(item),
      this.watch,
      sabotage,
    );
    this.pages = new SimPages(
      this.chance,
      (page, body) => {
        this.objects.set(page.path, body);
        this.watch.page(page, body);
      },
      sabotage,
    );
    this.edge = new SimEdge(
      { timeline: this.timeline, chance: this.chance, pages: this.pages.memory },
      this.watch,
      sabotage,
    );
    this.functions = this.#functions();
    this.stream = new SimStream(this.functions.plan, this, sabotage === 'outbox');
    this.queues = new Map(
      QUEUES.map((plan) => [plan.name, new SimQueue(plan, this.functions[plan.consumer], this)]),
    );
  }

  /** Puts in place what was there before, and gives everybody their times. */
  async open(): Promise<void> {
    for (const [key, text] of this.story.dropped) await this.drop.write(key, text);
    for (const send of this.story.sends) this.timeline.at(send.at, () => this.#send(send));
    for (const deed of this.story.deeds) this.timeline.at(deed.at, () => this.#operate(deed));
    for (let at = this.story.start; at < this.story.until; at += 60_000)
      this.timeline.at(at + this.chance.between('tick', 0, 900), () => this.tick());
    for (let at = this.story.start; at < this.story.until; at += READERS_MS)
      this.timeline.at(at, () => {
        this.#readers();
        this.#rush();
      });
  }

  /** The minute's round, unless nobody calls. */
  tick(): void {
    if (this.#options.sabotage === 'sweep') return;
    if (this.chance.fault('missed tick', 'tick', 0.03)) return;
    this.functions.sweep.start([{ id: 'tick', body: TICK, attempt: 1 }], () => {});
  }

  #operate(deed: Deed): void {
    const world = { timeline: this.timeline, chance: this.chance, outages: this.story.outages };
    const hands = new Invocation('operator', world, OPERATOR_MS, () => {});
    const current = (): Invocation => hands;
    operate(deed, this.story.site, {
      table: this.table.portOf(current),
      pages: this.pages.portOf(current),
      now: () => instant(this.timeline.now),
      nonce: () => `operator-${deed.at}-${hands.calls}`,
    }).catch((error: unknown) => {
      this.#options.log?.(this.timeline.now, 'operator', { message: String(error) });
    });
  }

  /** What the sender's bus does with an event: at least once, and not always soon. */
  #send({ eventId, source, time, detailType, detail }: Send): void {
    const bulk = typeof detail === 'object' && detail !== null && 'lane' in detail;
    const body = JSON.stringify({
      id: eventId,
      'detail-type': detailType,
      source,
      time: instant(time),
      detail,
    });
    const copies = this.chance.fault('duplicate', 'bus', TWICE) ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      const late = this.chance.fault('delay', 'bus', LATE_EVENTS)
        ? this.chance.between('bus late', 1000, 120_000)
        : this.chance.between('bus', 20, 400);
      this.timeline.after(late, () =>
        this.queues.get(bulk ? 'intakeBulk' : 'intake')?.send(body, 0),
      );
    }
  }

  /** Readers look around, so that the edge has something to forget. */
  #readers(): void {
    const paths = [...this.objects.keys(), path('/nowhere')];
    for (let n = 0; n < READERS; n++) {
      const at = paths[Math.floor(this.chance.roll('reader') * paths.length)];
      if (at) void this.edge.read(this.story.site.id, at);
    }
  }

  /** What is about to vanish is what everybody wants to read. */
  #rush(): void {
    for (const id of this.watch.contested())
      for (const [at, body] of this.objects)
        if (shows(body, id)) for (let n = 0; n < RUSH; n++) this.#rushTo(at, id);
  }

  #rushTo(at: Path, id: string): void {
    this.timeline.after(this.chance.between('rush', 0, READERS_MS), () => {
      if (shows(this.objects.get(at) ?? '', id)) void this.edge.read(this.story.site.id, at);
    });
  }

  #functions(): Readonly<Record<FunctionKey, SimFunction>> {
    const services = this.#services();
    const world = { timeline: this.timeline, chance: this.chance, outages: this.story.outages };
    const make = (key: FunctionKey): SimFunction =>
      new SimFunction(FUNCTIONS[key], services, world);
    return {
      accept: make('accept'),
      plan: make('plan'),
      render: make('render'),
      relate: make('relate'),
      announce: make('announce'),
      sweep: make('sweep'),
    };
  }

  #services(): Services {
    const { site } = this.story;
    const early = this.#options.sabotage === 'embargo-fence' ? HALF_AN_HOUR : 0;
    return {
      table: (current) => this.table.portOf(current),
      pages: (current) => this.pages.portOf(current),
      edge: (current) => this.edge.portOf(current),
      queues: (current) => this.#queuesOf(current),
      bus: (current) => this.#busOf(current),
      drop: (current) => ({
        name: this.drop.name,
        read: (key, bytesMax) => current().act('drop.read', () => this.drop.read(key, bytesMax)),
        write: (key, text) => current().act('drop.write', () => this.drop.write(key, text)),
      }),
      clockMs: (name) => this.timeline.now + (RELEASERS.has(name) ? early : 0),
      sites: new Map([[site.id, site]]),
      log: (name, line) => this.#options.log?.(this.timeline.now, name, line),
    };
  }

  #queuesOf(current: () => Invocation): Queues {
    return {
      send: async (messages) => {
        checkMessages(messages);
        if (messages.length === 0) return;
        await current().act('queues.send', async () => {
          const some = this.#partOf(messages, `${current().name} queues.send`);
          for (const { queue, body, delaySeconds = 0 } of some)
            this.queues.get(queue)?.send(body, delaySeconds * 1000);
          if (some.length < messages.length) throw new Error('queues.send: sent in part');
        });
      },
    };
  }

  #busOf(current: () => Invocation): Ports['bus'] {
    return {
      put: async (entries) => {
        checkEntries(entries);
        await current().act('bus.put', async () => {
          const some = this.#partOf(entries, `${current().name} bus.put`);
          this.watch.outcomes(some);
          if (some.length < entries.length) throw new Error('bus.put: put in part');
        });
      },
    };
  }

  #partOf<T extends Outgoing | BusEntry>(all: readonly T[], where: string): readonly T[] {
    if (all.length < 2 || !this.chance.fault('refused', `${where} part`, PARTLY)) return all;
    return this.chance
      .shuffled(where, all)
      .slice(0, Math.floor(this.chance.roll(where) * all.length));
  }
}

/** The functions that decide whether an article's time has come. */
const RELEASERS = new Set(['accept-events', 'sweep-due']);
