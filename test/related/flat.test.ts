import { expect, test } from 'vitest';
import { articleId, siteId } from '#domain/ids.ts';
import { type Item, keyText } from '#domain/ports.ts';
import { analyse } from '#domain/related/analyse.ts';
import { encodePosting } from '#domain/related/posting.ts';
import { profileOf } from '#domain/related/profile.ts';
import { candidates, lookups } from '#domain/related/retrieve.ts';
import { type Scored, saturated, scored } from '#domain/related/score.ts';
import { idfOf, type Statistics } from '#domain/related/statistics.ts';
import { takeStatistics } from '#domain/related/take-statistics.ts';
import { generated } from '../../bench/related/generator.ts';
import { articleOf } from '../../bench/related/newsroom.ts';

const SITE = siteId('daily');

/** A new article, and statistics of an archive of which the same 600 articles are the sample. */
function today(archive: number) {
  const stories = generated(3);
  const sample = Array.from({ length: 600 }, () => {
    const { card, article } = articleOf(SITE, stories.next().value);
    return { id: card.id, section: card.sections[0] ?? '', analysis: analyse(article) };
  });
  const statistics = takeStatistics(sample, archive, 1);
  return { statistics, ...articleOf(SITE, stories.next().value) };
}

function newcomer(archive: number) {
  const { statistics, card, article } = today(archive);
  const self = scored(profileOf(card, article, analyse(article), statistics), statistics);
  return { self, statistics };
}

test('an article of a grown archive is found by fewer terms, each of which finds more', () => {
  const termsIn = (archive: number): number => lookups(SITE, newcomer(archive).self).length;
  expect(termsIn(600)).toBe(50);
  expect(termsIn(1_000_000)).toBe(25);
});

test('a term that nobody in the sample used may be a story of a hundred articles, and is looked up first', () => {
  const knownAmong = (archive: number): number => {
    const { self, statistics } = newcomer(archive);
    const known = new Set(statistics.frequencies.hashes);
    const first = lookups(SITE, self).filter(({ hash }) => known.has(hash));
    return first.length / lookups(SITE, self).length;
  };
  expect(knownAmong(1_000_000)).toBeLessThan(knownAmong(600));
});

test('however many share common terms, whoever shares the most telling ones is found', () => {
  const { self, statistics } = newcomer(600);
  const items = full(self, statistics);
  const found = candidates(SITE, self, statistics, items);
  expect(found).toHaveLength(100);
  expect(Math.max(...found.map((id) => Number(id.split('-')[0])))).toBeLessThan(10);
});

/** Every term's set with a hundred articles of its own, named after the term's place among the most telling. */
function full(self: Scored, statistics: Statistics): ReadonlyMap<string, Item> {
  const impactOf = ({ level, hash }: { readonly level: number; readonly hash: number }): number =>
    saturated(level, self.saturation) * idfOf(statistics, hash);
  const order = [...lookups(SITE, self)].sort(
    (a, b) => impactOf(b) - impactOf(a) || a.hash - b.hash,
  );
  return new Map(
    order.map(({ key }, place): [string, Item] => {
      const members = Array.from({ length: 100 }, (_, n) =>
        encodePosting({ id: articleId(`${place}-${n}`), weight: 3, day: 16_000, section: 1 }),
      );
      return [keyText(key), { ...key, members }];
    }),
  );
}
