import { type Path, path, type SiteId } from '#domain/ids.ts';
import type { Edge, Forgetting, PageStore, StoredPage } from '#domain/ports.ts';
import type { Chance } from './chance.ts';
import type { Invocation } from './invocation.ts';
import type { Sabotage } from './sabotage.ts';
import type { Timeline } from './timeline.ts';

export interface Answer {
  readonly status: number;
  readonly location?: string | undefined;
  readonly body: string;
}

interface Cached {
  readonly answer: Answer;
  readonly tags: readonly string[];
  readonly until: number;
}

export interface EdgeWatch {
  /** An answer is on its way to a reader, or to our own probe. */
  readonly served: (path: Path, answer: Answer) => void;
}

const POINTS_OF_PRESENCE = 3;
const NOT_FOUND = path('/errors/404');
/** How long the edge takes to fetch a page of a few kilobytes: it may fill the cache that much after it was read. */
const IN_FLIGHT_MS_MAX = 1900;
/** How long an invalidation takes to be in effect everywhere. */
const SLOW = 0.15;
const EVICTED = 0.25;
const SPREADING_MS_MAX = 2500;
/** Under `second-invalidation`, whose references are stamped with the time, the edge takes one invalidation in so long. */
const DEAF_MS = 600_000;
/** What the functions are told of all that: a little more. */
const FORGETTING: Forgetting = { inFlightSeconds: 2, spreadingSeconds: 3 };

/**
 * A content delivery network: several points of presence, each with its own cache. Fetches take time, so that one that
 * began before an invalidation may end, and fill the cache, after it.
 */
export class SimEdge {
  readonly #timeline: Timeline;
  readonly #chance: Chance;
  readonly #pages: PageStore;
  readonly #watch: EdgeWatch;
  readonly #sabotage: Sabotage | undefined;
  readonly #caches: readonly Map<string, Cached>[];
  readonly #flights = new Map<string, Promise<Answer>>();
  #heardAt = Number.NEGATIVE_INFINITY;

  constructor(
    world: { readonly timeline: Timeline; readonly chance: Chance; readonly pages: PageStore },
    watch: EdgeWatch,
    sabotage: Sabotage | undefined,
  ) {
    this.#timeline = world.timeline;
    this.#chance = world.chance;
    this.#pages = world.pages;
    this.#watch = watch;
    this.#sabotage = sabotage;
    this.#caches = Array.from({ length: POINTS_OF_PRESENCE }, () => new Map());
  }

  portOf(current: () => Invocation): Edge {
    return {
      fetch: (site, at) => current().act('edge.fetch', () => this.fetch(site, at, 0)),
      forgetting: () => FORGETTING,
      invalidate: (site, tags) =>
        current().act('edge.invalidate', async () => this.#invalidate(site, tags)),
    };
  }

  /** Everything that some reader would be served now without asking the origin. */
  *cached(): Iterable<{ readonly path: Path; readonly answer: Answer }> {
    for (const cache of this.#caches)
      for (const [key, { answer, until }] of cache)
        if (until > this.#timeline.now)
          yield { path: path(key.slice(key.indexOf('\n') + 1)), answer };
  }

  /** A reader near one of the points of presence; none lives where our own functions are. */
  async read(site: SiteId, at: Path): Promise<Answer> {
    const near = 1 + Math.floor(this.#chance.roll('reader at') * (POINTS_OF_PRESENCE - 1));
    return await this.fetch(site, at, near);
  }

  async fetch(site: SiteId, at: Path, near: number): Promise<Answer> {
    const key = `${site}\n${at}`;
    const cached = this.#caches[near]?.get(key);
    const answer =
      cached && cached.until > this.#timeline.now && !this.#isEvicted()
        ? cached.answer
        : await this.#fromOrigin(key, site, at, near);
    this.#watch.served(at, answer);
    return answer;
  }

  /** What the edge would answer were it to forget everything. */
  async origin(site: SiteId, at: Path): Promise<Answer> {
    const { status, location, body } =
      (await this.#pages.get(site, at)) ?? missing(await this.#pages.get(site, NOT_FOUND));
    return { status, location, body };
  }

  /** A cache keeps what it may, not what it must. */
  #isEvicted(): boolean {
    return !this.#chance.calm && this.#chance.roll('evicted') < EVICTED;
  }

  /** Readers who ask for the same page at the same time wait for the same fetch. */
  #fromOrigin(key: string, site: SiteId, at: Path, near: number): Promise<Answer> {
    const flight = `${near} ${key}`;
    const known = this.#flights.get(flight);
    if (known) return known;
    const fetched = this.#fetched(key, site, at, near).finally(() => this.#flights.delete(flight));
    this.#flights.set(flight, fetched);
    return fetched;
  }

  async #fetched(key: string, site: SiteId, at: Path, near: number): Promise<Answer> {
    const page =
      (await this.#pages.get(site, at)) ?? missing(await this.#pages.get(site, NOT_FOUND));
    await this.#passed(this.#passage());
    const { status, location, body, cacheControl, tags } = page;
    const answer = { status, location, body };
    const seconds = Number(/s-maxage=(\d+)/.exec(cacheControl)?.[1] ?? 0);
    if (seconds > 0) {
      const until = this.#timeline.now + seconds * 1000;
      this.#caches[near]?.set(key, { answer, tags: tags.map(folded), until });
    } else this.#caches[near]?.delete(key);
    return answer;
  }

  #passage(): number {
    if (this.#chance.calm) return 5;
    const slow = this.#chance.fault('delay', 'edge', SLOW);
    return slow
      ? this.#chance.between('edge', 300, IN_FLIGHT_MS_MAX)
      : this.#chance.between('edge', 2, 30);
  }

  #passed(ms: number): Promise<void> {
    return new Promise((resolve) => this.#timeline.after(ms, resolve));
  }

  #invalidate(site: SiteId, tags: readonly string[]): void {
    if (!this.#hears()) return;
    const heard = tags.map(folded);
    for (const cache of this.#caches) {
      const luck = this.#chance.roll('spread');
      const spread = this.#chance.calm ? 1 : 1 + luck ** 4 * SPREADING_MS_MAX;
      this.#timeline.after(spread, () => {
        for (const [key, cached] of cache)
          if (key.startsWith(`${site}\n`) && cached.tags.some((tag) => heard.includes(tag)))
            cache.delete(key);
      });
    }
  }

  /** Whether an invalidation is taken at all: a caller's reference that is known already makes it come to nothing. */
  #hears(): boolean {
    const { now } = this.#timeline;
    const deaf = this.#sabotage === 'second-invalidation' && now - this.#heardAt < DEAF_MS;
    if (!deaf) this.#heardAt = now;
    return !deaf;
  }
}

/** The edge compares tags without regard to case. */
const folded = (tag: string): string => tag.toLowerCase();

const missing = (page: StoredPage | undefined): StoredPage => ({
  status: 404,
  contentType: 'text/html; charset=utf-8',
  cacheControl: 'no-store',
  tags: [],
  body: page?.body ?? '',
});
