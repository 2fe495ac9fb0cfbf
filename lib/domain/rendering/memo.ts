/** Enough for the articles that a renderer meets again and again: one page's neighbours are the next one's too. */
const KEPT_MAX = 4_000;

/** A pure function of text that remembers what it said, in bounded memory. */
export function remembered<T>(said: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size >= KEPT_MAX) known.clear();
    const now = said(text);
    known.set(text, now);
    return now;
  };
}
