import { expect, test } from 'vitest';
import { Newsroom } from '../newsroom.ts';

const NOON = '2026-11-24T12:00:00Z';
const HOURS = 3_600_000;

/** Whether the article's card says that it was updated, when the silent third revision comes early or late. */
async function played(arrives: 'before noon' | 'after noon'): Promise<string | undefined> {
  const desk = new Newsroom();
  await desk.publish('bridge', { revision: 2, slug: 'bridge', publishAt: NOON });
  const third = { revision: 3, slug: 'bridge', silent: true, publishAt: '2026-11-24T08:00:00Z' };
  const { now } = desk;
  if (arrives === 'after noon') await desk.wait(4 * HOURS);
  const detail = {
    site: 'daily',
    id: 'bridge',
    headline: 'Bridge',
    body: { contentType: 'text/plain', value: 'Open.' },
    ...third,
  };
  await desk.send('article.publish', detail, { time: now });
  await desk.wait(5 * HOURS);
  return (await desk.page('/2026/11/24/bridge')).body.match(/article:modified_time"[^>]*/)?.[0];
}

test('an embargoed update that was overtaken before its time leaves no trace, though its successor came late', async () => {
  expect(await played('after noon')).toEqual(await played('before noon'));
});

test('a correction is told in every feed, with the day it was made', async () => {
  const desk = new Newsroom();
  const note = 'An earlier version named the <wrong> harbour.';
  await desk.publish('ferry');
  await desk.settle();
  await desk.publish('ferry', {
    revision: 2,
    corrections: [{ at: '2026-11-24T10:00:00Z', note }],
  });
  await desk.settle();

  const told = async (at: string) => (await desk.page(at)).body.includes('Correction, 2026-11-24:');
  for (const at of ['/feed.xml', '/atom.xml', '/feed.json']) expect(await told(at), at).toBe(true);
  expect((await desk.page('/feed.xml')).body).not.toContain('<wrong>');
});

test('a reinstated article is seen to be back at the first look', async () => {
  const desk = new Newsroom();
  await desk.publish('ferry', { headline: 'Ferry' });
  await desk.settle();
  await desk.withdraw('ferry', { revision: 2 });
  await desk.settle();
  expect((await desk.page('/2026/11/24/ferry')).status).toBe(410);
  const event = await desk.publish('ferry', { revision: 3, headline: 'Ferry', reinstates: 2 });
  await desk.settle(2000);

  expect(desk.outcome(event)?.type).toBe('article.live');
});
