import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Outgoing } from '#domain/ports.ts';
import { type World, worlds } from './worlds.ts';

describe.each(worlds)('the queues $name', ({ open }) => {
  let world: World;
  beforeAll(async () => {
    world = await open();
  });
  afterAll(() => world.close());
  const bodies = async (queue: Outgoing['queue']): Promise<readonly string[]> =>
    (await world.arrived(queue)).map(({ body }) => body).sort();

  test('carry each message to its own queue, however many', async () => {
    await world.queues.send([
      ...Array.from({ length: 27 }, (_, n) => ({
        queue: 'pages' as const,
        body: `list|${n + 10}`,
      })),
      { queue: 'outcomes', body: '{"text":"Straße 🌊\\n"}' },
    ]);

    expect(await bodies('pages')).toEqual(Array.from({ length: 27 }, (_, n) => `list|${n + 10}`));
    expect(await bodies('outcomes')).toEqual(['{"text":"Straße 🌊\\n"}']);
    expect(await bodies('relate')).toEqual([]);
  });

  test('carry messages that together are larger than one call may be', async () => {
    const sent = ['a', 'b', 'c'].map((letter) => letter.repeat(500_000));
    await world.queues.send(sent.map((body) => ({ queue: 'relateBulk', body })));

    expect((await bodies('relateBulk')).map((body) => body.slice(0, 1))).toEqual(['a', 'b', 'c']);
  });

  test('refuse, before sending any, what SQS would refuse for good', async () => {
    const good: Outgoing = { queue: 'releases', body: 'good' };
    const bad: readonly Outgoing[] = [
      { ...good, body: '' },
      { ...good, body: 'x'.repeat(1024 * 1024 + 1) },
      { ...good, body: 'no\uFFFEthing' },
      { ...good, body: '\u0000' },
      { ...good, body: '\uD800' },
      { ...good, delaySeconds: 901 },
      { ...good, delaySeconds: -1 },
      { ...good, delaySeconds: 1.5 },
    ];
    for (const message of bad) {
      await expect(world.queues.send([good, message])).rejects.toThrow(RangeError);
    }
    await world.queues.send([]);
    expect(await bodies('releases')).toEqual([]);
  });
});
