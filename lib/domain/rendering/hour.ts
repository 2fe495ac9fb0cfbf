import type { Instant } from '../ids.ts';
import { millis } from '../time.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** The hour of an instant in a time zone, `00` to `23`. */
export function hourIn(timeZone: string, at: Instant): string {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' });
    formats.set(timeZone, format);
  }
  return format.format(millis(at));
}
