import { expect, test } from 'vitest';
import type { Day } from '#domain/ids.ts';
import { renderArchive, renderMonth } from '#domain/rendering/archive.ts';
import type { ArchiveView, MonthView } from '#domain/rendering/view.ts';
import { at, harbourPaper, stories, story } from './samples.ts';

const days = ['2026-11-03', '2026-11-23', '2026-11-24'] as Day[];
const view = (changes: Partial<ArchiveView> = {}): ArchiveView => ({
  site: harbourPaper(),
  list: '',
  title: 'The Daily Offstone',
  day: '2026-11-24' as Day,
  cards: stories(9).toReversed(),
  ...changes,
});

const ofMonth = (changes: Partial<MonthView> = {}): MonthView => ({
  site: harbourPaper(),
  list: '',
  title: 'The Daily Offstone',
  day: '2026-11-01' as Day,
  days,
  ...changes,
});

test('a day lists its stories oldest first, and its month the days that have any', () => {
  const [day] = renderArchive(view());
  const month = renderMonth(ofMonth());
  expect(day?.path).toBe('/archive/2026/11/24');
  expect(
    [...(day?.body ?? '').matchAll(/<li><time[^>]*>([\d:]+)<\/time>/g)].map(([, time]) => time),
  ).toEqual(['08:38', '09:01', '09:24', '09:47', '10:10', '10:33', '10:56', '11:19', '11:42']);
  expect(month.path).toBe('/archive/2026/11');
  for (const each of days)
    expect(month.body).toContain(`<a href="/archive/${each.replaceAll('-', '/')}">`);
});

test('a section’s archive is under the section', () => {
  const list = 'section:world/europe';
  expect(
    [...renderArchive(view({ list })), renderMonth(ofMonth({ list }))].map((page) => page.path),
  ).toEqual(['/world/europe/archive/2026/11/24', '/world/europe/archive/2026/11']);
});

test('a day of more than two hundred stories is split by the hours of the site’s zone', () => {
  const site = { ...harbourPaper(), timeZone: 'Asia/Kolkata' };
  const cards = Array.from({ length: 201 }, (_, n) =>
    story(n, {
      publishedAt: at(new Date(Date.UTC(2026, 10, 23, 18, 30) + n * 7 * 60_000).toISOString()),
    }),
  );
  const pages = renderArchive(view({ site, cards }));
  const [day] = pages;
  const hours = pages.filter((page) => /\/24\/\d\d$/.test(page.path));
  expect(hours.map((page) => page.path)).toEqual(
    Array.from({ length: 24 }, (_, hour) => `/archive/2026/11/24/${String(hour).padStart(2, '0')}`),
  );
  for (const hour of hours) expect(day?.body).toContain(`href="${hour.path}"`);
  const shown = hours.flatMap((page) =>
    [...page.body.matchAll(/<span><a href="(\/2026\/[^"]*)"/g)].map(([, address]) => address),
  );
  expect(shown).toEqual(cards.map((card) => card.path));
  expect(pages.every((page) => page.tags.includes('lists') && page.tags.length <= 50)).toBe(true);
});

test('an emptied day still answers, and names nothing', () => {
  const [day] = renderArchive(view({ cards: [] }));
  const month = renderMonth(ofMonth({ days: [] }));
  expect(day?.status).toBe(200);
  expect(day?.body).toContain('Nothing has been published here.');
  expect(month.body).toContain('Nothing has been published here.');
});

test.each([
  ['en-GB', 'Monday', 6],
  ['en-GB', 'Monday', 6],
  ['ja', '日曜日', 0],
  ['fa', 'شنبه', 1],
])('in %s the calendar’s week begins with %s', (language, first, blanks) => {
  const month = renderMonth(ofMonth({ site: harbourPaper({ language }) }));
  const table = /<table[\s\S]*<\/table>/.exec(month.body ?? '')?.[0] ?? '';
  expect(/abbr="([^"]*)"/.exec(table)?.[1]).toBe(first);
  // 1 November 2026 was a Sunday.
  expect(/<tbody><tr>((?:<td><\/td>)*)/.exec(table)?.[1]?.split('<td>').length).toBe(blanks + 1);
});

test('a Persian archive names the month that its address means', () => {
  const month = renderMonth(ofMonth({ site: harbourPaper({ language: 'fa' }) }));
  expect(month.body).toContain('نوامبر ۲۰۲۶');
});

test('a language that does not shorten its weekdays has one letter above each column, and says which day it is', () => {
  const site = harbourPaper({ language: 'ar' });
  const day = '2026-11-24' as Day;
  const { body } = renderMonth({ site, list: '', title: '', day, days: [day] });
  expect(body).toContain('<th scope="col" abbr="الخميس">خ</th>');
});
