import { TARGETS } from './articles.ts';
import { Dice } from './dice.ts';

/** What an operator does besides the newsroom's events: nobody is told how it ended, and it may break off anywhere. */
export type Deed = { readonly at: number } & (
  | { readonly kind: 'rebuild' }
  /** Old addresses loaded from a file, each with where it leads. */
  | { readonly kind: 'load'; readonly rows: readonly (readonly [from: string, to: string])[] }
);

const OLD = ['/news/1', '/news/2', '/news/3'] as const;
const BUSY = 0.3;

/** Dice of their own, so that the newsroom's events are the same with and without. */
export function writeDeeds(
  seed: number,
  ids: readonly string[],
  { from, to }: { readonly from: number; readonly to: number },
): readonly Deed[] {
  const dice = new Dice(seed ^ 0x0de_ed5);
  if (!dice.chance(BUSY)) return [];
  return Array.from({ length: dice.integer(1, 3) }, (): Deed => {
    const at = Math.round(from + dice.number() * (to - from));
    if (dice.chance(0.3)) return { at, kind: 'rebuild' };
    const targets = [...ids, ...TARGETS, ...OLD];
    return { at, kind: 'load', rows: dice.some(OLD, 2).map((old) => [old, dice.one(targets)]) };
  }).sort((a, b) => a.at - b.at);
}

export const deedText = (deed: Deed): string =>
  deed.kind === 'rebuild'
    ? 'rebuild'
    : `load ${deed.rows.map(([from, to]) => `${from} → ${to}`).join(', ')}`;
