import type { ArticleId } from '../ids.ts';
import type { Entry } from './list.ts';

/** How alike two texts are, 0 (nothing shared) to `LIKENESS_MAX` (the same): one character as stored. */
export const LIKENESS_MAX = 63;

/** The likeness of two entries of one list: known to whichever came later. */
const likenessOf = (a: Entry, b: Entry): number =>
  a.likeness.get(b.id) ?? b.likeness.get(a.id) ?? 0;

/** The entries that say what a list is about … */
const BEST = 4;
/** … each by its score to this power, as a share of the first's. */
const SCORE_POWER = 1.6;
const CONTEXT_POWER = 0.3;
/** What is like none of the best keeps this much. */
const ALONE = 0.02;

/**
 * Entries in the order to show: those like the best of the list come before those that share with the article what
 * nothing else here is about. Worth .005 to .02 nDCG, and a function of the kept entries alone: so it moves only when
 * the list does, and is as reproducible as the scores.
 *
 * @param entries best score first.
 */
export function ranked(entries: readonly Entry[]): readonly Entry[] {
  const top = entries[0]?.score ?? 1;
  const best = entries.slice(0, BEST);
  const weights = best.map(({ score }) => (score / top) ** SCORE_POWER);
  const valued = entries.map((entry, place) => {
    let sum = 0;
    let total = 0;
    best.forEach((other, n) => {
      if (other.id === entry.id) return;
      sum += (weights[n] ?? 0) * likenessOf(entry, other);
      total += weights[n] ?? 0;
    });
    const context = total > 0 ? sum / total / LIKENESS_MAX : 0;
    return { entry, place, worth: entry.score * (ALONE + context) ** CONTEXT_POWER };
  });
  return valued.sort((a, b) => b.worth - a.worth || a.place - b.place).map(({ entry }) => entry);
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** An entry's likeness to those before it, a character each. */
export function encodeLikeness(entry: Entry, before: readonly Entry[]): string {
  let text = '';
  for (const other of before) text += ALPHABET.charAt(likenessOf(entry, other));
  return text;
}

export function decodeLikeness(
  text: string,
  before: readonly { readonly id: ArticleId }[],
): Likeness {
  const likeness = new Map<ArticleId, number>();
  for (const [n, { id }] of before.entries())
    likeness.set(id, Math.max(0, ALPHABET.indexOf(text.charAt(n))));
  return likeness;
}

/** By article; what is missing is unlike. */
export type Likeness = ReadonlyMap<ArticleId, number>;
