import type { Judged } from './truth.ts';

/** Lists by article, best first, as a method gave them. */
export type Lists = ReadonlyMap<string, readonly string[]>;

/** When lists are looked at: as each article is published, so that only earlier ones can count, or at the end. */
export type Moment = 'publish' | 'final';

/** What a method's lists are worth. */
export interface Verdict {
  /** nDCG@6 by article, of those that anything belongs beside. */
  readonly ndcg: ReadonlyMap<string, number>;
  /** Of the articles that could have a full list, the share that has one. */
  readonly coverage: number;
  readonly maxInDegree: number;
  /** Entries that say the same as the article or as one above, as a share of all. */
  readonly nearDuplicates: number;
  readonly wrongLanguage: number;
  /** Unknown, the article itself, twice, or from the future. */
  readonly invalid: number;
}

const SHOWN = 6;
/** Share of word 4-grams in common from which two texts say the same. */
const SAME = 0.8;

interface Shown {
  readonly article: Judged;
  /** Places in time, best first; `undefined` where an entry is invalid. */
  readonly entries: readonly (number | undefined)[];
  /** How many articles there were to choose from. */
  readonly pool: number;
  readonly relevant: ReadonlyMap<number, number>;
}

/** Judges lists against what editors filed together. */
export function judged(articles: readonly Judged[], lists: Lists, moment: Moment): Verdict {
  const shown = shownIn(articles, lists, moment);
  const valid = shown.map(({ entries }) => entries.flatMap((at) => at ?? []));
  const inDegree = new Map<number, number>();
  for (const at of valid.flat()) inDegree.set(at, (inDegree.get(at) ?? 0) + 1);
  const entries = valid.map((places) => places.flatMap((at) => articles[at] ?? []));
  const all = valid.flat().length;
  const could = shown.map(({ pool }) => Math.min(SHOWN, pool));
  const isFull = (n: number): boolean => (valid[n]?.length ?? 0) >= (could[n] ?? 0);
  return {
    ndcg: new Map(
      shown.filter(({ relevant }) => relevant.size > 0).map((one) => [one.article.id, ndcgOf(one)]),
    ),
    coverage:
      could.filter((pool, n) => pool > 0 && isFull(n)).length /
      Math.max(1, could.filter((pool) => pool > 0).length),
    maxInDegree: Math.max(0, ...inDegree.values()),
    nearDuplicates:
      sum(shown.map(({ article }, n) => twinsAmong(article, entries[n] ?? []))) / Math.max(1, all),
    wrongLanguage: sum(
      shown.map(({ article }, n) => entries[n]?.filter((e) => e.lang !== article.lang).length ?? 0),
    ),
    invalid: sum(shown.map((one) => one.entries.filter((at) => at === undefined).length)),
  };
}

function shownIn(articles: readonly Judged[], lists: Lists, moment: Moment): readonly Shown[] {
  const places = new Map(articles.map(({ id }, n) => [id, n]));
  const byLanguage = Map.groupBy(articles, ({ lang }) => lang);
  const met = new Map<string, number>();
  return articles.map((article, n) => {
    const isOpen = (at: number): boolean => at !== n && (moment === 'final' || at < n);
    const given = (lists.get(article.id) ?? []).slice(0, SHOWN).map((id) => places.get(id));
    const earlier = met.get(article.lang) ?? 0;
    met.set(article.lang, earlier + 1);
    return {
      article,
      entries: given.map((at, rank) =>
        at !== undefined && isOpen(at) && given.indexOf(at) === rank ? at : undefined,
      ),
      pool: moment === 'publish' ? earlier : (byLanguage.get(article.lang)?.length ?? 1) - 1,
      relevant: new Map([...article.relevant].filter(([at]) => isOpen(at))),
    };
  });
}

function ndcgOf({ entries, relevant }: Shown): number {
  const grades = entries.map((at) => (at === undefined ? 0 : (relevant.get(at) ?? 0)));
  const ideal = [...relevant.values()].sort((a, b) => b - a).slice(0, SHOWN);
  return dcg(grades) / dcg(ideal);
}

const dcg = (grades: readonly number[]): number =>
  sum(grades.map((grade, rank) => (2 ** grade - 1) / Math.log2(rank + 2)));

const twinsAmong = (article: Judged, entries: readonly Judged[]): number =>
  entries.filter((entry, n) =>
    [article, ...entries.slice(0, n)].some((other) => areTwins(entry, other)),
  ).length;

function areTwins({ grams: a }: Judged, { grams: b }: Judged): boolean {
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  if (few.size < SAME * many.size) return false;
  let shared = 0;
  for (const gram of few) if (many.has(gram)) shared += 1;
  return shared / (a.size + b.size - shared) > SAME;
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
