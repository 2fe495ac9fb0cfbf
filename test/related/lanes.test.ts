import { expect, test } from 'vitest';
import { relateArticles } from '#domain/flows/relate-articles.ts';
import { readChange } from '#domain/table/records.ts';
import { Newsroom } from '../newsroom.ts';

/** The lanes in which pages are made anew for the related posts that a message brings about. */
async function lanesOf(lane: 'live' | 'bulk'): Promise<readonly string[]> {
  const desk = new Newsroom();
  await desk.publish('flood-1', { headline: 'Flood at Nether Sallow' });
  await desk.settle();
  await desk.publish('flood-2', { headline: 'Flood at Nether Sallow recedes', lane });
  const before = new Set([...desk.world.table.items()].map(({ sk }) => sk));
  const body = JSON.stringify({ site: 'daily', id: 'flood-2', lane });
  await relateArticles([{ id: '1', body, attempt: 1 }], desk.world);
  return [...desk.world.table.items()]
    .filter(({ sk, kind }) => kind === 'change' && !before.has(sk))
    .map((item) => readChange(item).lane);
}

test('an import has the pages of its related posts made behind the news', async () => {
  expect(await lanesOf('live')).toEqual(['live']);
  expect(await lanesOf('bulk')).toEqual(['bulk']);
});
