import type { ArticleId } from '../ids.ts';
import type { Filler } from './fillers.ts';
import { fused } from './fusion.ts';
import type { Place } from './keys.ts';
import { type Kin, withKin } from './kin.ts';
import { decodeLikeness, encodeLikeness, type Likeness, ranked } from './ranking.ts';
import { isNearDuplicate } from './signature.ts';

/** What a list holds beyond the six that are usually shown says what it is about, and is a reserve for withdrawals. */
export const KEPT_MAX = 12;

export interface Entry {
  readonly id: ArticleId;
  readonly score: number;
  /** When it was published, in milliseconds: lists are decoded far too often for texts. */
  readonly at: number;
  readonly signature: string;
  /** To other entries of the list, so far as it is the later one to have come. */
  readonly likeness: Likeness;
}

/** The related posts of one article, as stored. Ids only: what they show is read when the page is rendered. */
export interface RelatedList {
  readonly version: number;
  /** Best first, at most `KEPT_MAX`. */
  readonly entries: readonly Entry[];
  /** The highest score that was ever left out: entries that score at least as much are certain to be the best. */
  readonly floor: number;
  /** Nearest in meaning; only kept where a model says so (docs/decisions/0203). */
  readonly kin?: readonly Kin[] | undefined;
  /** Nearest in time, at most `KEPT_MAX`; only kept where scored ones did not fill the list when it was computed. */
  readonly fillers?: readonly Filler[] | undefined;
  /** Where the list is noted as one that keeps fillers. */
  readonly place?: Place | undefined;
  /** The newsroom's own, ahead of all. */
  readonly pins: readonly ArticleId[];
}

export const EMPTY_LIST: RelatedList = { version: 0, entries: [], floor: 0, pins: [] };

export type Placed = Pick<Entry, 'id' | 'score' | 'at'>;

/** The best first; of equal ones the newer, then by id: the same wherever it is computed. */
export function compareEntries(a: Placed, b: Placed): number {
  if (a.score !== b.score) return b.score - a.score;
  if (a.at !== b.at) return b.at - a.at;
  return a.id < b.id ? -1 : 1;
}

/** No article that was ever left out of the list scores more than this. */
const leftOut = ({ entries, floor }: RelatedList): number =>
  Math.max(floor, entries[KEPT_MAX - 1]?.score ?? 0);

/** The list with this entry in place of the article's former one; a score of 0 takes it out. */
export function withEntry(list: RelatedList, entry: Entry): RelatedList {
  const former = list.entries.find(({ id }) => id === entry.id);
  const others = list.entries
    .filter((other) => other !== former)
    .map((other) => (former ? forgetting(other, entry.id) : other));
  const floor = former && former.score > entry.score ? leftOut(list) : list.floor;
  return cut({ ...list, floor, entries: entry.score > 0 ? [...others, entry] : others });
}

function forgetting(entry: Entry, id: ArticleId): Entry {
  const likeness = new Map(entry.likeness);
  likeness.delete(id);
  return { ...entry, likeness };
}

/** The list without an article. What is left of its fillers may no longer be all there are, so none are kept. */
export function without(list: RelatedList, gone: ArticleId): RelatedList {
  const entries = list.entries.filter(({ id }) => id !== gone);
  const floor = entries.length < list.entries.length ? leftOut(list) : list.floor;
  const fillers = list.fillers?.some(({ id }) => id === gone) ? undefined : list.fillers;
  const kin = list.kin && withKin(list.kin, gone, undefined);
  return { ...list, entries, fillers, floor, ...(list.kin && { kin }) };
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
 * Whether something that was once left out may by now be better than what the list keeps, or fillers are missing where
 * they are needed: also behind as many entries as are shown, for some of those may say the same. Then it has to be
 * computed from the index.
 */
export function isDoubtful({ entries, floor, fillers }: RelatedList): boolean {
  const last = entries[KEPT_MAX - 1];
  return floor > (last?.score ?? 0) || (entries.length < KEPT_MAX && !fillers);
}

/** Every article that the list names, each once. */
export const namedBy = ({
  pins,
  entries,
  kin = [],
  fillers = [],
}: RelatedList): readonly ArticleId[] => [
  ...new Set([...pins, ...[...entries, ...kin, ...fillers].map(({ id }) => id)]),
];

/**
 * What a reader meets of a list, from the top: pins, then what is scored or means the same, then fillers; of what
 * says the same, the first. `isListed` leaves out what may not be shown.
 */
export function readingOrder(
  { pins, entries, kin, fillers = [] }: RelatedList,
  isListed: (id: ArticleId) => boolean = () => true,
): readonly ArticleId[] {
  const order = new Set(pins.filter(isListed));
  const signatures: string[] = [];
  for (const { id, signature } of [...related(entries, kin), ...fillers]) {
    if (order.has(id) || !isListed(id)) continue;
    if (signatures.some((other) => isNearDuplicate(other, signature))) continue;
    signatures.push(signature);
    order.add(id);
  }
  return [...order];
}

type Named = Pick<Entry, 'id' | 'signature'>;

/** The order of the scored ones, fused with that of meaning where there is one. */
function related(entries: readonly Entry[], kin: readonly Kin[] | undefined): readonly Named[] {
  const scored = ranked(entries);
  if (!kin) return scored;
  const byId = new Map<ArticleId, Named>([...kin, ...entries].map((one) => [one.id, one]));
  const orders = [scored, kin].map((order) => order.map(({ id }) => id));
  return fused(orders).flatMap((id) => byId.get(id) ?? []);
}

export function encodeEntries(entries: readonly Entry[]): readonly string[] {
  return entries.map((entry, n) => {
    const { id, score, at, signature } = entry;
    const likeness = encodeLikeness(entry, entries.slice(0, n));
    return `${score.toString(36)} ${at.toString(36)} ${signature} ${likeness} ${id}`;
  });
}

export function decodeEntries(texts: readonly string[]): readonly Entry[] {
  const entries: Entry[] = [];
  for (const text of texts) {
    const [score = '0', at = '0', signature = '', likeness = '', id = ''] = text.split(' ');
    entries.push({
      id: id as ArticleId,
      score: Number.parseInt(score, 36),
      at: Number.parseInt(at, 36),
      signature,
      likeness: decodeLikeness(likeness, entries),
    });
  }
  return entries;
}
