import type { ArticleId, SiteId } from '#domain/ids.ts';
import { articleId } from '#domain/ids.ts';
import type { Item, Key } from '#domain/ports.ts';
import { timelineKey, timelinePk } from '#domain/related/keys.ts';
import { dayOf, encodePosting, postingWeight, sectionCode } from '#domain/related/posting.ts';
import type { Profile } from '#domain/related/profile.ts';
import { profileItem } from '#domain/related/records.ts';
import { decodedAt, decodeVector, IS_POSTED } from '#domain/related/vector.ts';
import { CompactPostings } from './compact-postings.ts';

const SLAB = 64 * 1024 * 1024;

/** A generated archive as bytes: items are made of it when somebody reads them. A million articles take some 1.5 GB. */
export class ArchivedArticles {
  readonly #site: SiteId;
  readonly #numbers = new Map<string, number>();
  readonly #ids: ArticleId[] = [];
  readonly #days: number[] = [];
  readonly #sections: number[] = [];
  readonly #postings = new CompactPostings();
  readonly #slabs: Buffer[] = [];
  readonly #places: number[] = [];
  readonly #times = new Map<string, { readonly numbers: number[] }>();
  #used = SLAB;

  constructor(site: SiteId) {
    this.#site = site;
  }

  get size(): number {
    return this.#places.length;
  }

  /** @param profile of an article newer than all before it. */
  add(profile: Profile): void {
    const number = this.size;
    this.#numbers.set(profile.id, number);
    this.#ids.push(profile.id);
    this.#days.push(dayOf(profile.publishedAt));
    this.#sections.push(sectionCode(profile.section));
    this.#keep(Buffer.from(JSON.stringify(profile)));
    const vector = decodeVector(profile.vector);
    for (let n = 0; n < vector.size; n += 1) {
      if (!((vector.flags[n] ?? 0) & IS_POSTED)) continue;
      const weight = postingWeight(vector.levels[n] ?? 0, profile.length);
      this.#postings.add(vector.hashes[n] ?? 0, weight, number);
    }
    for (const section of new Set(['', profile.section])) {
      const pk = timelinePk(this.#site, profile.language, section);
      const time = this.#times.get(pk) ?? { numbers: [] };
      time.numbers.push(number);
      this.#times.set(pk, time);
    }
  }

  sort(): void {
    this.#postings.sort();
  }

  profile(id: ArticleId): Profile | undefined {
    const number = this.#numbers.get(id);
    return number === undefined ? undefined : this.#at(number);
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
          id: this.#id(number),
          weight,
          day: this.#days[number] ?? 0,
          section: this.#sections[number] ?? 0,
        }),
      );
    return members.length === 0 ? undefined : { ...key, members };
  }

  /** The nearest in time, from the one beside `sk` on. */
  beside(pk: string, sk: string, newestFirst: boolean, limit: number): readonly Item[] {
    const numbers = this.#times.get(pk)?.numbers ?? [];
    let low = 0;
    let high = numbers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#timeKey(pk, numbers[middle] ?? 0).sk < sk) low = middle + 1;
      else high = middle;
    }
    const some = newestFirst
      ? numbers.slice(Math.max(0, low - limit), low).reverse()
      : numbers.slice(low, low + limit);
    return some.map((number) => this.#timeKey(pk, number));
  }

  #timeKey(pk: string, number: number): { readonly pk: string; readonly sk: string } {
    const { id, publishedAt } = this.#at(number);
    return { pk, sk: timelineKey(this.#site, '', '', publishedAt, id).sk };
  }

  #id(number: number): ArticleId {
    return this.#ids[number] ?? articleId('');
  }

  #at(number: number): Profile {
    const place = this.#places[number] ?? 0;
    const slab = this.#slabs[Math.floor(place / SLAB)];
    const from = place % SLAB;
    const size = slab?.readUInt16LE(from) ?? 0;
    return JSON.parse(slab?.toString('utf8', from + 2, from + 2 + size) ?? '');
  }

  #keep(bytes: Buffer): void {
    if (this.#used + 2 + bytes.length > SLAB) {
      this.#slabs.push(Buffer.alloc(SLAB));
      this.#used = 0;
    }
    const slab = this.#slabs.at(-1);
    slab?.writeUInt16LE(bytes.length, this.#used);
    slab?.set(bytes, this.#used + 2);
    this.#places.push((this.#slabs.length - 1) * SLAB + this.#used);
    this.#used += 2 + bytes.length;
  }
}
