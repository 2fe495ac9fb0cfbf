import type { Day, Instant } from '../ids.ts';
import { millis } from '../time.ts';
import { languages } from './words/languages.ts';
import type { Words } from './words/words.ts';

/** How pages write dates, times, names and their own words in one language and time zone. */
export interface Locale {
  /** Canonical BCP 47. */
  readonly tag: string;
  readonly dir: 'ltr' | 'rtl';
  readonly words: Words;
  readonly say: (style: TimeStyle, at: Instant) => string;
  /** `Jane Doe, Kim Lee and Al Roe`, with the language's own separators: alternating names and what stands between. */
  readonly joined: (
    names: readonly string[],
  ) => readonly { readonly type: string; readonly value: string }[];
  readonly number: (value: number) => string;
  /** The language's own name for a language: `العربية`. */
  readonly languageName: string;
}

const STYLES = {
  /** 24 November 2026 */
  day: { day: 'numeric', month: 'long', year: 'numeric' },
  /** Tuesday, 24 November 2026 */
  weekday: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  /** 24 November 2026 at 06:30 GMT */
  moment: {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  },
  /** 06:30 */
  time: { hour: 'numeric', minute: '2-digit' },
  /** 24 Nov */
  short: { day: 'numeric', month: 'short' },
  /** November 2026 */
  month: { month: 'long', year: 'numeric' },
  /** Tue */
  weekdayShort: { weekday: 'short' },
  weekdayLong: { weekday: 'long' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

export type TimeStyle = keyof typeof STYLES;

/** Languages written from right to left, by the script that is usual for them. */
const RTL = new Set(['Arab', 'Hebr', 'Thaa', 'Syrc', 'Nkoo', 'Adlm', 'Rohg', 'Mand', 'Samr']);

/** Formatters cost more to make than a page; an import may bring any number of language tags. */
const CACHED_MAX = 256;
const cache = new Map<string, Locale>();

/** The locale of a BCP 47 tag; a tag that is none is treated as `fallback`, and words that are missing are its words. */
export function localeOf(language: string, timeZone: string, fallback = 'en'): Locale {
  const key = `${language} ${timeZone} ${fallback}`;
  let locale = cache.get(key);
  if (!locale) {
    if (cache.size >= CACHED_MAX) cache.clear();
    locale = madeLocale(language, timeZone, fallback);
    cache.set(key, locale);
  }
  return locale;
}

function madeLocale(language: string, timeZone: string, fallback: string): Locale {
  const known = parsed(language) ?? parsed(fallback) ?? new Intl.Locale('en');
  // Bare English is written the way most of its readers' countries write dates: day first. The second tag keeps
  // languages that ICU does not know from taking the machine's own.
  const tags = [known.baseName === 'en' ? 'en-GB' : known.baseName, 'en-GB'];
  const formats = new Map<TimeStyle, Intl.DateTimeFormat>();
  const list = new Intl.ListFormat(tags, { type: 'conjunction' });
  const number = new Intl.NumberFormat(tags, { useGrouping: false });
  return {
    tag: known.baseName,
    dir: RTL.has(known.maximize().script ?? '') ? 'rtl' : 'ltr',
    words: wordsOf(known) ?? wordsOf(parsed(fallback)) ?? wordsOf(new Intl.Locale('en')) ?? never(),
    say: (style, at) => {
      let format = formats.get(style);
      if (!format) {
        format = dateFormat(tags, style, timeZone);
        formats.set(style, format);
      }
      return format.format(millis(at));
    },
    joined: (names) => list.formatToParts(names),
    number: (value) => number.format(value),
    languageName:
      new Intl.DisplayNames(tags, { type: 'language' }).of(known.baseName) ?? known.baseName,
  };
}

function dateFormat(tags: readonly string[], style: TimeStyle, timeZone: string) {
  const format = new Intl.DateTimeFormat(tags, { ...STYLES[style], timeZone });
  // A month of the archive is a Gregorian month, as its address says; only calendars that share its months can name it.
  const named = style !== 'month' || SAME_MONTHS.has(format.resolvedOptions().calendar);
  return named
    ? format
    : new Intl.DateTimeFormat(tags, { ...STYLES[style], timeZone, calendar: 'gregory' });
}

const SAME_MONTHS = new Set(['gregory', 'iso8601', 'buddhist', 'japanese', 'roc']);

function parsed(language: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(language);
  } catch {
    return undefined;
  }
}

function wordsOf(locale: Intl.Locale | undefined): Words | undefined {
  if (!locale) return undefined;
  const script = locale.maximize().script?.toLowerCase();
  return languages[`${locale.language}-${script}`] ?? languages[locale.language];
}

function never(): never {
  throw new Error('English words are missing.');
}

/** A day as an instant for formatters in UTC. */
export const noon = (day: Day): Instant => `${day}T12:00:00.000Z` as Instant;

/** An instant as machines read it in pages: without its milliseconds. */
export const machineTime = (at: Instant): string => `${at.slice(0, 19)}Z`;
