import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Newsroom } from '../newsroom.ts';

const HOUR = 3_600_000;
const TIMES = [
  '2026-11-20T08:00:00.000Z',
  '2026-11-23T10:00:00.000Z',
  '2026-11-24T08:30:00.000Z',
  '2026-11-24T11:00:00.000Z',
  '2026-11-24T12:00:00.000Z',
];

interface Sent {
  readonly type: 'publish' | 'withdraw';
  readonly revision: number;
  readonly publishAt: string;
  readonly silent: boolean;
  readonly reinstates: number | undefined;
  readonly sections: readonly string[];
}

const events: fc.Arbitrary<readonly Sent[]> = fc.uniqueArray(
  fc.record({
    type: fc.constantFrom(
      'publish' as const,
      'publish' as const,
      'publish' as const,
      'withdraw' as const,
    ),
    revision: fc.integer({ min: 1, max: 6 }),
    publishAt: fc.constantFrom(...TIMES),
    silent: fc.boolean(),
    reinstates: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
    sections: fc.subarray(['world', 'world/europe', 'sport']),
  }),
  { selector: ({ type, revision }) => `${type}${revision}`, minLength: 1, maxLength: 6 },
);

async function played(sent: readonly Sent[]): Promise<readonly unknown[]> {
  const desk = new Newsroom();
  for (const { type, revision, ...rest } of sent) {
    if (type === 'publish')
      await desk.publish('story', {
        headline: `Story ${revision}`,
        slug: 'story',
        revision,
        ...rest,
      });
    else await desk.withdraw('story', { revision });
  }
  await desk.settle(1000);
  const early = recordsOf(desk);
  await desk.wait(4 * HOUR, HOUR / 2);
  return [early, recordsOf(desk)];
}

/** What law 2 speaks of: the article and the lists that show it. Addresses are history, and so is whether anybody ever saw it. */
function recordsOf(desk: Newsroom): unknown {
  const items = [...desk.world.table.items()];
  const head = items.find(({ sk }) => sk === 'HEAD');
  const lists = items
    .filter(({ pk }) => /#(L|NEWS)(#|$)/.test(pk))
    .map(({ pk, sk }) => `${pk} ${sk}`);
  const live = head?.['live'] as { readonly card: { readonly path: string } } | undefined;
  const card = live && { ...live.card, path: '' };
  const pending = head?.['pending'] as { readonly revision: number } | undefined;
  return {
    marks: [head?.['published'], head?.['withdrawn'], head?.['reinstated']],
    card,
    pending: pending?.revision,
    lists: lists.sort(),
  };
}

test('whatever the order in which events arrive, and however often, the article ends the same', async () => {
  await fc.assert(
    fc.asyncProperty(
      events.chain((list) =>
        fc.tuple(
          fc.constant(list),
          fc
            .shuffledSubarray([...list, ...list], { minLength: list.length * 2 })
            .filter((other) => list.every((one) => other.includes(one))),
        ),
      ),
      async ([calm, rough]) => {
        expect(await played(rough)).toEqual(await played(calm));
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);
