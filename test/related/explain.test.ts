import { expect, test } from 'vitest';
import { siteId } from '#domain/ids.ts';
import { analyse } from '#domain/related/analyse.ts';
import { explain } from '#domain/related/explain.ts';
import { profileOf } from '#domain/related/profile.ts';
import { NO_STATISTICS } from '#domain/related/statistics.ts';
import { articleOf } from '../../bench/related/newsroom.ts';

const article = (id: string, title: string, topics: readonly string[], date: string) =>
  articleOf(siteId('daily'), {
    id,
    title,
    body: title,
    date,
    lang: 'en',
    section: 'World',
    topics,
  });

test('an editor can read why two articles stand together', () => {
  const [a, b] = [
    article('a', 'Storm shuts harbour', ['ferries'], '2026-03-01'),
    article('b', 'Harbour opens', ['ferries'], '2026-03-04'),
  ];
  const profile = ({ card, article: text }: typeof a) =>
    profileOf(card, text, analyse(text), NO_STATISTICS);
  const { terms, score, sameSection, daysApart } = explain(
    a.article,
    profile(a),
    profile(b),
    NO_STATISTICS,
  );
  expect(score).toBeGreaterThan(0);
  expect(terms.map(({ term }) => term).sort()).toEqual(['#ferries', 'ferri', 'harbo']);
  expect(terms.find(({ term }) => term === '#ferries')).toMatchObject({ isTopic: true });
  expect(terms.find(({ term }) => term === 'harbo')).toMatchObject({ inHeadlines: true });
  expect(terms.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  expect({ sameSection, daysApart }).toEqual({ sameSection: true, daysApart: 3 });
});
