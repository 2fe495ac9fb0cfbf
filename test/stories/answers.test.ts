import { expect, test } from 'vitest';
import type { BusEntry } from '#domain/ports.ts';
import { Newsroom } from '../newsroom.ts';

const NOON = '2026-11-24T12:00:00Z';
const HOURS = 3_600_000;

test('an embargoed article sent twice is told live to both senders', async () => {
  const desk = new Newsroom();
  const first = await desk.publish('budget', { publishAt: NOON });
  const second = await desk.publish('budget', { publishAt: NOON });
  await desk.wait(4 * HOURS);

  expect(desk.outcome(first)?.type).toBe('article.live');
  expect(desk.outcome(second)?.type).toBe('article.live');
});

test('who waits for an embargo is told, though another event releases it in passing', async () => {
  const desk = new Newsroom();
  const event = await desk.publish('budget', { revision: 2, publishAt: NOON });
  // Nobody goes the minute’s round: the next event about the article comes first.
  await desk.wait(3 * HOURS + 1000, 4 * HOURS);
  await desk.publish('budget', { revision: 1, publishAt: '2026-11-24T08:00:00Z' });
  await desk.settle();

  expect(desk.outcome(event)?.type).toBe('article.live');
});

test('a withdrawal answers the embargoed update that it overtakes as well', async () => {
  const desk = new Newsroom();
  await desk.publish('mistake', { headline: 'A grave mistake' });
  await desk.settle();
  const update = await desk.publish('mistake', { revision: 2, publishAt: NOON });
  await desk.settle();
  await desk.withdraw('mistake', { revision: 3 });
  await desk.settle();

  expect(desk.outcome(update)?.type).toBe('article.superseded');
});

test('a withdrawal that is taken back before it was everywhere is answered as superseded', async () => {
  const desk = new Newsroom();
  await desk.publish('mistake', { headline: 'No mistake at all' });
  await desk.settle();
  const withdrawal = await desk.withdraw('mistake', { revision: 2 });
  await desk.publish('mistake', { revision: 3, reinstates: 2 });
  await desk.settle();

  expect(desk.outcome(withdrawal)?.type).toBe('article.superseded');
});

test('an event that was told live is told nothing else, though its teller broke off and the news moved on', async () => {
  const desk = new Newsroom();
  const { bus } = desk.world;
  const put = bus.put.bind(bus);
  let broken = false;
  Object.assign(bus, {
    put: async (entries: readonly BusEntry[]) => {
      await put(entries);
      if (broken) return;
      broken = true;
      await desk.publish('bridge', { revision: 2, headline: 'Better words' });
      throw new Error('broke off after telling');
    },
  });
  const event = await desk.publish('bridge', { headline: 'First words' });
  await desk.settle();

  const types = new Set(desk.outcomes(event).map(({ type }) => type));
  expect([...types]).toEqual(['article.live']);
});

test('what was written down as an answer is told, whatever became true before it was told', async () => {
  const desk = new Newsroom();
  const { bus } = desk.world;
  const put = bus.put.bind(bus);
  let isDown = false;
  Object.assign(bus, {
    put: async (entries: readonly BusEntry[]) => {
      if (isDown) throw new Error('the bus is down');
      await put(entries);
    },
  });
  await desk.publish('mistake', { headline: 'No mistake at all' });
  await desk.settle();
  isDown = true;
  const withdrawal = await desk.withdraw('mistake', { revision: 2 });
  await desk.publish('mistake', { revision: 3, reinstates: 2 });
  await desk.settle(20_000).catch(() => {});
  await desk.withdraw('mistake', { revision: 4 });
  isDown = false;
  await desk.wait(10 * 60_000);

  const types = new Set(desk.outcomes(withdrawal).map(({ type }) => type));
  expect([...types]).toEqual(['article.superseded']);
});
