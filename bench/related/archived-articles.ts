import { type ArticleId, articleId, type SiteId } from '#domain/ids.ts';
import type { Item, Key } from '#domain/ports.ts';
import { timelineKey, timelinePk } from '#domain/related/keys.ts';
import { dayOf, encodePosting, postingWeight, sectionCode } from '#domain/related/posting.ts';
import type { Profile } from '#domain/related/profile.ts';
import { profileItem } from '#domain/related/records.ts';
import { decodedAt, decodeVector, IS_POSTED } from '#domain/related/vector.ts';
import { CompactPostings } from './compact-postings.ts';
import { articleName, articleNumber } from './generator.ts';

const SLAB = 64 * 1024 * 1024;

/**
 * A generated archive as bytes outside the heap: items are made of it when somebody reads them. A million articles take
 * some 1.5 GB, and the collector of garbage has nothing to look through.
 */
export class ArchivedArticles {
  readonly #site: SiteId;
  readonly #first: number;
  readonly #postings = new CompactPostings();
  readonly #slabs: Buffer[] = [];
  readonly #places: Float64Array;
  readonly #days: Int32Array;
  readonly #sections: Uint8Array;
  readonly #times = new Map<string, { readonly numbers: Uint32Array; size: number }>();
  #used = SLAB;
  #size = 0;

  /**
   * @param first the generator's number of the first article.
   * @param capacity articles that will be added.
   */
  constructor(site: SiteId, first: number, capacity: number) {
    this.#site = site;
    this.#first = first;
    this.#places = new Float64Array(capacity);
    this.#days = new Int32Array(capacity);
    this.#sections = new Uint8Array(capacity);
  }

  get size(): number {
    return this.#size;
  }

  /** @param profile of the next article of the generator. */
  add(profile: Profile): void {
    const number = this.#size;
    this.#size += 1;
    this.#places[number] = this.#kept(Buffer.from(JSON.stringify(profile)));
    this.#days[number] = dayOf(profile.publishedAt);
    this.#sections[number] = sectionCode(profile.section);
    const vector = decodeVector(profile.vector);
    for (let n = 0; n < vector.size; n += 1) {
      if (!((vector.flags[n] ?? 0) & IS_POSTED)) continue;
      const weight = postingWeight(vector.levels[n] ?? 0, profile.length);
      this.#postings.add(vector.hashes[n] ?? 0, weight, number);
    }
    for (const section of new Set(['', profile.section])) {
      const pk = timelinePk(this.#site, profile.language, section);
      const time = this.#times.get(pk) ?? {
        numbers: new Uint32Array(this.#places.length),
        size: 0,
      };
      time.numbers[time.size] = number;
      time.size += 1;
      this.#times.set(pk, time);
    }
  }

  sort(): void {
    this.#postings.sort();
  }

  profile(id: ArticleId): Profile | undefined {
    const number = articleNumber(id) - this.#first;
    return number >= 0 && number < this.#size ? this.#at(number) : undefined;
  }

  profileItem(id: ArticleId): Item | undefined {
    const profile = this.profile(id);
    return profile && profileItem(this.#site, profile);
  }

  /** The set of a term. */
  set(key: Key): Item | undefined {
    const members = this.#postings
      .of(decodedAt(key.pk, key.pk.lastIndexOf('#') + 1, 5))
      .map(({ number, weight }) =>
        encodePosting({
          id: articleId(articleName(this.#first + number)),
          weight,
          day: this.#days[number] ?? 0,
          section: this.#sections[number] ?? 0,
        }),
      )
      .sort();
    return members.length === 0 ? undefined : { ...key, members };
  }

  /** The nearest in time, from the one beside `sk` on. */
  beside(pk: string, sk: string, newestFirst: boolean, limit: number): readonly Item[] {
    const { numbers, size } = this.#times.get(pk) ?? { numbers: new Uint32Array(0), size: 0 };
    let low = 0;
    let high = size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#timeKey(pk, numbers[middle] ?? 0).sk < sk) low = middle + 1;
      else high = middle;
    }
    const some = newestFirst
      ? numbers.slice(Math.max(0, low - limit), low).reverse()
      : numbers.slice(low, Math.min(size, low + limit));
    return Array.from(some, (number) => this.#timeKey(pk, number));
  }

  #timeKey(pk: string, number: number): { readonly pk: string; readonly sk: string } {
    const { id, publishedAt } = this.#at(number);
    return { pk, sk: timelineKey(this.#site, '', '', publishedAt, id).sk };
  }

  #at(number: number): Profile {
    const place = this.#places[number] ?? 0;
    const slab = this.#slabs[Math.floor(place / SLAB)];
    const from = place % SLAB;
    const size = slab?.readUInt16LE(from) ?? 0;
    return JSON.parse(slab?.toString('utf8', from + 2, from + 2 + size) ?? '');
  }

  #kept(bytes: Buffer): number {
    if (this.#used + 2 + bytes.length > SLAB) {
      this.#slabs.push(Buffer.alloc(SLAB));
      this.#used = 0;
    }
    const place = (this.#slabs.length - 1) * SLAB + this.#used;
    const slab = this.#slabs.at(-1);
    slab?.writeUInt16LE(bytes.length, this.#used);
    slab?.set(bytes, this.#used + 2);
    this.#used += 2 + bytes.length;
    return place;
  }
}
