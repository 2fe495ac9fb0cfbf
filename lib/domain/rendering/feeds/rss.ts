import type { Instant } from '../../ids.ts';
import { millis } from '../../time.ts';
import { under } from '../addresses.ts';
import { CACHE } from '../caching.ts';
import { escaped } from '../escape.ts';
import { machineTime } from '../locale.ts';
import { finished, html, type Markup } from '../template.ts';
import type { Page } from '../view.ts';
import { type Entry, type Feed, feedAddress } from './feed.ts';
import { rssText, rssTitle } from './feed-text.ts';

/** A list's feed as RSS 2.0. */
export function rss(feed: Feed, tags: readonly string[]): Page {
  return {
    path: under(feed.view.list, 'feed.xml'),
    status: 200,
    contentType: 'application/rss+xml; charset=utf-8',
    cacheControl: CACHE.feed,
    tags,
    body: finished(html`<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel>
${rssTitle(feed.title)}<link>${feed.home}</link>
<description>${rssText(feed.description)}</description>
<language>${feed.language.toLowerCase()}</language>
<lastBuildDate>${mailDate(feed.updated)}</lastBuildDate>
<atom:link rel="self" type="application/rss+xml" href="${feedAddress(feed, 'feed.xml')}"/>
${feed.hub && html`<atom:link rel="hub" href="${feed.hub}"/>\n`}${feed.entries.map(item)}</channel>
</rss>
`),
  };
}

const item = (entry: Entry): Markup => html`<item>
${rssTitle(entry.title)}<link>${entry.url}</link>
<guid isPermaLink="false">${entry.id}</guid>
<pubDate>${mailDate(entry.published)}</pubDate>
${entry.updated !== entry.published && html`<atom:updated>${machineTime(entry.updated)}</atom:updated>\n`}${
  entry.authors.length > 0 &&
  html`<dc:creator>${rssText(entry.authors.map((author) => author.name).join(', '))}</dc:creator>\n`
}${entry.categories.map((category) => html`<category>${rssText(category)}</category>\n`)}<description>${escaped(entry.summary)}</description>
${entry.content && html`<content:encoded>${entry.content}</content:encoded>\n`}${
  entry.picture &&
  html`<media:content url="${entry.picture.url}" medium="image"${
    entry.picture.width > 0 &&
    html` width="${entry.picture.width}" height="${entry.picture.height}"`
  }/>\n`
}</item>
`;

const DAYS = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAY_MS = 86_400_000;

/** RFC 822 with a year of four digits, as RSS wants it. 1 January 1970 was a Thursday. */
function mailDate(at: Instant): string {
  const weekday = DAYS[((Math.floor(millis(at) / DAY_MS) % 7) + 7) % 7];
  const month = MONTHS[Number(at.slice(5, 7)) - 1];
  return `${weekday}, ${at.slice(8, 10)} ${month} ${at.slice(0, 4)} ${at.slice(11, 19)} GMT`;
}
