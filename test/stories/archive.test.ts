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
