import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { byTime, intervalOf } from '../../bench/related/intervals.ts';
import { judged } from '../../bench/related/judge.ts';
import { readTruth } from '../../bench/related/truth.ts';

const folder = mkdtempSync(join(tmpdir(), 'offstone-judge-'));
afterAll(() => rmSync(folder, { recursive: true }));

const story = (id: string, day: number, event: string, topic: string, body: string, lang = 'en') =>
  JSON.stringify({
    id,
    title: `Report ${id}`,
    body,
    date: `2026-03-0${day}T08:00:00Z`,
    lang,
    truth: { event: [event], topic: [topic] },
  });

/** A storm told twice, another of the same season, a prize, and the storm in French. */
function corpus() {
  const file = join(folder, 'corpus.jsonl');
  const told = 'the gale took the roof of the ferry shed and two boats in the night';
  writeFileSync(
    file,
    [
      story('gale-1', 1, 'march gale', 'storms', told),
      story('gale-2', 2, 'march gale', 'storms', 'what the gale cost the harbour'),
      story('april', 3, 'april gale', 'storms', 'once more the wind rose'),
      story('prize', 4, 'book prize', 'books', 'a novelist of Nether Sallow is honoured'),
      story('tempete', 5, 'march gale', 'storms', 'la nuit de la tempête', 'fr'),
    ].join('\n'),
  );
  return readTruth(file);
}

const lists = (of: Record<string, readonly string[]>) => new Map(Object.entries(of));

describe('the judge of related posts', () => {
  test('finds no fault with lists that put the same event first and the same topic next', () => {
    const { ndcg } = judged(
      corpus(),
      lists({
        'gale-1': ['gale-2', 'april', 'prize'],
        'gale-2': ['gale-1', 'april'],
        april: ['gale-2', 'gale-1', 'prize'],
      }),
      'final',
    );
    expect([...ndcg]).toEqual([
      ['gale-1', 1],
      ['gale-2', 1],
      ['april', 1],
    ]);
  });

  test('gives less for the topic ahead of the event, and nothing for what belongs nowhere', () => {
    const { ndcg } = judged(
      corpus(),
      lists({ 'gale-1': ['april', 'gale-2'], 'gale-2': ['prize'] }),
      'final',
    );
    const second = 1 / Math.log2(3);
    expect(ndcg.get('gale-1')).toBeCloseTo((1 + 3 * second) / (3 + second), 12);
    expect(ndcg.get('gale-2')).toBe(0);
  });

  test('counts as invalid what is unknown, told twice, the article itself or not yet out', () => {
    const { invalid, ndcg } = judged(
      corpus(),
      lists({ 'gale-2': ['gale-2', 'nowhere', 'gale-1', 'gale-1', 'april'] }),
      'publish',
    );
    expect(invalid).toBe(4);
    expect(ndcg.get('gale-2')).toBeCloseTo(1 / Math.log2(4), 12);
  });

  test('tells of other languages, short lists and how often one article is named', () => {
    const verdict = judged(
      corpus(),
      lists({ 'gale-1': ['gale-2', 'april', 'prize'], april: ['gale-2', 'tempete'] }),
      'final',
    );
    expect(verdict).toMatchObject({ wrongLanguage: 1, maxInDegree: 2, coverage: 1 / 4 });
  });

  test('means by quarters of time leave out articles that cannot be judged', () => {
    const values = new Map([
      ['a', 1],
      ['b', 0],
      ['d', 0.5],
    ]);
    expect(byTime(['a', 'b', 'c', 'd'], values, 2)).toEqual([0.5, 0.5]);
  });

  test('an interval holds the mean, is wider for fewer articles, and the same each time', () => {
    const few = [0.2, 0.9, 0.4, 0.7];
    const many = Array.from({ length: 50 }, () => few).flat();
    const [low, high] = intervalOf(few);
    const [lower, upper] = intervalOf(many);
    expect(low).toBeLessThan(0.55);
    expect(high).toBeGreaterThan(0.55);
    expect(upper - lower).toBeLessThan(high - low);
    expect(intervalOf(few)).toEqual([low, high]);
  });
});
