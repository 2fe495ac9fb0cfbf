import { expect, test } from 'vitest';
import { retell } from '../../lib/simulation/retell.ts';
import { runStory } from '../../lib/simulation/run-story.ts';
import { shrink } from '../../lib/simulation/shrink.ts';
import { writeStory } from '../../lib/simulation/story/write-story.ts';
import { SABOTAGES, type Sabotage } from '../../lib/simulation/world/sabotage.ts';

const SEEDS = 40;
const WHOLE_MS = 40_000;

test(
  `whatever goes wrong, every law holds in ${SEEDS} newsrooms`,
  async () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { violations } = await runStory(writeStory(seed));
      expect(violations, `npx offstone simulate --seed ${seed} --seeds 1`).toEqual([]);
    }
  },
  WHOLE_MS,
);

/** Where each is first noticed, counted from seed 1: what `npx offstone simulate --sabotage NAME` prints. */
const NOTICED_AT: Readonly<Record<Sabotage, number>> = {
  'revision-fence': 36,
  'if-match': 264,
  tombstone: 4,
  idempotency: 5,
  outbox: 1,
  'embargo-fence': 1,
  sweep: 1,
  'consistent-read': 1,
  'second-invalidation': 60,
  'reverse-links': 3,
};
/** A change of the house moves the dice: then a later seed notices. */
const LOOKED_AT_MAX = 200;

test.each(Object.keys(SABOTAGES) as Sabotage[])(
  'with %s switched off, a law is broken',
  async (name) => {
    const first = NOTICED_AT[name];
    for (let seed = first; seed < first + LOOKED_AT_MAX; seed++)
      if ((await runStory(writeStory(seed), { sabotage: name })).violations.length > 0) return;
    expect.fail(`${LOOKED_AT_MAX} seeds from ${first} on did not notice; find one that does`);
  },
  WHOLE_MS,
);

test('a seed tells the same story each time', async () => {
  const [once, again] = [await runStory(writeStory(7)), await runStory(writeStory(7))];
  expect(again).toEqual(once);
  expect(once.faults.length).toBeGreaterThan(10);
});

test(
  'a failing story is made short, and still breaks the law that it broke',
  async () => {
    const story = writeStory(NOTICED_AT['embargo-fence']);
    const long = await runStory(story, { sabotage: 'embargo-fence' });
    const short = await shrink(story, 'embargo-fence');

    expect(short?.story.sends.length).toBeLessThan(story.sends.length);
    expect(short?.told.violations[0]?.law).toBe(long.violations[0]?.law);
    expect(short && retell(short).at(-1)).toContain('✗ law 3 nothing early');
  },
  WHOLE_MS,
);
