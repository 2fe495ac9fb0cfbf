import type { Day, Instant } from '../ids.ts';
import { dayIn, millis } from '../time.ts';
import { remembered } from './memo.ts';

const days = new Map<string, (at: string) => Day>();
const hours = new Map<string, Intl.DateTimeFormat>();

/** The calendar day of an instant in a time zone. */
export function dayOf(timeZone: string, at: Instant): Day {
  let day = days.get(timeZone);
  if (!day) {
    day = remembered((text) => dayIn(timeZone, text as Instant));
    days.set(timeZone, day);
  }
  return day(at);
}

/** The hour of an instant in a time zone, `00` to `23`. */
export function hourIn(timeZone: string, at: Instant): string {
  let format = hours.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' });
    hours.set(timeZone, format);
  }
  return format.format(millis(at));
}
