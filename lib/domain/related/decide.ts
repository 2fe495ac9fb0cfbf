import type { ArticleId } from '../ids.ts';
import { fillerOf, nearest, withFiller } from './fillers.ts';
import { kinEdits } from './kinship.ts';
import {
  encodeEntries,
  isDoubtful,
  KEPT_MAX,
  type RelatedList,
  readingOrder,
  withEntry,
  without,
} from './list.ts';
import type { Loaded } from './load.ts';
import type { Neighbourhood, Surroundings } from './neighbourhood.ts';
import { type Alike, entryFor, mayName, ownList } from './pairs.ts';
import type { Profile } from './profile.ts';
import { placeOf } from './timeline.ts';

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
  { surroundings, lists, alike }: Neighbourhood,
  count: number,
): Lists {
  const gone = new Set(cases.filter(({ after }) => !after).map(({ id }) => id));
  const own = ownLists(surroundings, alike);
  const next = new Map<ArticleId, RelatedList | undefined>(own);
  for (const id of gone) next.set(id, undefined);
  const filled = (id: ArticleId): boolean => own.has(id) || lists.isFilled(id);
  for (const [owner, edit] of surroundings.flatMap((each) => [
    ...editsOf(each, alike),
    ...fills(each, filled),
    ...(each.kinship ? kinEdits(each.of.id, each.kinship, each.citing) : []),
  ])) {
    if (!gone.has(owner)) next.set(owner, edit(next.get(owner) ?? lists.of(owner)));
  }
  const changes = [...next].flatMap(([id, after]) => changeOf(id, lists.of(id), after, count));
  const doubtful = changes.filter(
    ({ id, before, after }) =>
      after &&
      !own.has(id) &&
      ((lost(before, after) && isDoubtful(after)) || (before.kin && !after.kin)),
  );
  return {
    changes,
    shown: changes.filter((change) => change.shows).map(({ id }) => id),
    doubtful: doubtful.map(({ id }) => id),
  };
}

function changeOf(
  id: ArticleId,
  before: RelatedList,
  after: RelatedList | undefined,
  count: number,
): readonly ListChange[] {
  if (!after) return before.version > 0 ? [{ id, before, after, shows: false }] : [];
  if (isSame(before, after)) return [];
  return [{ id, before, after, shows: shows(before, count) !== shows(after, count) }];
}

function ownLists(
  surroundings: readonly Surroundings[],
  alike: Alike,
): ReadonlyMap<ArticleId, RelatedList> {
  const lists = new Map<ArticleId, RelatedList>();
  for (const { of, pairs, near, kinship } of surroundings) {
    if (!of.after) continue;
    const owner = of.after;
    const list = ownList(owner, pairs, of.list, alike);
    const fillers =
      near && list.entries.length < KEPT_MAX
        ? nearest(near.flatMap((other) => fillerOf(owner, other) ?? []))
        : undefined;
    const place = fillers && placeOf(owner);
    const kin = kinship?.own;
    lists.set(of.id, { ...list, fillers, ...(kin && { kin }), ...(place && { place }) });
  }
  return lists;
}

type Edit = (list: RelatedList) => RelatedList;

/** What an article does to others' lists: it leaves, and enters where it belongs now. */
function editsOf(
  { of, pairs, offers, citing }: Surroundings,
  alike: Alike,
): readonly [ArticleId, Edit][] {
  const { id, after } = of;
  if (!after) return citing.map((owner) => [owner, (list) => without(list, id)]);
  const cites = new Set(citing);
  const kept = pairs.filter(({ other }) => cites.has(other.id));
  const known = new Set(kept.map(({ other }) => other.id));
  return [
    ...citing
      .filter((owner) => !known.has(owner))
      .map((owner): [ArticleId, Edit] => [owner, (list) => without(list, id)]),
    ...kept.map(({ other, score }) =>
      enters(other, after, mayName(other, after) ? score : 0, alike),
    ),
    ...offers
      .filter(({ other }) => !cites.has(other.id))
      .map(({ other, score }) => enters(other, after, score, alike)),
  ];
}

/** The article takes its place among the scored ones, and no longer fills the list as what it was. */
function enters(owner: Profile, article: Profile, score: number, alike: Alike): [ArticleId, Edit] {
  return [
    owner.id,
    (before) => {
      const list = unfilled(before, owner, article);
      return withEntry(list, entryFor(list, article, score, alike));
    },
  ];
}

/** Where an article fills the lists of those near in time. */
function fills(
  { of, owners }: Surroundings,
  isFilled: (owner: ArticleId) => boolean,
): readonly [ArticleId, Edit][] {
  const { after } = of;
  if (!after) return [];
  return owners
    .filter(({ id }) => isFilled(id))
    .flatMap((owner) => {
      const filler = fillerOf(owner, after);
      return filler ? [[owner.id, (list): RelatedList => withFiller(list, filler)]] : [];
    });
}

/** The list without an article as a filler, if it no longer is the filler that it was. */
function unfilled(list: RelatedList, owner: Profile, article: Profile): RelatedList {
  const former = list.fillers?.find(({ id }) => id === article.id);
  const filler = fillerOf(owner, article);
  const isKept =
    !former ||
    (former.rank === filler?.rank &&
      former.apartMs === filler.apartMs &&
      former.signature === filler.signature);
  return isKept ? list : { ...list, fillers: undefined };
}

/** Whether the list names less than it did, or something for less. */
function lost(before: RelatedList, after: RelatedList): boolean {
  return (
    after.floor > before.floor ||
    after.entries.length < before.entries.length ||
    (before.fillers !== undefined && after.fillers === undefined)
  );
}

const isSame = (a: RelatedList, b: RelatedList): boolean => stored(a) === stored(b);

/** Member by member: whoever computed the list put them in another order than whoever read it. */
const stored = ({ entries, floor, kin, fillers, place, pins }: RelatedList): string =>
  JSON.stringify([encodeEntries(entries), floor, kin, fillers, place, pins]);

/** What a reader can see of a list. A pin that nobody may see makes room for one more. */
const shows = (list: RelatedList, count: number): string =>
  readingOrder(list)
    .slice(0, count + list.pins.length)
    .join(' ');
