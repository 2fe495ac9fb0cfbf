import type { ListId } from '../graph/jobs.ts';
import type { Path } from '../ids.ts';
import type { Card } from '../publishing/article.ts';
import { under } from './addresses.ts';
import type { Dress } from './dress.ts';
import { closed } from './escape.ts';
import { localeOf, machineTime } from './locale.ts';
import { pictureAddress } from './picture-address.ts';
import { html, type Markup } from './template.ts';
import { absolute, encodedPath } from './url.ts';

/** Search results cut descriptions near here; feeds and cards show no more either. */
const DESCRIPTION_MAX = 200;

/** What an article is about, in one line. */
export const description = (card: Pick<Card, 'standfirst' | 'excerpt'>): string =>
  closed(shortened(card.standfirst ?? card.excerpt, DESCRIPTION_MAX));

function shortened(text: string, max: number): string {
  if (text.length <= max) return text;
  const space = text.lastIndexOf(' ', max);
  return `${text.slice(0, space > max / 2 ? space : max).toWellFormed()}…`;
}

/** What search engines may do: show large pictures, or nothing at all. */
export const robots = (index: boolean): Markup =>
  index
    ? html`<meta name="robots" content="max-image-preview:large">\n`
    : html`<meta name="robots" content="noindex">\n`;

export const canonical = (address: string): Markup =>
  html`<link rel="canonical" href="${address}">\n`;

export const describedAs = (text: string): Markup | undefined =>
  text === '' ? undefined : html`<meta name="description" content="${text}">\n`;

/** The three feeds of a list, for feed readers that look at pages. */
export const feedLinks = (
  list: ListId,
  title: string,
): Markup => html`<link rel="alternate" type="application/rss+xml" title="${closed(title)}" href="${encodedPath(under(list, 'feed.xml'))}">
<link rel="alternate" type="application/atom+xml" title="${closed(title)} (Atom)" href="${encodedPath(under(list, 'atom.xml'))}">
<link rel="alternate" type="application/feed+json" title="${closed(title)} (JSON)" href="${encodedPath(under(list, 'feed.json'))}">
`;

const property = (name: string, content: string): Markup =>
  html`<meta property="${name}" content="${content}">\n`;

/** Open Graph of any page. */
export const openGraph = (
  dress: Dress,
  page: {
    readonly type: string;
    readonly title: string;
    readonly address: string;
    readonly text: string;
  },
): Markup =>
  html`${property('og:type', page.type)}${property('og:site_name', dress.site.settings.name)}${property('og:title', closed(page.title))}${property('og:url', page.address)}${property('og:locale', dress.locale.openGraph)}${
    page.text !== '' && property('og:description', page.text)
  }`;

/** What Open Graph and the card formats want to know of an article beyond that. */
export function articleProperties(dress: Dress, card: Card, sections: readonly string[]): Markup {
  const picture = pictureAddress(dress.site, card);
  return html`${property('article:published_time', machineTime(card.publishedAt))}${
    card.modifiedAt && property('article:modified_time', machineTime(card.modifiedAt))
  }${sections[0] && property('article:section', sections[0])}${card.topics.map((topic) =>
    property('article:tag', topic.name),
  )}${card.byline.map((author) => html`<meta name="author" content="${author.name}">\n`)}${
    picture &&
    card.image &&
    html`${property('og:image', picture)}${
      card.image.width > 0 &&
      card.image.height > 0 &&
      html`${property('og:image:width', String(card.image.width))}${property('og:image:height', String(card.image.height))}`
    }${card.image.alt !== '' && property('og:image:alt', card.image.alt)}`
  }<meta name="twitter:card" content="${picture ? 'summary_large_image' : 'summary'}">
`;
}

/** The same article in other languages, itself included, as search engines want it. */
export const languageLinks = (
  dress: Dress,
  own: { readonly path: Path; readonly language: string },
  others: readonly Card[],
): Markup | undefined =>
  others.length === 0
    ? undefined
    : html`${[own, ...others].map(
        (each) =>
          html`<link rel="alternate" hreflang="${localeOf(each.language, dress.site.timeZone).tag}" href="${absolute(dress.site, each.path)}">\n`,
      )}`;
