import type { Day } from '../ids.ts';
import type { Card } from '../publishing/article.ts';
import { dayPath, hourPath, listPath, monthPath } from './addresses.ts';
import { CACHE } from './caching.ts';
import { calendar } from './calendar.ts';
import type { Place } from './chrome.ts';
import { type Dress, dotted, dressOf, names, ownDress } from './dress.ts';
import { localeOf, noon } from './locale.ts';
import { canonical, describedAs, openGraph, robots } from './metadata.ts';
import { shell } from './shell.ts';
import { hourIn } from './site-time.ts';
import { headlineLink, timeElement } from './story.ts';
import { breadcrumbs } from './structured-data.ts';
import { listTags } from './tags.ts';
import { html, type Markup } from './template.ts';
import { absolute, encodedPath } from './url.ts';
import type { ArchiveView, MonthView, Page } from './view.ts';

/** A longer day is split by the hours of the site's zone. */
const DAY_MAX = 200;

/** A day of a list's archive, and its hours when it is long. */
export function renderArchive(view: ArchiveView): readonly Page[] {
  const dress = dressOf(view.site, view.site.settings.language);
  const hours =
    view.cards.length > DAY_MAX
      ? Map.groupBy(view.cards, (card) => hourIn(view.site.timeZone, card.publishedAt))
      : new Map<string, readonly Card[]>();
  const title = dayTitle(dress, view.day);
  const day = { day: view.day };
  return [
    archivePage(dress, view, {
      path: dayPath(view.list, view.day),
      title,
      day,
      cards: hours.size > 0 ? [] : view.cards,
      content: hours.size > 0 ? hourLinks(dress, view, hours) : dayList(dress, view.cards),
    }),
    ...[...hours].map(([hour, cards]) =>
      archivePage(dress, view, {
        path: hourPath(view.list, view.day, hour),
        title: `${title}, ${hourTitle(hour)}`,
        day,
        cards,
        content: dayList(dress, cards),
      }),
    ),
  ];
}

/** The overview of a month. Only this page names other days: a day's own does not change when news comes to another. */
export function renderMonth(view: MonthView): Page {
  const dress = dressOf(view.site, view.site.settings.language);
  return archivePage(dress, view, {
    path: monthPath(view.list, view.day),
    title: monthTitle(dress, view.day),
    day: { day: view.day, undated: true },
    cards: [],
    content: monthDays(dress, view),
  });
}

interface ArchivePart {
  readonly path: Page['path'];
  readonly title: string;
  readonly day: Place['day'];
  readonly cards: readonly Card[];
  readonly content: Markup;
}

function archivePage(dress: Dress, view: ArchiveView | MonthView, part: ArchivePart): Page {
  const { site, list } = view;
  const { words } = dress;
  const section = list === '' ? undefined : list.slice('section:'.length);
  const month = monthPath(list, view.day);
  const address = absolute(site, part.path);
  const title = `${words.archive}: ${list === '' ? '' : `${view.title}, `}${part.title}`;
  const text = `${title} | ${site.settings.name}`;
  return {
    path: part.path,
    status: 200,
    contentType: 'text/html; charset=utf-8',
    cacheControl: CACHE.archive,
    tags: listTags(site.id, part.cards),
    body: shell({
      dress,
      sheet: 'archive',
      title,
      section,
      day: part.day,
      meta: html`${describedAs(text)}${robots(true)}${canonical(address)}${openGraph(dress, { type: 'website', title, address, text })}`,
      graph: [breadcrumbs(site, section, { name: title, address })],
      main: html`<header class="head">
<p class="kick dot">${dotted(
        section !== undefined && html`<a href="${encodedPath(listPath(list))}">${view.title}</a>`,
        words.archive,
        part.path !== month &&
          html`<a href="${encodedPath(month)}">${monthTitle(dress, view.day)}</a>`,
      )}</p>
<h1 class="big">${part.title}</h1>
</header>
${part.content}`,
    }),
  };
}

const dayTitle = (dress: Dress, day: Day): string => utc(dress).say('weekday', noon(day));
const monthTitle = (dress: Dress, day: Day): string => utc(dress).say('month', noon(day));
const hourTitle = (hour: string): string => `${hour}:00–${hour}:59`;

/** A day has no time zone; its noon in UTC is that day in UTC. */
const utc = (dress: Dress) => localeOf(dress.locale.tag, 'UTC', dress.site.settings.language);

const dayList = (dress: Dress, cards: readonly Card[]): Markup =>
  cards.length === 0
    ? html`<p class="sf">${dress.words.nothing}</p>`
    : html`<ul class="list day">
${cards.map(
  (card) =>
    html`<li>${timeElement(dress, 'time', card.publishedAt)}<span>${headlineLink(dress, card)}</span>${
      card.byline.length > 0 &&
      html`<span class="meta">${names(ownDress(dress, card), card)}</span>`
    }</li>\n`,
)}</ul>`;

const hourLinks = (
  dress: Dress,
  view: ArchiveView,
  hours: ReadonlyMap<string, readonly Card[]>,
): Markup => html`<h2>${dress.words.hours}</h2>
<ul class="row">${[...hours].map(
  ([hour, cards]) =>
    html`<li><a href="${encodedPath(hourPath(view.list, view.day, hour))}">${hourTitle(hour)}</a> <span class="num">(${dress.locale.number(cards.length)})</span></li>\n`,
)}</ul>`;

const monthDays = (dress: Dress, view: MonthView): Markup =>
  view.days.length === 0
    ? html`<p class="sf">${dress.words.nothing}</p>`
    : html`<div class="arch">
<aside>${calendar(dress, view)}</aside>
<ul class="list">
${view.days.map((day) => html`<li><a href="${encodedPath(dayPath(view.list, day))}">${dayTitle(dress, day)}</a></li>\n`)}</ul>
</div>`;
