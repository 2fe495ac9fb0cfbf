import { createHash } from 'node:crypto';
import type { Journal } from '../journal.ts';
import { checkKey, SortedKeys } from './keys.ts';
import { noSuchKey, preconditionFailed, S3Error } from './s3-error.ts';
import type { Place, Segments } from './segments.ts';

/** Headers that S3 keeps with an object and gives back. */
export const KEPT_HEADERS = [
  'content-type',
  'cache-control',
  'content-encoding',
  'content-disposition',
  'content-language',
  'expires',
] as const;

/** User metadata: names and values together (S3's "Working with object metadata"). */
const METADATA_BYTES_MAX = 2048;

type Texts = Readonly<Record<string, string>>;

/** What is known of an object without reading it. */
export interface ObjectHead {
  /** Quoted MD5 of the bytes. */
  readonly etag: string;
  readonly size: number;
  readonly modifiedAt: number;
  /** `content-type` and its like, names in lower case. */
  readonly headers: Texts;
  /** User metadata, names in lower case and without `x-amz-meta-`. */
  readonly metadata: Texts;
}

export interface StoredObject extends ObjectHead {
  readonly bytes: Buffer;
}

export interface PutOptions {
  readonly headers?: Texts;
  readonly metadata?: Texts;
  /** Only over the version with this ETag. */
  readonly ifMatch?: string | undefined;
  /** Only where nothing is. */
  readonly ifNoneMatch?: '*' | undefined;
}

export interface Entry extends ObjectHead {
  readonly place: Place;
}

/** What the journal says of objects; each record gives the whole truth about its keys. */
export type S3Record =
  | { readonly put: string; readonly key: string; readonly entry: Entry }
  | { readonly drop: string; readonly keys: readonly string[] };

/** A bucket of one version per key. */
export class Bucket {
  readonly name: string;
  readonly #entries = new Map<string, Entry>();
  readonly #keys = new SortedKeys();
  readonly #home: BucketHome;

  constructor(name: string, home: BucketHome) {
    this.name = name;
    this.#home = home;
  }

  head(key: string): ObjectHead | undefined {
    return this.#entries.get(key);
  }

  async get(key: string): Promise<StoredObject | undefined> {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    const { place, ...head } = entry;
    return { ...head, bytes: await this.#home.segments.read(place) };
  }

  /**
   * Stores an object whole; refuses by an `S3Error` when a condition does not hold.
   *
   * Conditions are judged in the turn in which the object comes to be, so of two writers that saw the same version one
   * is refused.
   */
  async put(key: string, bytes: Buffer, options: PutOptions = {}): Promise<ObjectHead> {
    checkKey(key);
    checkMetadata(options.metadata ?? {});
    this.#checkConditions(key, options);
    const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
    const place = await this.#home.segments.write(bytes);
    try {
      this.#checkConditions(key, options);
    } catch (error) {
      this.#home.segments.forget(place);
      throw error;
    }
    const entry: Entry = {
      etag,
      size: bytes.length,
      modifiedAt: this.#home.now(),
      headers: options.headers ?? {},
      metadata: options.metadata ?? {},
      place,
    };
    this.#set(key, entry);
    await this.#home.journal().append({ put: this.name, key, entry } satisfies S3Record);
    this.#home.wasted();
    return entry;
  }

  /** Deletes what there is of these keys; a missing one is no error, as on S3. */
  async delete(keys: readonly string[]): Promise<void> {
    const present = keys.filter((key) => this.#entries.has(key));
    if (present.length === 0) return;
    for (const key of present) this.#unset(key);
    await this.#home.journal().append({ drop: this.name, keys: present } satisfies S3Record);
    this.#home.wasted();
  }

  /** Keys in S3's order, from `start` on (that key included). */
  *keysFrom(start: string): Generator<string> {
    yield* this.#keys.from(start);
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Repeats what the journal says. */
  replay(record: S3Record): void {
    if ('put' in record) {
      this.#set(record.key, record.entry);
      this.#home.segments.hold(record.entry.place);
    } else for (const key of record.keys) this.#unset(key);
  }

  *snapshot(): Generator<S3Record> {
    for (const [key, entry] of this.#entries) yield { put: this.name, key, entry };
  }

  /** Copies the objects that lie in a segment elsewhere, so that it can go. */
  async vacate(segment: number): Promise<void> {
    for (const [key, entry] of this.#entries) {
      if (entry.place.segment !== segment) continue;
      const place = await this.#home.segments.write(await this.#home.segments.read(entry.place));
      if (this.#entries.get(key) !== entry) {
        this.#home.segments.forget(place);
        continue;
      }
      const moved = { ...entry, place };
      this.#set(key, moved);
      await this.#home.journal().append({ put: this.name, key, entry: moved } satisfies S3Record);
    }
  }

  #set(key: string, entry: Entry): void {
    const old = this.#entries.get(key);
    if (old) this.#home.segments.forget(old.place);
    else this.#keys.add(key);
    this.#entries.set(key, entry);
  }

  #unset(key: string): void {
    const old = this.#entries.get(key);
    if (!old) return;
    this.#home.segments.forget(old.place);
    this.#entries.delete(key);
    this.#keys.remove(key);
  }

  #checkConditions(key: string, options: PutOptions): void {
    const current = this.#entries.get(key);
    if (options.ifNoneMatch === '*' && current) throw preconditionFailed('If-None-Match');
    if (options.ifMatch === undefined) return;
    if (!current) throw noSuchKey(key);
    if (!sameTag(options.ifMatch, current.etag)) throw preconditionFailed('If-Match');
  }
}

export interface BucketHome {
  readonly segments: Segments;
  journal(): Journal;
  now(): number;
  /** Called when bytes may have become garbage. */
  wasted(): void;
}

/** ETags are compared with or without their quotes, as S3 does. */
export function sameTag(asked: string, etag: string): boolean {
  const bare = etag.slice(1, -1);
  return asked.split(',').some((tag) => {
    const name = tag.trim().replace(/^W\//, '');
    return name === '*' || name === etag || name === bare;
  });
}

function checkMetadata(metadata: Texts): void {
  let size = 0;
  for (const [name, value] of Object.entries(metadata))
    size += Buffer.byteLength(name) + Buffer.byteLength(value);
  if (size > METADATA_BYTES_MAX)
    throw new S3Error(
      'MetadataTooLarge',
      400,
      `Your metadata headers exceed the maximum allowed metadata size: ${size} of ${METADATA_BYTES_MAX} bytes.`,
    );
}
