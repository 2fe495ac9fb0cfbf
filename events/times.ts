const RFC_3339 =
  /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)T(?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)(?:\.(?<fraction>\d{1,9}))?(?:Z|(?<sign>[+-])(?<zoneHour>\d\d):(?<zoneMinute>\d\d))$/i;
const NO_ZONE = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?$/i;

/** What is wrong with a time as text, or `undefined` when it is an RFC 3339 time with a zone. */
export function timeProblem(text: string): string | undefined {
  if (epochMs(text) !== undefined) return undefined;
  if (NO_ZONE.test(text)) return 'must be a date and time with a zone, like 2026-11-14T09:30:00Z';
  if (RFC_3339.test(text)) return 'must be a time that exists, in the years 1000 to 9998';
  return 'must be an RFC 3339 time with a zone, like 2026-11-14T09:30:00+02:00';
}

/** Milliseconds since the epoch of an RFC 3339 time, or `undefined` when the text is none or the calendar lacks it. */
export function epochMs(text: string): number | undefined {
  const groups = RFC_3339.exec(text)?.groups;
  if (!groups) return undefined;
  const field = (name: string): number => Number(groups[name] ?? 0);
  const [year, month, day] = [field('year'), field('month'), field('day')];
  if (!isDate(year, month, day)) return undefined;
  if (field('hour') > 23 || field('minute') > 59 || field('second') > 59) return undefined;
  if (field('zoneHour') > 23 || field('zoneMinute') > 59) return undefined;
  const zone = (field('zoneHour') * 60 + field('zoneMinute')) * (groups['sign'] === '-' ? -1 : 1);
  const minutes =
    (daysSinceEpoch(year, month, day) * 24 + field('hour')) * 60 + field('minute') - zone;
  const fraction = Math.floor(Number(`0.${groups['fraction'] ?? 0}`) * 1000);
  return (minutes * 60 + field('second')) * 1000 + fraction;
}

/** Four digits everywhere, whatever the zone does: addresses and sort keys rely on it. */
function isDate(year: number, month: number, day: number): boolean {
  if (year < 1000 || year > 9998 || month < 1 || month > 12) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const length = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return day >= 1 && day <= length;
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar, counting years from March so that leap days come last. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return (
    y * 365 + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + dayOfYear - 719_468
  );
}
