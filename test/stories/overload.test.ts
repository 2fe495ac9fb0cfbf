import { expect, test } from 'vitest';
import { memoryPorts } from '#adapters/memory/ports.ts';
import { sweepDue } from '#domain/flows/sweep-due.ts';
import { articleId, type Instant } from '#domain/ids.ts';
import type { Item } from '#domain/ports.ts';
import type { Lane } from '#domain/publishing/article.ts';
import { changeItem } from '#domain/table/records.ts';
import { instant, millis } from '#domain/time.ts';
import { DAILY } from '../newsroom.ts';

const MINUTE_MS = 60_000;
const NINE = millis('2026-11-24T09:00:00.000Z' as Instant);

/** The minutes after nine at which the sweep takes up a change that nobody gets done with. */
async function takenUp(lane: Lane, minutes: number, isPlanned = true): Promise<readonly number[]> {
  let now = NINE;
  const found: number[] = [];
  const hear = (item: Item): void => {
    if (item.sk.includes('again|') && JSON.stringify(item).includes('harbour'))
      found.push((now - NINE) / MINUTE_MS);
  };
  const world = memoryPorts({
    sites: new Map([[DAILY.id, DAILY]]),
    now: () => instant(now),
    onInsert: hear,
  });
  const cause = { what: 'related', ids: [articleId('harbour')] } as const;
  const change = changeItem('harbour', {
    kind: 'change',
    site: DAILY.id,
    at: instant(now),
    lane,
    cause,
    announce: [],
    ...(isPlanned && { planned: { at: instant(now), nonce: 'first', jobs: [] } }),
  });
  await world.table.write([{ put: change }]);
  for (let minute = 0; minute < minutes; minute++) {
    now += MINUTE_MS;
    await sweepDue([{ id: `${minute}`, body: '{"tick":true}', attempt: 1 }], world);
  }
  return found.filter((_, n) => n < 8);
}

test('what is late because there is too much to do is begun anew ever more rarely', async () => {
  expect(await takenUp('live', 80)).toEqual([2, 4, 8, 16, 31, 46, 61, 76]);
});

test('what is published in bulk may stand in a queue for a quarter of an hour before anybody worries', async () => {
  expect((await takenUp('bulk', 50))[0]).toBe(15);
});

test('what is published in bulk and was never planned stands in no queue, and is begun anew at once', async () => {
  expect((await takenUp('bulk', 20, false))[0]).toBe(2);
});
