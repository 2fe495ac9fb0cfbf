import { expect, test } from 'vitest';
import { parseSchedule } from '../../lib/local/events/schedule.ts';

const next = (expression: string, after: string): string | undefined => {
  const time = parseSchedule(expression).next(Date.parse(after));
  return time === undefined ? undefined : new Date(time).toISOString();
};

test.each([
  ['rate(1 minute)', '2026-11-24T08:00:07Z', '2026-11-24T08:01:07.000Z'],
  ['rate(2 hours)', '2026-11-24T23:00:00Z', '2026-11-25T01:00:00.000Z'],
  ['cron(* * * * ? *)', '2026-11-24T08:00:07Z', '2026-11-24T08:01:00.000Z'],
  ['cron(0 6 * * ? *)', '2026-11-24T06:00:00Z', '2026-11-25T06:00:00.000Z'],
  ['cron(0/15 * * * ? *)', '2026-11-24T08:16:00Z', '2026-11-24T08:30:00.000Z'],
  ['cron(5,35 8-9 * * ? *)', '2026-11-24T09:35:00Z', '2026-11-25T08:05:00.000Z'],
  ['cron(0 10 ? * MON-FRI *)', '2026-11-27T10:00:00Z', '2026-11-30T10:00:00.000Z'],
  ['cron(0 0 1 JAN ? 2028)', '2026-11-24T08:00:00Z', '2028-01-01T00:00:00.000Z'],
  ['cron(0 0 29 2 ? *)', '2096-03-01T00:00:00Z', '2104-02-29T00:00:00.000Z'],
  ['cron(*/20 * * * ? *)', '2026-11-24T08:00:00Z', '2026-11-24T08:20:00.000Z'],
])('%s after %s is due at %s', (expression, after, due) => {
  expect(next(expression, after)).toBe(due);
});

test('a year that is over is never due again', () => {
  expect(next('cron(0 0 1 1 ? 2020)', '2026-11-24T08:00:00Z')).toBeUndefined();
});

test.each([
  'every day',
  'rate(1 minutes)',
  'rate(2 minute)',
  'rate(0 minutes)',
  'rate(5 weeks)',
  'cron(0 6 * * *)',
  'cron(60 * * * ? *)',
  'cron(0 6 L * ? *)',
  'cron(0 6 ? * MON#1 *)',
  'cron(0 9-6 * * ? *)',
  'cron(0/0 * * * ? *)',
])('%s is refused', (expression) => {
  expect(() => parseSchedule(expression)).toThrow(expression);
});
