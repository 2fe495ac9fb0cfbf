import type { Instant } from '../../ids.ts';
import type { Author, Card, Topic } from '../../publishing/article.ts';
import { dayIn } from '../../time.ts';
import { listPath, sectionTitle, under } from '../addresses.ts';
import { dressOf } from '../dress.ts';
import { closed, escaped, printable } from '../escape.ts';
import { localeOf } from '../locale.ts';
import { picture } from '../picture.ts';
import { pictureAddress } from '../picture-address.ts';
import { absolute } from '../url.ts';
import type { ListView } from '../view.ts';

/** Readers ask often; whoever asks hourly misses nothing of a paper that publishes fifty an hour. */
const ENTRIES_MAX = 50;

/** One article as every kind of feed tells it. All text is printable; none is escaped yet. */
export interface Entry {
  /** Opaque and stable: an address may move, and a withdrawn one must not live on in readers' archives. */
  readonly id: string;
  readonly url: string;
  readonly title: string;
  readonly summary: string;
  /** The whole text with absolute addresses, when the site's feeds carry it. */
  readonly content: string | undefined;
  readonly language: string;
  readonly published: Instant;
  readonly updated: Instant;
  readonly authors: readonly Author[];
  readonly categories: readonly string[];
  readonly picture:
    | { readonly url: string; readonly width: number; readonly height: number }
    | undefined;
}

/** A list's newest articles, ready for every kind of feed. */
export interface Feed {
  readonly view: ListView;
  readonly title: string;
  readonly description: string;
  readonly home: string;
  readonly id: string;
  readonly language: string;
  readonly hub: string | undefined;
  /** When the newest change of any entry was made, or the newest deletion; an empty feed is as old as its format here. */
  readonly updated: Instant;
  readonly entries: readonly Entry[];
  /** Entries that were among these until they were withdrawn, by their ids. */
  readonly deleted: readonly { readonly id: string; readonly at: Instant }[];
}

/** What the three feeds of a list have in common. Pins lose their place: a feed is newest first. */
export function feedOf(view: ListView): Feed {
  const { site, list } = view;
  const cards = [...view.pins, ...view.cards].sort(newestFirst).slice(0, ENTRIES_MAX);
  const entries = cards.map((card) => entryOf(view, card));
  const deleted = deletionsOf(view, cards);
  const { name, tagline, language, feeds } = site.settings;
  return {
    view,
    title: printable(list === '' ? name : `${name}: ${view.title}`),
    description: printable(tagline ?? name),
    home: absolute(site, listPath(list)),
    id: tagUri(view, list === '' ? 'front' : list),
    language: localeOf(language, 'UTC').tag,
    hub: feeds.hub,
    updated: [...entries.map(({ updated }) => updated), ...deleted.map(({ at }) => at)].reduce(
      (latest, each) => (each > latest ? each : latest),
      EPOCH,
    ),
    entries,
    deleted,
  };
}

/** Withdrawn articles that would be among the entries now; what is among them was published again. */
function deletionsOf(view: ListView, cards: readonly Card[]): Feed['deleted'] {
  const oldest = cards.length === ENTRIES_MAX ? cards.at(-1)?.publishedAt : undefined;
  const shown = new Set(cards.map(({ id }) => id));
  return (view.deleted ?? [])
    .filter(({ id, publishedAt }) => !shown.has(id) && (!oldest || publishedAt >= oldest))
    .map(({ id, at }) => ({ id: tagUri(view, id), at }));
}

/** Atom wants a date even of nothing, and validators one that is no clock's zero. */
const EPOCH = '2026-01-01T00:00:00.000Z' as Instant;

const newestFirst = (a: Card, b: Card): number =>
  a.publishedAt === b.publishedAt ? compared(b.id, a.id) : compared(b.publishedAt, a.publishedAt);

const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** RFC 4151. The year is that of the scheme, not of the article: an id must not change. */
const tagUri = ({ site }: ListView, specific: string): string =>
  `tag:${/^https?:\/\/([^/:]+)/.exec(site.baseUrl)?.[1] ?? site.id},2026:${site.id}/${encodeURI(specific)}`;

function entryOf(view: ListView, card: Card): Entry {
  const { site } = view;
  const body = view.bodies.get(card.id);
  const url = absolute(site, card.path);
  return {
    id: tagUri(view, card.id),
    url,
    title: printable(closed(card.headline)),
    summary: [
      printable(closed(card.standfirst ?? card.excerpt)),
      ...correctionsOf(view, card),
    ].join(' '),
    content: body === undefined ? undefined : contentOf(view, card, body, url),
    language: localeOf(card.language, 'UTC').tag,
    published: card.publishedAt,
    updated:
      card.modifiedAt && card.modifiedAt > card.publishedAt ? card.modifiedAt : card.publishedAt,
    authors: card.byline.map(printed),
    categories: [
      ...new Set([
        ...card.sections.map((each) => sectionTitle(site, each)),
        ...card.topics.map((topic) => topic.name),
      ]),
    ].map(printable),
    picture: pictureOf(view, card),
  };
}

const printed = <T extends Author | Topic>(named: T): T => ({
  ...named,
  name: printable(named.name),
});

function pictureOf({ site }: ListView, card: Card): Entry['picture'] {
  const url = pictureAddress(site, card);
  return url && card.image
    ? { url, width: card.image.width, height: card.image.height }
    : undefined;
}

/** Each on its day: whoever read the entry before learns what was wrong with it. */
function correctionsOf({ site }: ListView, card: Card): readonly string[] {
  const { words } = dressOf(site, card.language);
  return (card.corrections ?? []).map(
    ({ at, note }) =>
      `[${printable(words.correction)}, ${dayIn(site.timeZone, at)}: ${printable(closed(note))}]`,
  );
}

/** A body whose addresses hold outside its page, its picture before it. */
function contentOf(view: ListView, card: Card, body: string, url: string): string {
  const { site } = view;
  const dress = dressOf(site, card.language);
  // One size: readers that know of others are few, and those would not know the site that their addresses start from.
  const image = card.image && picture(dress, { ...card.image, renditions: [] }, { sizes: '100vw' });
  const figure = image
    ? `<figure>${image.text}${card.image?.caption ? `<figcaption>${escaped(card.image.caption)}</figcaption>` : ''}</figure>`
    : '';
  const corrections = correctionsOf(view, card).map((each) => `<p>${escaped(each)}</p>`);
  return rooted([figure, printable(body), ...corrections].join(''), site, url);
}

/** Addresses of the site and of the page itself, made to hold anywhere. Text that looks like one is left alone. */
const rooted = (markup: string, { baseUrl }: ListView['site'], url: string): string =>
  markup.replace(/<(?:a|img)\b[^>]*>/g, (tag) =>
    tag.replace(
      /\b(href|src)="([/#])/g,
      (_, attribute: string, start: string) =>
        `${attribute}="${start === '/' ? `${baseUrl}/` : `${url}#`}`,
    ),
  );

/** The address of one of the list's feeds. */
export const feedAddress = (feed: Feed, file: string): string =>
  absolute(feed.view.site, under(feed.view.list, file));
