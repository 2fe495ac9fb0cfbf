import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Day, Instant } from '#domain/ids.ts';
import { boundsOfDay, dayIn, instant, millis, nextDay, parseInstant } from '#domain/time.ts';

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/St_Johns',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
];
const zone = fc.constantFrom(...ZONES);
const moment = fc.integer({ min: Date.UTC(1970, 0, 2), max: Date.UTC(2100, 0, 1) }).map(instant);

/** The wall clock's day, put together from its parts. */
function wallDay(timeZone: string, at: Instant): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(millis(at));
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

test('an article’s day is what a clock on the newsroom’s wall says', () => {
  fc.assert(
    fc.property(zone, moment, (timeZone, at) => {
      expect(dayIn(timeZone, at)).toBe(wallDay(timeZone, at));
    }),
  );
});

test('a day’s bounds hold exactly the moments of that day, through clock changes and leap days', () => {
  fc.assert(
    fc.property(zone, moment, (timeZone, at) => {
      const day = dayIn(timeZone, at);
      const { from, to } = boundsOfDay(timeZone, day);
      expect(from <= at && at < to).toBe(true);
      expect(dayIn(timeZone, from)).toBe(day);
      expect(dayIn(timeZone, instant(millis(to) - 1))).toBe(day);
      expect(dayIn(timeZone, instant(millis(from) - 1))).not.toBe(day);
      expect(dayIn(timeZone, to)).not.toBe(day);
    }),
  );
});

test('the day on which Berlin’s clocks go back has 25 hours', () => {
  const { from, to } = boundsOfDay('Europe/Berlin', '2026-10-25' as Day);
  expect((millis(to) - millis(from)) / 3_600_000).toBe(25);
});

test('a leap day follows the 28th, and the first of March follows it', () => {
  expect(nextDay('2028-02-28' as Day)).toBe('2028-02-29');
  expect(nextDay('2028-02-29' as Day)).toBe('2028-03-01');
});

test('a time in any zone becomes the same instant, and text that is none becomes nothing', () => {
  expect(parseInstant('2026-11-14T10:30:00+01:00')).toBe('2026-11-14T09:30:00.000Z');
  expect(parseInstant('tomorrow')).toBeUndefined();
});
