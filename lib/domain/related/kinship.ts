import type { ArticleId } from '../ids.ts';
import { closest, type Kin, withKin } from './kin.ts';
import type { RelatedList } from './list.ts';
import type { Case } from './load.ts';
import type { Near } from './meaning.ts';
import { isPair, mayName } from './pairs.ts';
import type { Profile } from './profile.ts';
import type { RelateContext } from './relate.ts';

/** What an article and those near it in meaning are to each other. */
export interface Kinship {
  /** What its own list is to name. */
  readonly own: readonly Kin[] | undefined;
  /** Whose lists are to name it, and as what. `undefined`: what they hold of it is to stay. */
  readonly others: ReadonlyMap<ArticleId, Kin> | undefined;
}

/** Asks who is near the articles in meaning. `undefined` where there is no model, or it could not say. */
export async function nearInMeaning(
  { opinion }: RelateContext,
  cases: readonly Case[],
): Promise<ReadonlyMap<ArticleId, readonly Near[]> | undefined> {
  if (!opinion) return undefined;
  const asked = cases.flatMap(({ after }) => (after?.told === opinion.space ? [after] : []));
  return asked.length > 0 ? opinion.nearest(asked) : undefined;
}

/**
 * What becomes of the nearest by the rules of all lists. A model that could not say leaves the list with the kin that
 * it had: an outage takes nothing from readers.
 *
 * @param quiet whether nobody's list but its own is to be looked at.
 */
export function kinshipOf(
  { after, list }: Case,
  near: readonly Near[] | undefined,
  known: (id: ArticleId) => Profile | undefined,
  quiet: boolean,
): Kinship {
  if (!after || !near) return { own: list.kin, others: undefined };
  const neighbours = near.flatMap(({ id, closeness }) => {
    const profile = known(id);
    return profile && isPair(after, profile) ? [{ profile, closeness }] : [];
  });
  const own = neighbours.filter(({ profile }) => mayName(after, profile));
  const others = neighbours.filter(({ profile }) => mayName(profile, after));
  return {
    own: closest(own.map(({ profile, closeness }) => kinOf(profile, closeness))),
    others: quiet
      ? undefined
      : new Map(others.map(({ profile, closeness }) => [profile.id, kinOf(after, closeness)])),
  };
}

const kinOf = ({ id, signature }: Profile, closeness: number): Kin => ({
  id,
  closeness,
  signature,
});

/** What an article does to others' lists: it takes its place in those that keep kin, and leaves where it has none. */
export function kinEdits(
  id: ArticleId,
  { others }: Kinship,
  citing: readonly ArticleId[],
): readonly [ArticleId, (list: RelatedList) => RelatedList][] {
  if (!others) return [];
  return [...new Set([...citing, ...others.keys()])].map((owner) => [
    owner,
    (list) => (list.kin ? { ...list, kin: withKin(list.kin, id, others.get(owner)) } : list),
  ]);
}
