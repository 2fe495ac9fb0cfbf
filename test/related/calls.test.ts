import { beforeAll, describe, expect, test } from 'vitest';
import { coalescing } from '#adapters/coalescing-table.ts';
import { memoryTable } from '#adapters/memory/table.ts';
import { siteId } from '#domain/ids.ts';
import { loadArchive } from '../../bench/related/archive.ts';
import { type Counts, countingTable, noCounts } from '../../bench/related/counting-table.ts';
import { generated } from '../../bench/related/generator.ts';
import { benchSite, RelatedNewsroom, type Story } from '../../bench/related/newsroom.ts';
import { newsroom } from './newsroom.ts';

/*
 * Each call costs some two milliseconds of a laptop's processor, and a round trip in a region: so they are bounded here,
 * and counted as the SDK would make them.
 */

const ARCHIVE = 800;
const EVERY = generated(7);

/** A grown archive, and what a run over so many new articles costs in calls. */
async function archive() {
  const counts = noCounts();
  const site = benchSite(siteId('daily'));
  const { table, stories } = await loadArchive(site, { seed: 7, from: 0, to: ARCHIVE });
  const desk = new RelatedNewsroom(site, coalescing(countingTable(await table(), counts)), false);
  const store = async (story: Story, number = 1): Promise<string> => {
    await desk.store(story, number);
    return story.id;
  };
  const callsOf = async (run: () => Promise<void>): Promise<Counts> => {
    Object.assign(counts, noCounts());
    await run();
    return { ...counts };
  };
  return { desk, stories, store, callsOf };
}

describe('what relating costs in calls', () => {
  let house: Awaited<ReturnType<typeof archive>>;
  const next = (): Story => house.stories.next().value as Story;

  beforeAll(async () => {
    house = await archive();
    // The first run reads the statistics, which every later one has in memory.
    await house.desk.relate([await house.store(next())]);
  });

  test('ten articles published together take at most six calls each', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 10; n += 1) ids.push(await house.store(next()));
    const { calls, byOperation } = await house.callsOf(() => house.desk.relate(ids));
    expect(byOperation.Query).toBe(1);
    expect(calls).toBeLessThanOrEqual(60);
  });

  test('one article alone takes at most fourteen', async () => {
    const id = await house.store(next());
    const { calls, byOperation } = await house.callsOf(() => house.desk.relate([id]));
    expect(byOperation).toMatchObject({ Query: 1, BatchWriteItem: 1 });
    expect(calls).toBeLessThanOrEqual(14);
  });

  test('a message that comes twice writes nothing the second time', async () => {
    const id = await house.store(next());
    await house.desk.relate([id]);
    const { writeUnits, calls } = await house.callsOf(() => house.desk.relate([id]));
    expect(writeUnits).toBe(0);
    expect(calls).toBeLessThanOrEqual(9);
  });
});

test('new statistics cost about one call an article', async () => {
  const counts = noCounts();
  const site = benchSite(siteId('daily'));
  const desk = new RelatedNewsroom(site, coalescing(countingTable(memoryTable(), counts)), false);
  const stories = Array.from({ length: 200 }, (_, n) => n).map(() => EVERY.next().value as Story);
  for (const story of stories) await desk.store(story);
  for (let from = 0; from < stories.length; from += 20)
    await desk.relate(stories.slice(from, from + 20).map(({ id }) => id));
  Object.assign(counts, noCounts());
  await desk.refresh('en');
  expect(counts.calls / stories.length).toBeLessThanOrEqual(1.3);
});

test('a neighbour whose readers see nothing new has no page made', async () => {
  const desk = newsroom({ count: 1, statistics: 'frozen' });
  const day = (n: number): string => `2026-03-0${n}`;
  await desk.publish('vote', 'Council votes on the tram', {
    date: day(1),
    body: 'tram depot line',
  });
  await desk.publish('depot', 'Tram depot opens', {
    date: day(2),
    body: 'tram depot line council',
  });
  const before = await desk.shown('vote');
  desk.forgetChanges();
  await desk.publish('fares', 'Bus and tram fares rise', { date: day(3), body: 'county buses' });
  expect(await desk.shown('vote')).toEqual(before);
  expect(await desk.scored('vote')).toContain('fares');
  expect(desk.changed()).toEqual(['fares']);
});
