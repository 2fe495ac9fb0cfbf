import { S3Error } from './s3-error.ts';

/** S3 object keys: at most this many bytes of UTF-8. */
const KEY_BYTES_MAX = 1024;

/** Throws what S3 answers to a key that cannot be. */
export function checkKey(key: string): void {
  if (Buffer.byteLength(key) > KEY_BYTES_MAX)
    throw new S3Error('KeyTooLongError', 400, `Your key is too long: over ${KEY_BYTES_MAX} bytes.`);
}

const SURROGATES = 0xd800;
const AFTER_SURROGATES = 0xe000;

/** S3 lists keys in the order of their UTF-8 bytes, which is that of code points and not that of UTF-16. */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return codePointRank(left) - codePointRank(right);
  }
  return a.length - b.length;
}

/** Code units in the order of the code points that they begin or continue. */
const codePointRank = (unit: number): number =>
  unit >= SURROGATES && unit < AFTER_SURROGATES ? unit + 0x10000 : unit;

/** Keys kept in order; sorting is put off until somebody reads them. */
export class SortedKeys {
  #sorted: string[] = [];
  #fresh: string[] = [];
  readonly #present = new Set<string>();
  #stale = 0;

  add(key: string): void {
    if (this.#present.has(key)) return;
    this.#present.add(key);
    this.#fresh.push(key);
  }

  remove(key: string): void {
    if (this.#present.delete(key)) this.#stale += 1;
  }

  /** Keys greater than or equal to `start`, in order. */
  *from(start: string): Generator<string> {
    this.#settle();
    const keys = this.#sorted;
    for (let index = lowerBound(keys, start); index < keys.length; index += 1) {
      const key = keys[index];
      if (key !== undefined) yield key;
    }
  }

  #settle(): void {
    if (this.#fresh.length === 0 && this.#stale === 0) return;
    const fresh = this.#fresh.sort(compareKeys);
    const merged: string[] = [];
    let next = 0;
    const take = (key: string) => {
      // A key deleted and put again stands in both lists.
      if (this.#present.has(key) && merged.at(-1) !== key) merged.push(key);
    };
    for (const key of this.#sorted) {
      for (let each = fresh[next]; each !== undefined && compareKeys(each, key) < 0; ) {
        take(each);
        next += 1;
        each = fresh[next];
      }
      take(key);
    }
    for (const key of fresh.slice(next)) take(key);
    this.#sorted = merged;
    this.#fresh = [];
    this.#stale = 0;
  }
}

function lowerBound(keys: readonly string[], start: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareKeys(keys[middle] ?? '', start) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
