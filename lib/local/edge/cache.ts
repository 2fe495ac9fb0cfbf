import { type Invalidated, means } from './invalidation.ts';
import type { EdgeResponse } from './messages.ts';

/** A response as it is kept. */
export interface Cached {
  /** Path and the query string of the key: what an invalidation names. */
  readonly url: string;
  readonly response: EdgeResponse;
  /** Lower case. */
  readonly tags: readonly string[];
  readonly storedAt: number;
  readonly freshUntil: number;
  /** The origin answered 400 or more: then no viewer-response function runs. */
  readonly failed: boolean;
}

/** Enough for a newspaper's front pages on a laptop; the oldest used go first. */
const BYTES_MAX = 128 * 1024 * 1024;

/** The objects an edge keeps, findable by key, path and tag. */
export class Cache {
  readonly #objects = new Map<string, Cached>();
  readonly #byTag = new Map<string, Set<string>>();
  #bytes = 0;

  get(key: string): Cached | undefined {
    const found = this.#objects.get(key);
    if (!found) return undefined;
    this.#objects.delete(key);
    this.#objects.set(key, found);
    return found;
  }

  put(key: string, cached: Cached): void {
    this.#drop(key);
    this.#objects.set(key, cached);
    this.#bytes += cached.response.body.length;
    for (const tag of cached.tags) {
      const keys = this.#byTag.get(tag);
      if (keys) keys.add(key);
      else this.#byTag.set(tag, new Set([key]));
    }
    for (const oldest of this.#objects.keys()) {
      if (this.#bytes <= BYTES_MAX) break;
      this.#drop(oldest);
    }
  }

  /** Forgets what is named; returns how many objects that were. */
  invalidate(items: readonly Invalidated[]): number {
    const keys = new Set(items.flatMap((item) => this.#named(item)));
    for (const key of keys) this.#drop(key);
    return keys.size;
  }

  get size(): number {
    return this.#objects.size;
  }

  #named(item: Invalidated): readonly string[] {
    if ('tag' in item) return [...(this.#byTag.get(item.tag) ?? [])];
    return [...this.#objects].filter(([, cached]) => means(item, cached)).map(([key]) => key);
  }

  #drop(key: string): void {
    const cached = this.#objects.get(key);
    if (!cached) return;
    this.#objects.delete(key);
    this.#bytes -= cached.response.body.length;
    for (const tag of cached.tags) {
      const keys = this.#byTag.get(tag);
      keys?.delete(key);
      if (keys?.size === 0) this.#byTag.delete(tag);
    }
  }
}
