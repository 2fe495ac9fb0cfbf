import type { ArticleId, Instant } from '../ids.ts';
import { instant, millis } from '../time.ts';

/** What a list holds beyond the six that are usually shown is a reserve for withdrawals. */
export const KEPT_MAX = 12;

export interface Entry {
  readonly id: ArticleId;
  readonly score: number;
  readonly publishedAt: Instant;
  readonly signature: string;
}

/** The related posts of one article, as stored. Ids only: what they show is read when the page is rendered. */
export interface RelatedList {
  readonly version: number;
  /** Best first, at most `KEPT_MAX`. */
  readonly entries: readonly Entry[];
  /** The highest score that was ever left out: entries that score at least as much are certain to be the best. */
  readonly floor: number;
  /** Nearest in time, for where scored ones do not fill the list. */
  readonly fillers: readonly ArticleId[];
  /** The newsroom's own, ahead of all. */
  readonly pins: readonly ArticleId[];
}

export const EMPTY_LIST: RelatedList = { version: 0, entries: [], floor: 0, fillers: [], pins: [] };

/** The best first; of equal ones the newer, then by id: the same wherever it is computed. */
export function compareEntries(a: Entry, b: Entry): number {
  if (a.score !== b.score) return b.score - a.score;
  if (a.publishedAt !== b.publishedAt) return a.publishedAt < b.publishedAt ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}

/** No article that was ever left out of the list scores more than this. */
const leftOut = ({ entries, floor }: RelatedList): number =>
  Math.max(floor, entries[KEPT_MAX - 1]?.score ?? 0);

/** The list with this entry in place of the article's former one; a score of 0 takes it out. */
export function withEntry(list: RelatedList, entry: Entry): RelatedList {
  const former = list.entries.find(({ id }) => id === entry.id);
  const others = list.entries.filter((other) => other !== former);
  const floor = former && former.score > entry.score ? leftOut(list) : list.floor;
  return cut({ ...list, floor, entries: entry.score > 0 ? [...others, entry] : others });
}

/** The list without an article. */
export function without(list: RelatedList, gone: ArticleId): RelatedList {
  const entries = list.entries.filter(({ id }) => id !== gone);
  const fillers = list.fillers.filter((id) => id !== gone);
  const floor = entries.length < list.entries.length ? leftOut(list) : list.floor;
  return { ...list, entries, fillers, floor };
}

/** Sorted and cut to length. */
export function cut(list: RelatedList): RelatedList {
  const sorted = [...list.entries].sort(compareEntries);
  const best = sorted[KEPT_MAX];
  return {
    ...list,
    entries: sorted.slice(0, KEPT_MAX),
    floor: best ? Math.max(list.floor, best.score) : list.floor,
  };
}

/**
 * Whether the list may lack something better than its entry at `count`, because what it once left out may by now be
 * better than what it kept. Then it has to be computed again from the index.
 */
export function isDoubtful({ entries, floor }: RelatedList, count: number): boolean {
  const last = entries[count - 1];
  return floor > (last?.score ?? 0);
}

/** Every article that the list names, each once. */
export const namedBy = ({ pins, entries, fillers }: RelatedList): readonly ArticleId[] => [
  ...new Set([...pins, ...entries.map(({ id }) => id), ...fillers]),
];

export const encodeEntry = ({ id, score, publishedAt, signature }: Entry): string =>
  `${score.toString(36)} ${millis(publishedAt).toString(36)} ${signature} ${id}`;

export function decodeEntry(text: string): Entry {
  const [score = '0', at = '0', signature = '', id = ''] = text.split(' ');
  return {
    id: id as ArticleId,
    score: Number.parseInt(score, 36),
    publishedAt: instant(Number.parseInt(at, 36)),
    signature,
  };
}
