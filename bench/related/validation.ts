import { intervalOf, meanOf } from './intervals.ts';
import type { Moment } from './judge.ts';
import { bestOf, CORPUS, leaveOneOut, QUARTER, type Setting } from './selection.ts';
import { TODAY } from './variants.ts';

/** What one variant made of one corpus: nDCG@6 by article. */
export interface Measured {
  /** All of the corpus, in order of time. */
  readonly articles: readonly string[];
  readonly final: Readonly<Record<string, number>>;
  readonly publish: Readonly<Record<string, number>>;
}

const QUARTERS = 4;

/** A corpus at one moment, by what its variants made of it, in the corpus' order of time. */
export function settingOf(
  corpus: string,
  moment: Moment,
  byVariant: ReadonlyMap<string, Measured>,
): Setting {
  const [first] = byVariant.values();
  if (!first) throw new Error(`No variant was measured on ${corpus}.`);
  // Those that anything belongs beside: labels alone decide, so they are the same under every variant.
  const ids = first.articles.filter((id) => first[moment][id] !== undefined);
  const places = new Map(first.articles.map((id, n) => [id, n]));
  const quarterOf = (id: string): number =>
    Math.floor((QUARTERS * (places.get(id) ?? 0)) / first.articles.length);
  return {
    corpus,
    moment,
    quarters: ids.map(quarterOf),
    values: new Map(
      [...byVariant].map(([name, measured]) => [name, ids.map((id) => measured[moment][id] ?? 0)]),
    ),
  };
}

/**
 * What choosing constants is worth on articles that had no say in it, as rows to print: the choice, then each setting,
 * then the mean of all. Differences are paired, with the interval that holds 95 % of means drawn anew.
 *
 * @param references of each setting, another method's nDCG in the same order of articles, where there is one.
 */
export function validation(
  settings: readonly Setting[],
  references: readonly (readonly number[] | undefined)[],
): readonly object[] {
  const winner = bestOf(settings);
  const quarter = leaveOneOut(settings, QUARTER);
  const corpus = leaveOneOut(settings, CORPUS);
  const figures = settings.map(
    (of, n): Figures => ({
      today: of.values.get(TODAY) ?? [],
      inSample: of.values.get(winner) ?? [],
      quarterOut: quarter.values[n] ?? [],
      corpusOut: corpus.values[n] ?? [],
      reference: references[n],
    }),
  );
  const each = settings.map(({ corpus: name, moment }, n) => ({
    setting: `${name}, ${moment}`,
    ...told(figures.slice(n, n + 1)),
  }));
  return [
    { best: winner, withoutQuarter: quarter.chosen, withoutCorpus: corpus.chosen },
    ...each,
    { setting: 'mean of all', ...told(figures) },
  ];
}

interface Figures {
  readonly today: readonly number[];
  readonly inSample: readonly number[];
  readonly quarterOut: readonly number[];
  readonly corpusOut: readonly number[];
  readonly reference: readonly number[] | undefined;
}

function told(figures: readonly Figures[]): object {
  const mean = (of: (each: Figures) => readonly number[]): number =>
    rounded(meanOf(figures.map((each) => meanOf(of(each)))));
  const ahead = (
    of: (each: Figures) => readonly number[],
    than: (each: Figures) => readonly number[] | undefined,
  ): object => difference(figures.map((each) => [of(each), than(each)] as const));
  return {
    today: mean(({ today }) => today),
    inSample: mean(({ inSample }) => inSample),
    quarterOut: mean(({ quarterOut }) => quarterOut),
    corpusOut: mean(({ corpusOut }) => corpusOut),
    lostByQuarter: ahead(
      ({ quarterOut }) => quarterOut,
      ({ inSample }) => inSample,
    ),
    lostByCorpus: ahead(
      ({ corpusOut }) => corpusOut,
      ({ inSample }) => inSample,
    ),
    quarterOutAhead: ahead(
      ({ quarterOut }) => quarterOut,
      ({ reference }) => reference,
    ),
    corpusOutAhead: ahead(
      ({ corpusOut }) => corpusOut,
      ({ reference }) => reference,
    ),
  };
}

/** How much the first are ahead of the second, every setting counting the same. */
function difference(
  pairs: readonly (readonly [readonly number[], readonly number[] | undefined])[],
): object {
  const known = pairs.flatMap(([a, b]) => (b ? [a.map((value, n) => value - (b[n] ?? 0))] : []));
  const articles = known.reduce((sum, values) => sum + values.length, 0);
  const evened = known.flatMap((values) =>
    values.map((value) => (value * articles) / (values.length * known.length)),
  );
  return { by: rounded(meanOf(evened)), within: intervalOf(evened).map(rounded) };
}

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;
