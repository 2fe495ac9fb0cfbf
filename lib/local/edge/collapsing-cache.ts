import { Cache, type Cached } from './cache.ts';
import { header } from './headers.ts';
import { readInvalidated } from './invalidation.ts';

/** How a response came about, as the `X-Cache` header says it. */
export type CacheWord = 'Hit' | 'Miss' | 'RefreshHit' | 'Error';

export interface Found {
  readonly cached: Cached;
  readonly word: CacheWord;
}

interface Flight {
  readonly promise: Promise<Cached>;
  /** How many invalidations there had been when it began. */
  readonly began: number;
}

export interface CollapsingCacheOptions {
  readonly now: () => number;
  /**
   * Whether an invalidation also keeps a fetch that began before it from filling the cache. CloudFront promises no
   * such thing; a newsroom that withdraws has to invalidate once more.
   */
  readonly strictInflight: boolean;
}

/** A cache in front of an origin: simultaneous requests for one object become one fetch, as at an edge location. */
export class CollapsingCache {
  readonly #options: CollapsingCacheOptions;
  readonly #cache = new Cache();
  readonly #flights = new Map<string, Flight>();
  #invalidations = 0;

  constructor(options: CollapsingCacheOptions) {
    this.#options = options;
  }

  /** What is kept and still fresh, else what a fetch brings. */
  async find(key: string, fetch: () => Promise<Cached>): Promise<Found> {
    const kept = this.#cache.get(key);
    if (kept && kept.freshUntil > this.#options.now()) {
      return { cached: kept, word: kept.failed ? 'Error' : 'Hit' };
    }
    const cached = await this.#fetch(key, fetch);
    if (cached.failed) return { cached, word: 'Error' };
    const etag = header(cached.response.headers, 'etag');
    const same = kept !== undefined && etag === header(kept.response.headers, 'etag');
    return { cached, word: same ? 'RefreshHit' : 'Miss' };
  }

  /** Forgets `/path`, `/path*` or `#tag`; returns how many objects that were. */
  invalidate(items: readonly string[]): number {
    this.#invalidations += 1;
    return this.#cache.invalidate(items.map(readInvalidated));
  }

  #fetch(key: string, fetch: () => Promise<Cached>): Promise<Cached> {
    const strict = this.#options.strictInflight;
    const flying = this.#flights.get(key);
    if (flying && !(strict && flying.began !== this.#invalidations)) return flying.promise;
    const began = this.#invalidations;
    const promise = fetch()
      .then((cached) => {
        const overtaken = strict && began !== this.#invalidations;
        if (!overtaken && cached.freshUntil > cached.storedAt) this.#cache.put(key, cached);
        return cached;
      })
      .finally(() => {
        if (this.#flights.get(key)?.promise === promise) this.#flights.delete(key);
      });
    this.#flights.set(key, { promise, began });
    return promise;
  }
}
