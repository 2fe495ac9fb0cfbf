import type { ArticleId } from '../ids.ts';
import {
  EMPTY_LIST,
  isDoubtful,
  KEPT_MAX,
  namedBy,
  type RelatedList,
  withEntry,
  without,
} from './list.ts';
import type { Loaded } from './load.ts';
import type { Neighbourhood, Surroundings } from './neighbourhood.ts';
import { entryOf, mayName, ownList } from './pairs.ts';

export interface ListChange {
  readonly id: ArticleId;
  readonly before: RelatedList;
  /** `undefined`: readers no longer see the article, so it has no list. */
  readonly after: RelatedList | undefined;
  /** Whether readers see something else. */
  readonly shows: boolean;
}

export interface Lists {
  readonly changes: readonly ListChange[];
  /** Articles whose readers see other related posts. */
  readonly shown: readonly ArticleId[];
  /** Articles whose list may lack something and has to be computed from the index. */
  readonly doubtful: readonly ArticleId[];
}

/** Decides on every list that the articles touch: their own, those that name them, those that should. */
export function changedLists(
  { cases }: Loaded,
  { surroundings, lists, profiles }: Neighbourhood,
  count: number,
): Lists {
  const next = new Map<ArticleId, RelatedList>();
  for (const { of, pairs, fillers } of surroundings) {
    if (of.after) next.set(of.id, ownList(of.after, pairs, of.list, fillers));
  }
  const gone = new Set(cases.filter(({ after }) => !after).map(({ id }) => id));
  const own = new Set(cases.map(({ id }) => id));
  const doubtful = new Set<ArticleId>();
  for (const around of surroundings) {
    for (const [owner, change] of offersTo(around, profiles)) {
      const before = next.get(owner) ?? lists.get(owner) ?? EMPTY_LIST;
      if (gone.has(owner)) continue;
      const after = change(before);
      next.set(owner, after);
      if (!own.has(owner) && isDoubtful(after, count) && after.floor > before.floor)
        doubtful.add(owner);
      if (!own.has(owner) && isShort(after, count) && !isShort(before, count)) doubtful.add(owner);
    }
  }
  const changes: ListChange[] = [];
  for (const [id, after] of next) {
    const before = lists.get(id) ?? EMPTY_LIST;
    if (!isSame(before, after))
      changes.push({ id, before, after, shows: shows(before, count) !== shows(after, count) });
  }
  for (const id of gone) {
    const before = lists.get(id) ?? EMPTY_LIST;
    if (before.version > 0) changes.push({ id, before, after: undefined, shows: false });
  }
  const shown = changes.filter((change) => change.shows).map(({ id }) => id);
  return { changes, shown, doubtful: [...doubtful] };
}

type Edit = (list: RelatedList) => RelatedList;

/** What an article does to others' lists: it enters, moves, or leaves. */
function offersTo(
  { of, pairs, offers, citing }: Surroundings,
  profiles: ReadonlyMap<ArticleId, { readonly id: ArticleId }>,
): ReadonlyMap<ArticleId, Edit> {
  const edits = new Map<ArticleId, Edit>();
  const { id, after } = of;
  for (const owner of citing) edits.set(owner, (list) => without(list, id));
  if (!after) return edits;
  const cites = new Set(citing);
  for (const { other, score } of pairs) {
    if (!cites.has(other.id) || !profiles.has(other.id)) continue;
    const kept = mayName(other, after) ? score : 0;
    edits.set(other.id, (list) => withEntry(list, entryOf(after, kept)));
  }
  for (const { other, score } of offers) {
    edits.set(other.id, (list) => withEntry(list, entryOf(after, score)));
  }
  return edits;
}

/** Whether nothing but time can fill the list, and nothing has been put by for that. */
const isShort = ({ entries, fillers }: RelatedList, count: number): boolean =>
  entries.length < Math.min(count, KEPT_MAX) && fillers.length === 0;

const isSame = (a: RelatedList, b: RelatedList): boolean =>
  JSON.stringify({ ...a, version: 0 }) === JSON.stringify({ ...b, version: 0 });

/** What a reader can see of a list. */
const shows = (list: RelatedList, count: number): string =>
  namedBy({ ...list, entries: list.entries.slice(0, count) }).join(' ');
