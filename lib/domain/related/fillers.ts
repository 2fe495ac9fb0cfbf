import type { ArticleId } from '../ids.ts';
import { millis } from '../time.ts';
import { KEPT_MAX, type RelatedList } from './list.ts';
import { isPair, mayName } from './pairs.ts';
import type { Profile } from './profile.ts';

/**
 * An article that fills a list for being near in time. Those of the primary section come before the rest of the site,
 * earlier ones before later ones: so once there are enough, no later publish changes them.
 */
export interface Filler {
  readonly id: ArticleId;
  /** 0: earlier, of the section; 1: later, of the section; 2: earlier; 3: later. */
  readonly rank: number;
  readonly apartMs: number;
  readonly signature: string;
}

export function compareFillers(a: Filler, b: Filler): number {
  return a.rank - b.rank || a.apartMs - b.apartMs || (a.id < b.id ? -1 : 1);
}

/** How `other` fills the owner's list; `undefined` when it may not. */
export function fillerOf(owner: Profile, other: Profile): Filler | undefined {
  if (!isPair(owner, other) || !mayName(owner, other)) return undefined;
  const apart = millis(owner.publishedAt) - millis(other.publishedAt);
  const isEarlier = apart > 0 || (apart === 0 && other.id < owner.id);
  const isNear = owner.section !== '' && owner.section === other.section;
  return {
    id: other.id,
    rank: (isNear ? 0 : 2) + (isEarlier ? 0 : 1),
    apartMs: Math.abs(apart),
    signature: other.signature,
  };
}

/** The list with this filler among its own, if it keeps fillers and the filler is one of the nearest. */
export function withFiller(list: RelatedList, filler: Filler): RelatedList {
  if (!list.fillers) return list;
  const others = list.fillers.filter(({ id }) => id !== filler.id);
  return { ...list, fillers: nearest([...others, filler]) };
}

export const nearest = (fillers: readonly Filler[]): readonly Filler[] =>
  [...fillers].sort(compareFillers).slice(0, KEPT_MAX);

export const encodeFiller = ({ id, rank, apartMs, signature }: Filler): string =>
  `${rank} ${apartMs.toString(36)} ${signature} ${id}`;

export function decodeFiller(text: string): Filler {
  const [rank = '3', apart = '0', signature = '', id = ''] = text.split(' ');
  return {
    id: id as ArticleId,
    rank: Number(rank),
    apartMs: Number.parseInt(apart, 36),
    signature,
  };
}
