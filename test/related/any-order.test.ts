import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { articleId } from '#domain/ids.ts';
import { encodeEntries } from '#domain/related/list.ts';
import { frequenciesOf, NO_STATISTICS, type Statistics } from '#domain/related/statistics.ts';
import { stems } from '#domain/related/words.ts';
import { random } from '../../bench/related/generator.ts';
import { newsroom } from './newsroom.ts';
import { fromScratch, type Seen } from './oracle.ts';

const WORDS =
  'harbour storm ferry council vote tram quarry inquest choir prize bridge flood budget strike'.split(
    ' ',
  );
const IDS = Array.from({ length: 12 }, (_, n) => `a${n}`);

const id = fc.constantFrom(...IDS);
const phrase = (max: number) =>
  fc
    .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: max })
    .map((words) => words.join(' '));
const draft = fc.record({
  title: phrase(3),
  body: phrase(12),
  date: fc.integer({ min: 1, max: 28 }).map((day) => `2026-02-${String(day).padStart(2, '0')}`),
  section: fc.constantFrom('world', 'sport', ''),
  topics: fc.subarray(['harbour', 'storm'], { maxLength: 1 }),
  language: fc.constantFrom('en', 'en', 'en', 'fr'),
  sensitive: fc.constantFrom(false, false, false, true),
  exclude: fc.array(id, { maxLength: 1 }),
  pin: fc.array(id, { maxLength: 1 }),
});
type Draft = typeof draft extends fc.Arbitrary<infer T> ? T : never;

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('publish' as const), id, draft }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('withdraw' as const), id }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('again' as const),
      ids: fc.array(id, { maxLength: 5 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('quietly' as const), id, draft }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const sectionOf = ({ section, ...rest }: Draft) => ({
  ...rest,
  ...(section && { section }),
  related: { show: true, pin: rest.pin.map(articleId), exclude: rest.exclude.map(articleId) },
});

/** What is known of a grown archive: some words are rare there, others are in every tenth article. */
const GROWN: Statistics = {
  ...NO_STATISTICS,
  number: 1,
  articles: 600,
  archive: 600,
  averageLength: 20,
  lifts: { sport: 3 },
  frequencies: frequenciesOf(
    WORDS.flatMap((word, n) => Array.from({ length: 1 + 5 * n }, () => stems(word))),
  ),
};

/** Lives through a history; what was stored quietly is related at the end, in one batch. */
async function live(steps: readonly Step[], count: number, statistics: Statistics) {
  const desk = newsroom({ count, statistics: 'frozen' });
  for (const language of statistics.number > 0 ? ['en', 'fr'] : [])
    await desk.score(language, statistics);
  const open = new Set<string>();
  for (const each of steps) {
    if (each.kind === 'publish')
      await desk.publish(each.id, each.draft.title, sectionOf(each.draft));
    else if (each.kind === 'withdraw') await desk.withdraw(each.id);
    else if (each.kind === 'again') await desk.room.relate(each.ids);
    else {
      await desk.store(each.id, each.draft.title, sectionOf(each.draft));
      open.add(each.id);
    }
  }
  await desk.room.relate([...open]);
  return desk;
}

async function expectAsFromScratch(
  desk: Awaited<ReturnType<typeof live>>,
  statistics: Statistics,
  count: number,
): Promise<void> {
  const seen: readonly Seen[] = await desk.room.seen(IDS);
  const expected = fromScratch(seen, statistics, count);
  for (const [name, { entries, shown }] of expected) {
    expect({ id: name, entries: encodeEntries(await desk.entries(name)) }).toEqual({
      id: name,
      entries,
    });
    expect({ id: name, shown: await desk.shown(name) }).toEqual({ id: name, shown });
  }
  const visible = new Set(expected.keys());
  for (const name of IDS)
    if (!visible.has(name)) expect(desk.traces(name, { pins: false })).toEqual([]);
}

/** Waits a few turns of the event loop's queue, as many as a seed says. */
function turns(seed: number): () => Promise<void> {
  const next = random(seed);
  return async () => {
    for (let turn = Math.floor(4 * next()); turn > 0; turn -= 1) await Promise.resolve();
  };
}

test('runs that meet at any point end as if one had followed the other', async () => {
  const arbitrary = fc.array(step, { minLength: 2, maxLength: 14 });
  await fc.assert(
    fc.asyncProperty(arbitrary, fc.integer(), async (steps, seed) => {
      const desk = newsroom({ count: 6, statistics: 'frozen', wait: turns(seed) });
      await Promise.all(
        steps.map(async (each) => {
          if (each.kind === 'withdraw') await desk.withdraw(each.id);
          else if (each.kind === 'again') await desk.room.relate(each.ids);
          else await desk.publish(each.id, each.draft.title, sectionOf(each.draft));
        }),
      );
      await expectAsFromScratch(desk, NO_STATISTICS, 6);
    }),
    { numRuns: 300 },
  );
});

describe('whatever happened, lists are those computed from scratch', () => {
  test.each([
    { shows: 2, of: 'a young archive', statistics: NO_STATISTICS },
    { shows: 6, of: 'a young archive', statistics: NO_STATISTICS },
    { shows: 6, of: 'a grown archive', statistics: GROWN },
  ])('for a site that shows $shows of $of', async ({ shows, statistics }) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
        await expectAsFromScratch(await live(steps, shows, statistics), statistics, shows);
      }),
      { numRuns: 150 },
    );
  });
});
