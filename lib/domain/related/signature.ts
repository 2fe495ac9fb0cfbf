import { encoded } from './vector.ts';

/*
 * Near-duplicates by minhash (Broder, 1997) of word 4-grams: 16 minima of 6 bits.
 * Two texts that share four fifths of their 4-grams agree in 13 of 16 on average; unrelated ones in a quarter of one.
 */

const HASHES = 16;
const WORDS = 4;
/** Agreements from which two texts count as one. */
const ALIKE = 12;

const MULTIPLIERS = Array.from({ length: HASHES }, (_, n) => Math.imul(2 * n + 1, 0x9e3779b1) | 1);

/** 16 characters. Texts without words have an empty signature, which is like no other. */
export function signatureOf(words: readonly string[]): string {
  if (words.length === 0) return '';
  const minima = new Uint32Array(HASHES).fill(0xffffffff);
  const hashes = words.map(wordHash);
  for (let at = 0; at < Math.max(1, words.length - WORDS + 1); at += 1) {
    const gram = gramHash(hashes, at);
    for (let n = 0; n < HASHES; n += 1) {
      const mixed = mix(Math.imul(gram ^ n, MULTIPLIERS[n] ?? 1));
      if (mixed < (minima[n] ?? 0)) minima[n] = mixed;
    }
  }
  return Array.from(minima, (minimum) => encoded(minimum & 63, 1)).join('');
}

/** Whether two texts are so alike that a reader who has read one has read both. */
export function isNearDuplicate(a: string, b: string): boolean {
  if (a.length < HASHES || b.length < HASHES) return false;
  let agreements = 0;
  for (let n = 0; n < HASHES; n += 1) if (a.charCodeAt(n) === b.charCodeAt(n)) agreements += 1;
  return agreements >= ALIKE;
}

function wordHash(word: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < word.length; at += 1) {
    hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  }
  return hash;
}

function gramHash(hashes: readonly number[], from: number): number {
  let hash = 0;
  for (let at = from; at < from + WORDS; at += 1)
    hash = Math.imul(hash ^ (hashes[at] ?? 0), 0x85ebca6b) + at - from;
  return hash;
}

function mix(value: number): number {
  const once = Math.imul(value ^ (value >>> 15), 0xc2b2ae35);
  return (once ^ (once >>> 13)) >>> 0;
}
