import { expect, test } from 'vitest';
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
