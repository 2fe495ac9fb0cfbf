import type { ArticleId } from '../ids.ts';
import type { Item } from '../ports.ts';
import { kinshipOf, nearInMeaning } from './kinship.ts';
import type { StoredLists } from './lists.ts';
import type { Case, Loaded } from './load.ts';
import type { Near } from './meaning.ts';
import { type Alike, likenesses, mayName, offersOf, pairsOf } from './pairs.ts';
import type { Profile } from './profile.ts';
import {
  citingOf,
  filledOf,
  lookInTime,
  type Meeting,
  readLists,
  readPostings,
  readProfiles,
} from './reading.ts';
import type { RelateContext } from './relate.ts';
import { candidates } from './retrieve.ts';
import { type Scored, scored } from './score.ts';
import { NO_STATISTICS, type Statistics } from './statistics.ts';

/** What stands around one article: everything that is decided on. */
export interface Surroundings extends Meeting {
  /** Articles that may fill its list; `undefined` where enough are related. */
  readonly near: readonly Profile[] | undefined;
  /** All that stood near in time when it was looked, whether a profile says who they are or not. */
  readonly stoodNear: readonly ArticleId[] | undefined;
  /** Articles whose lists keep fillers, and it may be one of them. */
  readonly owners: readonly Profile[];
}

export interface Neighbourhood {
  readonly surroundings: readonly Surroundings[];
  readonly lists: StoredLists;
  readonly alike: Alike;
}

/** Whether an article is as it was, so that nobody's list but its own is to be looked at. */
const isAlone = ({ id, before, after }: Case, alone: ReadonlySet<ArticleId>): boolean =>
  alone.has(id) && after !== undefined && after === before;

/**
 * Finds the neighbours of articles by their terms and in time, and reads their lists.
 *
 * One level of reading after the other, each as few calls as can be whatever the number of articles: postings, then
 * profiles, then lists; then, where an article enters a list, who else stands there.
 *
 * @param alone those of whom only their own lists are in question: as the index has it, whatever they hold by now.
 */
export async function neighbourhood(
  context: RelateContext,
  loaded: Loaded,
  alone: ReadonlySet<ArticleId>,
): Promise<Neighbourhood> {
  const { cases } = loaded;
  const quiet = new Set(cases.filter((of) => isAlone(of, alone)).map(({ id }) => id));
  const ready = new Map(
    cases.flatMap(({ id, after }) => (after ? [[id, scored(after, figures(loaded, after))]] : [])),
  );
  const { wanted, citing, filled, near } = await sought(context, loaded, ready, quiet);
  const profiles = new Map(await readProfiles(context, cases, [...wanted.values()].flat()));
  const others = readied(loaded, profiles);
  const meetings = cases.map((of): Meeting => {
    const self = ready.get(of.id);
    const all = (wanted.get(of.id) ?? []).flatMap((id) => others(id) ?? []);
    const pairs = self ? pairsOf(self, all, figures(loaded, self.profile)) : [];
    const offers = of.after && !quiet.has(of.id) ? offersOf(of.after, pairs) : [];
    const kinship =
      context.opinion &&
      kinshipOf(of, near?.get(of.id), (id) => profiles.get(id), quiet.has(of.id));
    return { of, pairs, offers, citing: citing.get(of.id) ?? [], kinship };
  });
  const inTime = await lookInTime(context, meetings, filled, quiet);
  const lists = await readLists(context, meetings, inTime, profiles);
  const surroundings = meetings.map((meeting, n): Surroundings => {
    const { near, owners = [] } = inTime[n] ?? {};
    const known = (ids: readonly ArticleId[]): readonly Profile[] =>
      ids.flatMap((id) => profiles.get(id) ?? []);
    const offers = meeting.offers.filter(({ other, score }) =>
      lists.admits(other.id, meeting.of.id, score),
    );
    return {
      ...meeting,
      offers,
      near: near && known(near),
      stoodNear: near,
      owners: known(owners),
    };
  });
  const missing = listMates(surroundings, lists).filter((id) => !profiles.has(id));
  for (const [id, mate] of await readProfiles(context, cases, missing)) profiles.set(id, mate);
  return { surroundings, lists, alike: likenesses(others, (of) => figures(loaded, of.profile)) };
}

interface Sought {
  /** Of each article, who may be related to it. */
  readonly wanted: ReadonlyMap<ArticleId, readonly ArticleId[]>;
  readonly citing: ReadonlyMap<ArticleId, readonly ArticleId[]>;
  readonly filled: ReadonlyMap<string, readonly Item[] | undefined>;
  readonly near: ReadonlyMap<ArticleId, readonly Near[]> | undefined;
}

/** Whoever may have to do with the articles: by their terms, by their meaning, by lists that name them. */
async function sought(
  context: RelateContext,
  loaded: Loaded,
  ready: ReadonlyMap<ArticleId, Scored>,
  quiet: ReadonlySet<ArticleId>,
): Promise<Sought> {
  const { cases } = loaded;
  const met = cases.filter(({ id }) => !quiet.has(id));
  const [postings, citing, filled, near] = await Promise.all([
    readPostings(context, [...ready.values()]),
    citingOf(context, met),
    filledOf(context, met),
    nearInMeaning(context, cases),
  ]);
  const wanted = cases.map(({ id, list }): [ArticleId, readonly ArticleId[]] => {
    const self = ready.get(id);
    const found = self
      ? candidates(context.site.id, self, figures(loaded, self.profile), postings)
      : [];
    const known = quiet.has(id) ? [] : list.entries.map((entry) => entry.id);
    const meant = near?.get(id)?.map((other) => other.id) ?? [];
    return [id, [...new Set([...found, ...known, ...(citing.get(id) ?? []), ...meant])]];
  });
  return { wanted: new Map(wanted), citing, filled, near };
}

/** Who stands in the lists that an article enters: what it is like decides the order there. */
function listMates(
  surroundings: readonly Surroundings[],
  lists: StoredLists,
): readonly ArticleId[] {
  const mates = new Set<ArticleId>();
  for (const { of, pairs, citing, offers } of surroundings) {
    const cites = new Set(citing);
    for (const { other, score } of [
      ...offers,
      ...pairs.filter((pair) => cites.has(pair.other.id)),
    ]) {
      if (!of.after || !mayName(other, of.after) || !lists.admits(other.id, of.id, score)) continue;
      for (const { id } of lists.of(other.id).entries) mates.add(id);
    }
  }
  return [...mates];
}

const figures = ({ statistics }: Loaded, { language }: Profile): Statistics =>
  statistics.get(language) ?? NO_STATISTICS;

/** Profiles made ready for scoring, each once. */
function readied(
  loaded: Loaded,
  profiles: ReadonlyMap<ArticleId, Profile>,
): (id: ArticleId) => Scored | undefined {
  const ready = new Map<ArticleId, Scored>();
  return (id) => {
    const known = ready.get(id);
    const profile = profiles.get(id);
    if (known || !profile) return known;
    const made = scored(profile, figures(loaded, profile));
    ready.set(id, made);
    return made;
  };
}
