/*
 * What is stored of an article's text: up to 91 terms in 7 characters each, at most 640 bytes.
 * A term is 30 bits of its hash (of 200,000 terms, one in 5,000 shares its hash with another: no measurable harm),
 * then 6 bits of quantised frequency, 5 bits of where it stands and one that says whether it is in the index.
 */

export const IN_TITLE = 1;
export const IN_LEAD = 2;
export const IN_BODY = 4;
export const IS_NAME = 8;
export const IS_TAG = 16;
export const IS_POSTED = 32;

export const VECTOR_TERMS_MAX = 91;
const CHARACTERS = 7;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUES = new Int8Array(128);
for (let value = 0; value < 64; value += 1) VALUES[ALPHABET.charCodeAt(value)] = value;

/** Terms in ascending order of hash, as parallel arrays: intersecting two takes one pass. */
export interface Vector {
  readonly size: number;
  readonly hashes: Int32Array;
  /** Quantised frequency (`weightOf`). */
  readonly levels: Uint8Array;
  readonly flags: Uint8Array;
}

export interface VectorTerm {
  readonly hash: number;
  readonly level: number;
  readonly flags: number;
}

/** 30 bits of a term: two rounds of FNV-1a with a final mix, so that near words lie far apart. */
export function hashOf(term: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < term.length; at += 1) {
    hash = Math.imul(hash ^ term.charCodeAt(at), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 2;
}

/** The part of a key that stands for a term. */
export const hashText = (hash: number): string => encoded(hash, 5);

/** Frequencies from 1/4 to 101 in steps of a tenth: finer ones change no list. */
const STEP = Math.log(1.1);
export const LEVELS = 64;
export const levelOf = (frequency: number): number =>
  Math.max(0, Math.min(LEVELS - 1, Math.round(Math.log(frequency * 4) / STEP)));
export const frequencyOf = (level: number): number => Math.exp(level * STEP) / 4;

export function encodeVector(terms: readonly VectorTerm[]): string {
  return [...terms]
    .sort((a, b) => a.hash - b.hash)
    .map(({ hash, level, flags }) => encoded(hash, 5) + encoded(level * 64 + flags, 2))
    .join('');
}

export function decodeVector(text: string): Vector {
  const size = Math.floor(text.length / CHARACTERS);
  const hashes = new Int32Array(size);
  const levels = new Uint8Array(size);
  const flags = new Uint8Array(size);
  for (let n = 0; n < size; n += 1) {
    hashes[n] = decodedAt(text, n * CHARACTERS, 5);
    const code = decodedAt(text, n * CHARACTERS + 5, 2);
    levels[n] = code >> 6;
    flags[n] = code & 63;
  }
  return { size, hashes, levels, flags };
}

/** Sums a value over the terms of both: each vector is in order of hash, so one pass meets every shared one. */
export function sumOfShared(
  a: Int32Array,
  b: Int32Array,
  value: (inA: number, inB: number) => number,
): number {
  let sum = 0;
  let n = 0;
  let m = 0;
  while (n < a.length && m < b.length) {
    const difference = (a[n] ?? 0) - (b[m] ?? 0);
    if (difference === 0) sum += value(n, m);
    if (difference <= 0) n += 1;
    if (difference >= 0) m += 1;
  }
  return sum;
}

/** A number in base 64, most significant character first. */
export function encoded(value: number, characters: number): string {
  let text = '';
  for (let n = 0, rest = value; n < characters; n += 1, rest = Math.floor(rest / 64)) {
    text = ALPHABET.charAt(rest % 64) + text;
  }
  return text;
}

export function decodedAt(text: string, from: number, characters: number): number {
  let value = 0;
  for (let at = from; at < from + characters; at += 1) {
    value = value * 64 + (VALUES[text.charCodeAt(at) & 127] ?? 0);
  }
  return value;
}
