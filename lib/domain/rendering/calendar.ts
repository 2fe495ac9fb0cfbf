import type { Day } from '../ids.ts';
import { nextDay } from '../time.ts';
import { dayPath } from './addresses.ts';
import type { Dress } from './dress.ts';
import { type Locale, localeOf, noon } from './locale.ts';
import { html, type Markup } from './template.ts';
import { encodedPath } from './url.ts';
import type { MonthView } from './view.ts';

/** The month of an archive, its days with news linked, weeks beginning as the language's calendars do. */
export function calendar(dress: Dress, view: MonthView): Markup {
  const withNews = new Set(view.days);
  const days = daysOfMonth(view.day);
  const weekdays = weekFrom(dress.words.weekStart);
  const locale = localeOf(dress.locale.tag, 'UTC', dress.site.settings.language);
  const lead = (weekday(days[0] ?? view.day) - dress.words.weekStart + 7) % 7;
  const cells: readonly (Day | undefined)[] = [
    ...Array.from({ length: lead }, () => undefined),
    ...days,
    ...Array.from({ length: (7 - ((lead + days.length) % 7)) % 7 }, () => undefined),
  ];
  const weeks = Array.from({ length: cells.length / 7 }, (_, week) =>
    cells.slice(week * 7, week * 7 + 7),
  );
  return html`<table class="cal"><caption>${dress.words.daysWithNews}</caption>
<thead><tr>${weekdays.map(
    (day) =>
      html`<th scope="col" abbr="${locale.say('weekdayLong', noon(day))}">${weekdayName(locale, day)}</th>`,
  )}</tr></thead>
<tbody>${weeks.map(
    (week) => html`<tr>${week.map((day) => cell(dress, view, day, withNews))}</tr>\n`,
  )}</tbody></table>`;
}

/** Some languages do not shorten their weekdays: a column of a calendar has room for a few letters. */
const SHORT_MAX = 4;

function weekdayName(locale: Locale, day: Day): string {
  const short = locale.say('weekdayShort', noon(day));
  return short.length > SHORT_MAX ? locale.say('weekdayNarrow', noon(day)) : short;
}

function cell(
  dress: Dress,
  view: MonthView,
  day: Day | undefined,
  withNews: ReadonlySet<Day>,
): Markup {
  if (!day) return html`<td></td>`;
  const number = dress.locale.number(Number(day.slice(8)));
  return withNews.has(day)
    ? html`<td><a href="${encodedPath(dayPath(view.list, day))}">${number}</a></td>`
    : html`<td>${number}</td>`;
}

function daysOfMonth(day: Day): readonly Day[] {
  const month = day.slice(0, 7);
  const days: Day[] = [];
  for (let each = `${month}-01` as Day; each.startsWith(month); each = nextDay(each))
    days.push(each);
  return days;
}

/** ISO: 1 is Monday, 7 is Sunday. Sakamoto's method, for the Gregorian calendar. */
function weekday(day: Day): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const shifted = month < 3 ? year - 1 : year;
  const offset = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4][month - 1] ?? 0;
  const sunday0 =
    (shifted +
      Math.floor(shifted / 4) -
      Math.floor(shifted / 100) +
      Math.floor(shifted / 400) +
      offset +
      date) %
    7;
  return sunday0 === 0 ? 7 : sunday0;
}

/** Seven days whose first is the given weekday, for their names. 2024 began on a Monday. */
function weekFrom(start: number): readonly Day[] {
  return Array.from(
    { length: 7 },
    (_, n) => `2024-01-${String(((start - 1 + n) % 7) + 1).padStart(2, '0')}` as Day,
  );
}
