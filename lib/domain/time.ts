import type { Day, Instant } from './ids.ts';

/*
 * The one place of the domain that touches Date, and only its pure parts:
 * no function here reads a clock.
 */
// biome-ignore lint/style/noRestrictedGlobals: Date.parse and toISOString are pure; the clock is passed in.
const PureDate = Date;

/** Milliseconds since the epoch, for arithmetic. */
export const millis = (instant: Instant): number => PureDate.parse(instant);

/** The instant of `ms` milliseconds since the epoch. */
export const instant = (ms: number): Instant => new PureDate(ms).toISOString() as Instant;

/** Any RFC 3339 time with a zone, as a UTC instant. Text that is no time gives `undefined`. */
export function parseInstant(text: string): Instant | undefined {
  const ms = PureDate.parse(text);
  return Number.isNaN(ms) ? undefined : instant(ms);
}

/** `instant` moved by `ms` milliseconds (negative: earlier). */
export const shifted = (at: Instant, ms: number): Instant => instant(millis(at) + ms);

const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day of an instant in a time zone (IANA name), also across daylight-saving changes. */
export function dayIn(timeZone: string, at: Instant): Day {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      calendar: 'iso8601',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formats.set(timeZone, format);
  }
  return format.format(millis(at)) as Day;
}

const DAY_MS = 86_400_000;

/**
 * The instants between which a calendar day lies in a time zone: from its first moment up to, not including, the next
 * day's first. A day may last 23, 24 or 25 hours, so the bounds are searched for, not computed from an offset.
 */
export function boundsOfDay(
  timeZone: string,
  day: Day,
): { readonly from: Instant; readonly to: Instant } {
  return { from: firstMomentFrom(timeZone, day), to: firstMomentFrom(timeZone, nextDay(day)) };
}

/** The calendar day after `day`. */
export const nextDay = (day: Day): Day =>
  instant(PureDate.parse(`${day}T00:00:00Z`) + DAY_MS).slice(0, 10) as Day;

/** The earliest instant whose day in the zone is `day` or later. Zones lie between UTC−12 and UTC+14. */
function firstMomentFrom(timeZone: string, day: Day): Instant {
  const midnight = PureDate.parse(`${day}T00:00:00Z`);
  let before = midnight - 15 * 3_600_000;
  let after = midnight + 13 * 3_600_000;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (dayIn(timeZone, instant(middle)) < day) before = middle;
    else after = middle;
  }
  return instant(after);
}
