import { expect, test } from 'vitest';
import { memoryPorts } from '#adapters/memory/ports.ts';
import { dateSite } from '#domain/flows/date-site.ts';
import type { Instant } from '#domain/ids.ts';
import { keyText } from '#domain/ports.ts';
import { monthKey } from '#domain/table/keys.ts';
import { DAILY, Newsroom } from '../newsroom.ts';

const DAY_MS = 86_400_000;

test('security.txt never expires while the site is looked after, nor a year ahead', async () => {
  const settings = { ...DAILY.settings, securityContact: 'mailto:security@daily.example' };
  const desk = new Newsroom({ site: { ...DAILY, settings }, at: '2026-11-24T09:00:00.000Z' });
  await desk.sweep();
  await desk.settle();
  for (const expires of ['2027-05-01', '2027-06-01', '2027-07-01']) {
    const { body } = await desk.page('/.well-known/security.txt');
    expect(body).toContain('Contact: mailto:security@daily.example\n');
    expect(body).toContain(`Expires: ${expires}T00:00:00Z\n`);
    await desk.wait(30 * DAY_MS, DAY_MS / 2);
  }
  expect(await desk.differences()).toEqual([]);
});

test('within a month the site’s files are left as they are', async () => {
  const desk = new Newsroom({ at: '2026-11-02T09:00:00.000Z' });
  await desk.sweep();
  await desk.settle();
  const before = (await desk.page('/robots.txt')).body;
  await desk.wait(20 * DAY_MS, DAY_MS / 2);
  expect((await desk.page('/robots.txt')).body).toBe(before);
});

test('whoever dies while the month begins leaves no file that nobody dates anew', async () => {
  const told: unknown[] = [];
  const ports = memoryPorts({
    sites: new Map([[DAILY.id, DAILY]]),
    now: () => '2026-12-01T00:00:30.000Z' as Instant,
    onInsert: (item) => told.push(item['cause']),
  });
  const { table } = ports;
  const dies =
    <A, R>(write: (asked: A) => Promise<R>) =>
    async (asked: A): Promise<R> => {
      await write(asked);
      throw new Error('the process ended');
    };
  const dying = { ...table, write: dies(table.write), transact: dies(table.transact) };
  const key = monthKey(DAILY.id);

  await expect(dateSite(DAILY.id, new Map(), { ...ports, table: dying })).rejects.toThrow();
  const known = await table.get([key]);
  expect(known.has(keyText(key))).toBe(true);
  await dateSite(DAILY.id, known, ports);

  expect(told).toEqual([{ what: 'month' }]);
});
