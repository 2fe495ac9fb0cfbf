import type { ArticleId, Instant } from '../ids.ts';
import { millis } from '../time.ts';
import { frequencyOf, hashOf } from './vector.ts';

const DAY_MS = 86_400_000;

/**
 * That an article is found by a term, as a member of the term's set: weight (1 character), day (3), section (1), id.
 * Sorted as text, the weightiest and newest come last. It depends on the article alone, so every writer writes the same.
 */
export interface Posting {
  readonly id: ArticleId;
  /** 0–63. */
  readonly weight: number;
  /** Since 1970-01-01, not before. */
  readonly day: number;
  /** 6 bits of the section's hash. */
  readonly section: number;
}

/**
 * Postings read of one term: the weightiest, of these the newest. With half as many, older articles of an archive lose
 * .006 nDCG when lists are computed from the index alone; twice as many find nothing better (docs/decisions/0201).
 */
export const POSTINGS_MAX = 100;

const DAYS_MAX = 64 ** 3 - 1;

export const dayOf = (at: Instant): number =>
  Math.max(0, Math.min(DAYS_MAX, Math.floor(millis(at) / DAY_MS)));

export const sectionCode = (section: string): number => hashOf(section) & 63;

/** Steps in which weights order the postings of a term; within a step the newest are kept. */
const WEIGHTS = 6;
/** A length that stands for every site's average: where postings are cut must not move with statistics. */
const LENGTH = 200;

/** How much an article is about a term, in coarse steps. */
export function postingWeight(level: number, length: number): number {
  const frequency = frequencyOf(level);
  return Math.round((WEIGHTS * frequency) / (frequency + 1.5 * (0.25 + (0.75 * length) / LENGTH)));
}

/* Characters in ascending order, so that the order of texts is the order of numbers. */
const ORDERED = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';

export const encodePosting = ({ id, weight, day, section }: Posting): string =>
  ORDERED.charAt(weight) +
  ORDERED.charAt(day >> 12) +
  ORDERED.charAt((day >> 6) & 63) +
  ORDERED.charAt(day & 63) +
  ORDERED.charAt(section) +
  id;

const VALUES = new Int8Array(128);
for (let value = 0; value < ORDERED.length; value += 1) VALUES[ORDERED.charCodeAt(value)] = value;

const valueAt = (member: string, at: number): number => VALUES[member.charCodeAt(at) & 127] ?? 0;

/*
 * What a member says, piece by piece: thousands are read for each article, so numbers come by a table, and no object is
 * made of them.
 */

export const idIn = (member: string): ArticleId => member.slice(5) as ArticleId;

export const dayIn = (member: string): number =>
  (valueAt(member, 1) << 12) | (valueAt(member, 2) << 6) | valueAt(member, 3);

/** Weight, then day: postings in ascending order have ascending ranks. */
export const rankIn = (member: string): number => (valueAt(member, 0) << 18) | dayIn(member);

export const sectionIn = (member: string): number => valueAt(member, 4);

const SATURATIONS = Float64Array.from({ length: 64 }, (_, n) => (n + 0.5) / (WEIGHTS + 0.5));

/** The saturated weight that a posting's step stands for. */
export const saturationIn = (member: string): number => SATURATIONS[valueAt(member, 0)] ?? 0;
