import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type World, worlds } from './worlds.ts';

describe.each(worlds)('the bus $name', ({ open }) => {
  let world: World;
  beforeAll(async () => {
    world = await open();
  });
  afterAll(() => world.close());

  test('says every outcome, more than one call can carry', async () => {
    const entries = Array.from({ length: 23 }, (_, n) => ({
      detailType: 'article.live',
      detail: { site: 'daily', id: `cms-${n + 100}`, revision: 1, absent: undefined },
    }));
    await world.bus.put(entries);

    const heard = (await world.heard()).map(({ detailType, detail }) =>
      JSON.stringify([detailType, detail]),
    );
    expect(heard.sort()).toEqual(
      entries.map(({ detailType, detail }) => JSON.stringify([detailType, detail])),
    );
  });

  test('refuses an outcome that no event can be', async () => {
    const huge = { text: 'x'.repeat(1024 * 1024) };
    await expect(world.bus.put([{ detailType: 'article.live', detail: huge }])).rejects.toThrow(
      /larger/,
    );
    await expect(world.bus.put([{ detailType: '', detail: {} }])).rejects.toThrow(/detail type/);
    await expect(world.bus.put([{ detailType: 'x', detail: 'text' }])).rejects.toThrow(/object/);
    expect(await world.heard()).toEqual([]);
  });
});
