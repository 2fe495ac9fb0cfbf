import type { Day, Instant } from '../ids.ts';
import { millis } from '../time.ts';
import { remembered } from './memo.ts';
import { en } from './words/en.ts';
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
  readonly joined: (names: readonly string[]) => readonly NamePart[];
  readonly number: (value: number) => string;
  /** The language's own name for itself: `العربية`. */
  readonly languageName: string;
  /** As Open Graph writes a language: `en_GB`. */
  readonly openGraph: string;
}

/** A name (`element`) or what stands between two (`literal`). */
export interface NamePart {
  readonly type: 'element' | 'literal';
  readonly value: string;
}

const STYLES = {
  /** 24 November 2026 */
  day: { dateStyle: 'long' },
  /** Tuesday 24 November 2026 */
  weekday: { dateStyle: 'full' },
  /** 24 Nov 2026, 06:30 */
  moment: { dateStyle: 'medium', timeStyle: 'short' },
  /** 06:30 */
  time: { timeStyle: 'short' },
  /** 24 Nov */
  short: { day: 'numeric', month: 'short' },
  /** November 2026 */
  month: { month: 'long', year: 'numeric' },
  /** Tue */
  weekdayShort: { weekday: 'short' },
  weekdayNarrow: { weekday: 'narrow' },
  weekdayLong: { weekday: 'long' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

export type TimeStyle = keyof typeof STYLES;

/** Where a bare language leaves open how dates and digits are written: day first in English, Arabic's own digits. */
const USUAL: Readonly<Record<string, string>> = { en: 'en-GB', ar: 'ar-EG' };

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
  // The second tag keeps languages that ICU does not know from taking the machine's own.
  const tags = [USUAL[known.baseName] ?? known.baseName, 'en-GB'];
  const sayers = new Map<TimeStyle, (at: string) => string>();
  const list = new Intl.ListFormat(tags, { type: 'conjunction' });
  const number = new Intl.NumberFormat(tags, { useGrouping: false });
  return {
    tag: known.baseName,
    dir: RTL.has(known.maximize().script ?? '') ? 'rtl' : 'ltr',
    words: wordsOf(known) ?? wordsOf(parsed(fallback)) ?? en,
    say: (style, at) => {
      let sayer = sayers.get(style);
      if (!sayer) {
        const format = dateFormat(tags, style, timeZone);
        sayer = remembered((text) => format.format(millis(text as Instant)));
        sayers.set(style, sayer);
      }
      return sayer(at);
    },
    joined: (names) => (names.length === 1 ? names.map(soleName) : list.formatToParts(names)),
    number: (value) => number.format(value),
    languageName:
      new Intl.DisplayNames(tags, { type: 'language' }).of(known.baseName) ?? known.baseName,
    openGraph: openGraphLocale(known),
  };
}

const soleName = (value: string): NamePart => ({ type: 'element', value });

function openGraphLocale(locale: Intl.Locale): string {
  const region = locale.maximize().region;
  return region ? `${locale.language}_${region}` : locale.language;
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

/** A day as an instant for formatters in UTC. */
export const noon = (day: Day): Instant => `${day}T12:00:00.000Z` as Instant;

/** An instant as machines read it in pages: without its milliseconds. */
export const machineTime = (at: Instant): string => `${at.slice(0, 19)}Z`;
