/** When a rule is due, in milliseconds since 1970. */
export interface Schedule {
  /** The first time after that one. */
  next(after: number): number | undefined;
}

const UNIT_MS: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/** Reads `rate(5 minutes)` or `cron(0 6 * * ? *)`, in UTC like EventBridge's; throws for what it cannot keep. */
export function parseSchedule(expression: string): Schedule {
  const [, kind, body = ''] = /^(rate|cron)\((.*)\)$/.exec(expression.trim()) ?? [];
  if (kind === 'rate') return rate(body, expression);
  if (kind === 'cron') return cron(body.trim().split(/\s+/), expression);
  throw new Error(`The schedule ${expression} is neither rate(…) nor cron(…).`);
}

function rate(body: string, expression: string): Schedule {
  const [, count, unit, plural] = /^(\d+) (minute|hour|day)(s?)$/.exec(body) ?? [];
  const period = Number(count) * (UNIT_MS[unit ?? ''] ?? 0);
  if (!(period > 0) || (Number(count) === 1) === (plural === 's'))
    throw new Error(`The schedule ${expression} must be like rate(1 minute) or rate(2 hours).`);
  return { next: (after) => after + period };
}

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly words?: readonly string[];
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
/** EventBridge counts days of the week from Sunday, which is 1. */
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const FIELDS: readonly Field[] = [
  { name: 'minutes', min: 0, max: 59 },
  { name: 'hours', min: 0, max: 23 },
  { name: 'day of month', min: 1, max: 31 },
  { name: 'month', min: 1, max: 12, words: MONTHS },
  { name: 'day of week', min: 1, max: 7, words: DAYS },
  { name: 'year', min: 1970, max: 2199 },
];

/** A schedule that never comes is given up after this; leap days are at most eight years apart. */
const HORIZON_DAYS = 366 * 9;

function cron(parts: readonly string[], expression: string): Schedule {
  if (parts.length !== FIELDS.length)
    throw new Error(
      `The schedule ${expression} must have six fields: minutes hours day month weekday year.`,
    );
  const [minutes, hours, days, months, weekdays, years] = FIELDS.map((field, index) =>
    readField(field, parts[index] ?? '', expression),
  ) as [Values, Values, Values, Values, Values, Values];
  const isDay = (date: Date) =>
    has(years, date.getUTCFullYear()) &&
    has(months, date.getUTCMonth() + 1) &&
    has(days, date.getUTCDate()) &&
    has(weekdays, date.getUTCDay() + 1);
  return {
    next(after) {
      const first = (Math.floor(after / 60_000) + 1) * 60_000;
      const midnight = Math.floor(first / 86_400_000) * 86_400_000;
      for (let day = 0; day < HORIZON_DAYS; day += 1) {
        const start = midnight + day * 86_400_000;
        const found = isDay(new Date(start)) ? timeOfDay(start, first, hours, minutes) : undefined;
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}

/** The first minute of that day that the fields allow, not before `first`. */
function timeOfDay(
  start: number,
  first: number,
  hours: Values,
  minutes: Values,
): number | undefined {
  for (let hour = 0; hour < 24; hour += 1) {
    if (!has(hours, hour)) continue;
    for (let minute = 0; minute < 60; minute += 1) {
      const time = start + hour * 3_600_000 + minute * 60_000;
      if (time >= first && has(minutes, minute)) return time;
    }
  }
  return undefined;
}

/** The values that a field allows; all of them when undefined. */
type Values = ReadonlySet<number> | undefined;
const has = (values: Values, value: number): boolean => values?.has(value) ?? true;

function readField(field: Field, text: string, expression: string): Values {
  if (text === '*' || text === '?') return undefined;
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const range = readRange(field, part);
    if (!range)
      throw new Error(`The ${field.name} "${text}" of the schedule ${expression} cannot be kept.`);
    for (let value = range.low; value <= range.high; value += range.step) values.add(value);
  }
  return values;
}

/** `5`, `5-9`, `MON-FRI`, or with a step, as in `0/15`, which runs to the field's end. */
function readRange(field: Field, part: string) {
  const [, from, to, every] = /^(\*|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part) ?? [];
  if (from === undefined) return undefined;
  const low = from === '*' ? field.min : numberOf(field, from);
  const open = from === '*' || every !== undefined;
  const high = to === undefined ? (open ? field.max : low) : numberOf(field, to);
  const step = Number(every ?? 1);
  const kept = low >= field.min && high <= field.max && low <= high && step >= 1;
  return kept ? { low, high, step } : undefined;
}

function numberOf(field: Field, text: string): number {
  const word = field.words?.indexOf(text.toUpperCase()) ?? -1;
  return word >= 0 ? word + field.min : Number(text);
}
