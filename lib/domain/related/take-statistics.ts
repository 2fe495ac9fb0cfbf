import type { Analysis } from './analyse.ts';
import { measureCohesion } from './cohesion.ts';
import { measureLifts } from './lifts.ts';
import { frequenciesOf, NO_STATISTICS, type Statistics } from './statistics.ts';

/** What statistics are taken from: one article of the sample. */
export interface Counted {
  readonly id: string;
  readonly section: string;
  readonly analysis: Analysis;
}

/**
 * Takes statistics: a pure function of the articles, in whatever order they are given.
 *
 * @param archive how many articles there are, those of the sample and the rest.
 */
export function takeStatistics(
  sample: readonly Counted[],
  archive: number,
  number: number,
): Statistics {
  const articles = [...sample].sort((a, b) => (a.id < b.id ? -1 : 1));
  const lengths = articles.reduce((sum, { analysis }) => sum + analysis.length, 0);
  const base: Statistics = {
    ...NO_STATISTICS,
    number,
    articles: articles.length,
    archive,
    averageLength: articles.length === 0 ? 0 : Math.round(lengths / articles.length),
    sizes: sizesOf(articles, archive),
    frequencies: frequenciesOf(articles.map(({ analysis }) => analysis.terms.keys())),
  };
  const cohesions = measureCohesion(articles, base);
  return {
    ...base,
    ...measureLifts(articles, base),
    frequencies: { ...base.frequencies, cohesions },
  };
}

function sizesOf(sample: readonly Counted[], archive: number): Readonly<Record<string, number>> {
  const sizes: Record<string, number> = {};
  for (const { section } of sample) if (section !== '') sizes[section] = (sizes[section] ?? 0) + 1;
  const scale = archive / Math.max(1, sample.length);
  return Object.fromEntries(
    Object.entries(sizes).map(([name, n]) => [name, Math.round(n * scale)]),
  );
}
