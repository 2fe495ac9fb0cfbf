import { describe, expect, test } from 'vitest';
import { coalescing } from '#adapters/coalescing-table.ts';
import { memoryTable } from '#adapters/memory/table.ts';
import { siteId } from '#domain/ids.ts';
import { random } from '../../bench/related/generator.ts';
import { benchSite, RelatedNewsroom, type Story } from '../../bench/related/newsroom.ts';
import { partitionLoad } from '../../bench/related/partition-load.ts';

/*
 * A story that everybody writes about at once: every article shares its names and topics, and so its postings. Counted
 * as DynamoDB would: a transaction's write is two units, a kilobyte of a set is one each time it changes.
 */

const START = Date.UTC(2026, 2, 1, 9);

/** The n-th article of the story: half its words are the story's own. */
function flood(n: number, at: number): Story {
  const next = random(n + 1);
  const own = (): string => `flood${'abcdefghijklmnopqrstuvwxyz'.charAt(Math.floor(26 * next()))}`;
  const any = (): string => `w${Math.floor(4000 * next()).toString(36)}x`;
  const words = (count: number): string =>
    Array.from({ length: count }, () => (next() < 0.5 ? own() : any())).join(' ');
  return {
    id: `flood-${n}`,
    title: `Nether Sallow ${words(6)}`,
    body: `The river at Nether Sallow: ${words(120)}.`,
    date: new Date(at).toISOString(),
    section: 'local',
    topics: ['nether-sallow', 'floods'],
    lang: 'en',
  };
}

function house() {
  const site = benchSite(siteId('daily'));
  const clock = { second: 0 };
  const load = partitionLoad(memoryTable(), () => clock.second);
  const desk = new RelatedNewsroom(site, coalescing(load.table), false);
  return { clock, load, desk };
}

describe('a story with 300 articles in an hour', () => {
  test('never asks more of a partition than it bears, and its lists stay fresh', async () => {
    const { clock, load, desk } = house();
    let fresh = 0;
    for (let n = 0; n < 300; n += 1) {
      clock.second = n * 12;
      const story = flood(n, START + clock.second * 1000);
      await desk.store(story);
      await desk.relate([story.id]);
      if (n === 150) await desk.refresh('en');
      const own = await desk.shown(story.id);
      expect(own).toHaveLength(Math.min(n, 6));
      const back = await Promise.all(own.map((id) => desk.shown(id, 12)));
      if (back.some((list) => list.includes(story.id))) fresh += 1;
    }
    const { writes, reads } = load.busiest();
    expect(writes.units).toBeLessThan(200);
    expect(reads.units).toBeLessThan(600);
    // An article is among the related posts of at least one that it names itself.
    expect(fresh).toBeGreaterThanOrEqual(290);
  });
});

test('fifty articles of one story in the same second stay below a thousand write units a partition', async () => {
  const { clock, load, desk } = house();
  for (let n = 0; n < 100; n += 1) {
    clock.second = n - 100;
    await desk.store(flood(n, START));
    await desk.relate([`flood-${n}`]);
  }
  clock.second = 1;
  const ids = Array.from({ length: 50 }, (_, n) => `flood-${100 + n}`);
  for (const [n] of ids.entries()) await desk.store(flood(100 + n, START + n));
  // Five functions at once, ten messages each.
  await Promise.all([0, 10, 20, 30, 40].map((from) => desk.relate(ids.slice(from, from + 10))));
  const { writes, reads } = load.busiest();
  expect(writes.units).toBeLessThan(1000);
  expect(reads.units).toBeLessThan(3000);
  for (const id of ids) expect((await desk.shown(id)).length).toBe(6);
});
