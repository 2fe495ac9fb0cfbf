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
