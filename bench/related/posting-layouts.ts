import { type Key, keyText, memberSet, type SetChange, type Table } from '#domain/ports.ts';
import { POSTINGS_MAX } from '#domain/related/posting.ts';
import { trims } from '#domain/related/retrieve.ts';

/** A way to keep postings: how they are put, read and cut back. */
export interface PostingLayout {
  readonly name: string;
  put(table: Table, postings: readonly SetChange[]): Promise<void>;
  /** The postings that are used of each term, best first; cuts back what has grown too long. */
  read(table: Table, terms: readonly Key[]): Promise<readonly (readonly string[])[]>;
}

/** A string set a term, as the engine keeps them. */
const setATerm: PostingLayout = {
  name: 'a string set a term',
  put: (table, postings) => table.addToSets(postings),
  read: async (table, terms) => {
    const items = await table.get(terms);
    const excess = trims(items.values());
    if (excess.length > 0) await table.removeFromSets(excess);
    return terms.map((key) =>
      [...memberSet(items.get(keyText(key)))].sort().slice(-POSTINGS_MAX).reverse(),
    );
  },
};

/** An item a posting, whose sort key is what would be the set's member: one order, the same best ones. */
const itemAPosting = (cuts: boolean): PostingLayout => ({
  name: `an item a posting, ${cuts ? 'cut back' : 'never cut'}`,
  put: (table, postings) => table.write(itemsOf(postings).map((key) => ({ put: { ...key } }))),
  read: async (table, terms) => {
    const limit = cuts ? TOO_MANY : POSTINGS_MAX;
    const found = await Promise.all(
      terms.map(({ pk }) => table.query({ pk, newestFirst: true, limit })),
    );
    const all = found.map((items) => items.map(({ sk }) => sk));
    const excess = cuts ? trims(terms.map((key, n) => ({ ...key, members: all[n] ?? [] }))) : [];
    if (excess.length > 0) await table.write(itemsOf(excess).map((key) => ({ delete: key })));
    return all.map((members) => members.slice(0, POSTINGS_MAX));
  },
});

const itemsOf = (changes: readonly SetChange[]): readonly Key[] =>
  changes.flatMap(({ key, members }) => members.map((sk) => ({ pk: key.pk, sk })));

/** The least number of postings of a term that the engine cuts back: an item layout has to read as many to notice. */
const TOO_MANY = (() => {
  for (let count = POSTINGS_MAX; ; count += 1) {
    const members = Array.from({ length: count }, (_, n) => String(n));
    if (trims([{ pk: '', sk: '', members }]).length > 0) return count;
  }
})();

export const POSTING_LAYOUTS: readonly PostingLayout[] = [
  setATerm,
  itemAPosting(true),
  itemAPosting(false),
];
