import type { ArticleId } from '../ids.ts';
import type { Near } from './meaning.ts';

/** An article that a list names because it means the same, in whatever words. */
export interface Kin extends Near {
  readonly signature: string;
}

/** As many as a list keeps of the scored ones. */
const KIN_MAX = 12;

const compareKin = (a: Kin, b: Kin): number => b.closeness - a.closeness || (a.id < b.id ? -1 : 1);

/** The nearest, as many as a list keeps. */
export const closest = (kin: readonly Kin[]): readonly Kin[] =>
  [...kin].sort(compareKin).slice(0, KIN_MAX);

/**
 * A list's kin with an article where it belongs by now, or without it. `undefined`: a place became free that somebody
 * once left out may be due, and the list has to be computed anew.
 */
export function withKin(
  kin: readonly Kin[],
  id: ArticleId,
  now: Kin | undefined,
): readonly Kin[] | undefined {
  const former = kin.find((one) => one.id === id);
  const others = kin.filter((one) => one !== former);
  const sinks = former && (now === undefined || compareKin(former, now) < 0);
  if (sinks && kin.length >= KIN_MAX) return undefined;
  return now ? closest([...others, now]) : others;
}

export const encodeKin = ({ id, closeness, signature }: Kin): string =>
  `${closeness.toString(36)} ${signature} ${id}`;

export function decodeKin(text: string): Kin {
  const [closeness = '0', signature = '', id = ''] = text.split(' ');
  return { id: id as ArticleId, closeness: Number.parseInt(closeness, 36), signature };
}
