import { expect, test } from 'vitest';
import { Newsroom } from '../newsroom.ts';

test('a month’s page is the same whichever of its days was rendered last', async () => {
  const desk = new Newsroom();
  await desk.publish('ferry', { publishAt: '2026-11-22T08:00:00Z' });
  await desk.settle();
  await desk.publish('bridge', { publishAt: '2026-11-24T08:00:00Z' });
  await desk.settle();
  const before = (await desk.objects()).get('/archive/2026/11');
  await desk.publish('ferry', {
    revision: 2,
    headline: 'Ferry back',
    publishAt: '2026-11-22T08:00:00Z',
  });
  await desk.settle();

  expect(before).toContain('href="/archive/2026/11/22"');
  expect((await desk.objects()).get('/archive/2026/11')).toBe(before);
});

test('news on a new day leaves the pages of the month’s other days as they are', async () => {
  const desk = new Newsroom();
  await desk.publish('bridge', { publishAt: '2026-11-24T08:00:00Z' });
  await desk.settle();
  const before = (await desk.objects()).get('/archive/2026/11/24');
  await desk.publish('ferry', { publishAt: '2026-11-22T08:00:00Z' });
  await desk.settle();
  await desk.publish('bridge', { revision: 2, silent: true, publishAt: '2026-11-24T08:00:00Z' });
  await desk.settle();

  expect((await desk.objects()).get('/archive/2026/11/24')).toBe(before);
});

test('hours of a busy day whose renderer died are gone once the day is no longer busy', async () => {
  const desk = new Newsroom({ giveUp: true });
  const { table } = desk.world;
  const write = table.write.bind(table);
  let dying = true;
  Object.assign(table, {
    write: async (writes: Parameters<typeof write>[0]) => {
      const notes = writes.some(
        (one) => 'put' in one && one.put.sk === 'DONE' && isHourly(one.put),
      );
      if (dying && notes) throw new Error('the renderer died');
      await write(writes);
    },
  });
  const day = Array.from({ length: 201 }, (_, n) => `story-${n}`);
  for (const id of day)
    await desk.publish(id, {
      publishAt: '2026-11-20T08:00:00Z',
      related: { show: false },
      sensitive: true,
    });
  await desk.settle();
  expect((await desk.page('/archive/2026/11/20/08')).body).toContain('story 7');
  dying = false;
  const event = await desk.withdraw('story-7', { revision: 2 });
  await desk.settle();

  expect(desk.outcome(event)?.type).toBe('article.withdrawn');
  expect((await desk.page('/archive/2026/11/20/08')).status).toBe(404);
  expect((await desk.page('/archive/2026/11/20')).body).toContain('story 8');
}, 60_000);

const isHourly = ({ pk }: { readonly pk: string }): boolean =>
  pk.endsWith('#J#archive||2026-11-20');
