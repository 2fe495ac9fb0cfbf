import { describe, expect, test } from 'vitest';
import { keyText } from '#domain/ports.ts';
import { statisticsKey } from '#domain/related/keys.ts';
import { readStatisticsIndex } from '#domain/related/statistics-store.ts';
import { Newsroom } from '../newsroom.ts';

const DAY_MS = 86_400_000;

/** How many articles the statistics of English were taken from, and their number. */
async function statistics(desk: Newsroom) {
  const key = statisticsKey(desk.site.id);
  const { languages } = readStatisticsIndex((await desk.world.table.get([key])).get(keyText(key)));
  const { number, articles } = languages['en'] ?? { number: 0, articles: 0 };
  return { number, articles };
}

async function publish(desk: Newsroom, from: number, to: number, revision = 1): Promise<void> {
  for (let n = from; n < to; n += 1)
    await desk.publish(`flood-${n}`, {
      revision,
      headline: `Flood at Nether Sallow, part ${n}, told ${revision} times`,
      publishAt: `2026-11-2${n % 4}T0${n % 9}:00:00Z`,
    });
  await desk.settle();
}

describe('statistics of related posts', () => {
  test('are taken when enough articles have come, and count no article twice', async () => {
    const desk = new Newsroom();
    await publish(desk, 0, 3);
    for (const revision of [2, 3, 4]) await publish(desk, 0, 3, revision);
    expect(await statistics(desk)).toEqual({ number: 0, articles: 0 });
    await publish(desk, 3, 8);
    expect((await statistics(desk)).articles).toBe(8);
  });

  test('of a small archive are taken anew in the night in which something came or went, once', async () => {
    const desk = new Newsroom();
    await desk.sweep();
    await publish(desk, 0, 8);
    await publish(desk, 8, 9);
    const { number, articles } = await statistics(desk);
    expect(articles).toBe(8);
    await desk.wait(DAY_MS, DAY_MS / 8);
    expect(await statistics(desk)).toEqual({ number: number + 1, articles: 9 });
    await desk.withdraw('flood-3', { revision: 9 });
    await desk.settle();
    await desk.wait(DAY_MS, DAY_MS / 8);
    expect(await statistics(desk)).toEqual({ number: number + 2, articles: 8 });
    await desk.wait(2 * DAY_MS, DAY_MS / 8);
    expect(await statistics(desk)).toEqual({ number: number + 2, articles: 8 });
    expect(await desk.differences()).toEqual([]);
  });
});
