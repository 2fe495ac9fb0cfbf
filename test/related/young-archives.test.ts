import { describe, expect, test } from 'vitest';
import { siteId } from '#domain/ids.ts';
import { analyse } from '#domain/related/analyse.ts';
import { profileOf } from '#domain/related/profile.ts';
import { raritiesOf, scored, scoreOf } from '#domain/related/score.ts';
import { frequenciesOf, rarityOf, type Statistics } from '#domain/related/statistics.ts';
import { hashOf } from '#domain/related/vector.ts';
import { articleOf, type Story } from '../../bench/related/newsroom.ts';

const ARCHIVES = [1, 10, 100, 1000, 10_000];

/** An archive whose articles use none of the words looked at more than once. */
const archiveOf = (articles: number): Statistics => ({
  number: 1,
  articles,
  archive: articles,
  averageLength: 200,
  sizes: {},
  lifts: {},
  lift: 1,
  frequencies: frequenciesOf([]),
});

function pairScore(a: Partial<Story>, b: Partial<Story>, statistics: Statistics): number {
  const [first, second] = [a, b].map((story, n) => {
    const base = { id: `report-${n}`, title: 'Untitled', body: '', date: '2026-03-01', lang: 'en' };
    const { card, article } = articleOf(siteId('daily'), { ...base, ...story });
    return scored(profileOf(card, article, analyse(article), statistics), statistics);
  });
  if (!first || !second) throw new Error('Two articles make a pair.');
  return scoreOf(first, raritiesOf(first, statistics), second, statistics);
}

/** Whether numbers only ever fall. */
const falls = (values: readonly number[]): boolean =>
  values.every((value, n) => n === 0 || value < (values[n - 1] ?? 0));

describe('in a young archive', () => {
  test('a report from last month stands nearly as near as one from today; in a large one it does not', () => {
    const storm = { title: 'Storm shuts harbour' };
    const kept = ARCHIVES.map((articles) => {
      const statistics = archiveOf(articles);
      const lastMonth = pairScore(storm, { ...storm, date: '2026-02-01' }, statistics);
      return lastMonth / pairScore(storm, storm, statistics);
    });
    expect(falls(kept)).toBe(true);
    expect(kept.at(0)).toBeGreaterThan(0.99);
    expect(kept.at(-1)).toBeLessThan(0.8);
  });

  test('what stands in both headlines says more than what two texts share, the more so the younger it is', () => {
    const filling = 'quay '.repeat(200);
    const buried = { title: 'Untitled', body: `${filling}harbour` };
    const headed = { title: 'Harbour', body: filling };
    const gained = ARCHIVES.map((articles) => {
      const statistics = archiveOf(articles);
      return pairScore(headed, headed, statistics) / pairScore(buried, buried, statistics);
    });
    expect(falls(gained)).toBe(true);
  });

  test('a word of two articles is nearly as telling as one of a single article: these two may be the ones looked at', () => {
    const twice = (articles: number): number => {
      const statistics = { ...archiveOf(articles), frequencies: frequenciesOf([['tug'], ['tug']]) };
      return rarityOf(statistics, hashOf('tug')) / rarityOf(statistics, hashOf('unheard'));
    };
    expect(twice(20)).toBeGreaterThan(0.55);
    expect(twice(20)).toBeLessThan(1);
    expect(twice(10_000)).toBeGreaterThan(twice(20));
  });
});
