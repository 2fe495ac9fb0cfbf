import { expect, test } from 'vitest';
import { articleId, type Instant } from '#domain/ids.ts';
import { EMPTY_LIST, type Entry, isDoubtful, without } from '#domain/related/list.ts';
import { millis } from '#domain/time.ts';

const publishedAt = '2026-11-24T09:00:00.000Z' as Instant;

const entry = (n: number): Entry => ({
  id: articleId(`related-${n}`),
  score: 1000 - n,
  at: millis(publishedAt),
  signature: `${n}`,
  likeness: new Map(),
});

test('a list that loses a filler is computed anew though it has as many related posts as are shown: some may say the same', () => {
  const filler = {
    id: articleId('near'),
    rank: 0,
    apartMs: 60_000,
    publishedAt,
    signature: 'near',
  };
  const list = {
    ...EMPTY_LIST,
    entries: Array.from({ length: 7 }, (_, n) => entry(n)),
    fillers: [filler],
  };

  expect(isDoubtful(list)).toBe(false);
  expect(isDoubtful(without(list, filler.id))).toBe(true);
});
