import type { Day } from '../ids.ts';
import { path } from '../ids.ts';
import type { Section, SiteSettings } from '../site/site.ts';
import { listPath, monthPath } from './addresses.ts';
import { type Dress, dotted, dressOf, tongue } from './dress.ts';
import { localeOf, noon } from './locale.ts';
import { nameplate } from './nameplate.ts';
import { html, type Markup } from './template.ts';
import { encodedPath } from './url.ts';

/** More would wrap to a third line of a desktop page; the foot lists them all. */
const SECTIONS_MAX = 10;

/** A page's place in the site, for masthead and foot. */
export interface Place {
  readonly home?: boolean | undefined;
  /** The section the page is in: its topmost ancestor is marked. */
  readonly section?: string | undefined;
  /** Whether the marked section's front is this page itself. */
  readonly isFront?: boolean | undefined;
  /** The day whose month's archive the foot offers, and beside the nameplate unless `undated`. */
  readonly day?: { readonly day: Day; readonly undated?: boolean } | undefined;
}

/** Nameplate, date and tagline, and the sections: all in the site's language and direction, whatever the article's. */
export function masthead(dress: Dress, place: Place): Markup {
  const { site } = dress;
  const { settings } = site;
  const own = dressOf(site, settings.language);
  const name = nameplate(own);
  const motto = place.home && settings.masthead?.motto;
  const date = place.day && !place.day.undated && dateElement(own, place.day.day);
  return html`<header class="mast"${tongue(dress, settings.language)}>
${place.home ? html`<h1 class="name">${name}</h1>` : html`<p class="name">${name}</p>`}
${motto && html`<p class="motto">${motto}</p>\n`}${(date || settings.tagline) && html`<p class="folio dot">${dotted(date, settings.tagline)}</p>\n`}${sectionNav(own, place)}
</header>`;
}

/** A day has no time zone; its noon in UTC is that day in UTC. */
const dateElement = ({ site, locale }: Dress, day: Day): Markup =>
  html`<time datetime="${day}">${localeOf(locale.tag, 'UTC', site.settings.language).say('weekday', noon(day))}</time>`;

/** By settings, then by place: the same few hundred bytes stand on every page of a section. */
const navs = new WeakMap<SiteSettings, Map<string, Markup>>();
const NAVS_MAX = 500;

function sectionNav(own: Dress, place: Place): Markup | undefined {
  const { settings } = own.site;
  const current = place.section?.split('/')[0];
  const key = `${current ?? ''} ${place.isFront === true}`;
  let known = navs.get(settings);
  if (!known || known.size >= NAVS_MAX) {
    known = new Map();
    navs.set(settings, known);
  }
  const cached = known.get(key);
  if (cached) return cached;
  const top = topSections(settings);
  if (top.length === 0) return undefined;
  const shown = top.length > SECTIONS_MAX ? top.slice(0, SECTIONS_MAX - 1) : top;
  const mark = html` aria-current="${place.isFront ? 'page' : 'true'}"`;
  const nav = html`<nav class="ox" aria-label="${own.words.sections}"><ul>${shown.map(
    (section) =>
      html`<li><a href="${sectionHref(section)}"${section.path === current && mark}>${section.title}</a></li>`,
  )}${shown.length < top.length && html`<li><a href="#sections">${own.words.more}</a></li>`}</ul></nav>`;
  known.set(key, nav);
  return nav;
}

/** Archive, feed, every section when the masthead could not show them, and what the page does not do. */
export function foot(dress: Dress, place: Place): Markup {
  const { words, site } = dress;
  const top = topSections(site.settings);
  const all = top.length > SECTIONS_MAX;
  return html`<footer class="foot">
${
  all &&
  html`<nav class="ox" id="sections" aria-label="${words.more}"><ul${tongue(dress, site.settings.language)}>${top.map(
    (section) => html`<li><a href="${sectionHref(section)}">${section.title}</a></li>`,
  )}</ul></nav>
`
}<nav${!all && html` class="ox"`} aria-label="${words.about}"><ul><li><a href="/">${words.frontPage}</a></li>${
    place.day &&
    html`<li><a href="${encodedPath(monthPath('', place.day.day))}">${words.archive}</a></li>`
  }<li><a href="/feed.xml">${words.feed}</a></li></ul></nav>
<p>${publisherLine(dress)}${words.colophon}</p>
</footer>`;
}

function publisherLine(dress: Dress): Markup | undefined {
  const { publisher } = dress.site.settings;
  if (!publisher) return undefined;
  const name = html`<bdi>${publisher.name}</bdi>`;
  return html`${publisher.url ? html`<a href="${publisher.url}">${name}</a>` : name}. `;
}

/** The sections that stand in the masthead, without those below them. */
export const topSections = (settings: SiteSettings): readonly Section[] =>
  settings.sections.filter((section) => !section.path.includes('/'));

export const sectionHref = (section: Section): string =>
  encodedPath(listPath(`section:${path(section.path)}`));
