import { sha256Hex } from '../../hash.ts';
import type { Instant } from '../../ids.ts';
import { listPath, under } from '../addresses.ts';
import { CACHE } from '../caching.ts';
import { machineTime } from '../locale.ts';
import { remembered } from '../memo.ts';
import { finished, html, type Markup } from '../template.ts';
import { absolute } from '../url.ts';
import type { Page } from '../view.ts';
import { type Entry, type Feed, feedAddress } from './feed.ts';
import { atomText } from './feed-text.ts';

/** A list's feed as Atom (RFC 4287). */
export function atom(feed: Feed, tags: readonly string[]): Page {
  return {
    path: under(feed.view.list, 'atom.xml'),
    status: 200,
    contentType: 'application/atom+xml; charset=utf-8',
    cacheControl: CACHE.feed,
    tags,
    body: finished(html`<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"${feed.deleted.length > 0 && TOMBSTONES} xml:lang="${feed.language}">
${atomText('title', feed.title)}<id>${feed.id}</id>
<updated>${feedUpdated(feed)}</updated>
<author><name>${feed.view.site.settings.name}</name></author>
<link rel="self" type="application/atom+xml" href="${feedAddress(feed, 'atom.xml')}"/>
<link rel="alternate" type="text/html" href="${feed.home}"/>
${feed.hub && html`<link rel="hub" href="${feed.hub}"/>\n`}${feed.entries.map((entry) => item(feed, entry))}${feed.deleted.map(tombstone)}</feed>
`),
  };
}

const TOMBSTONES = html` xmlns:at="http://purl.org/atompub/tombstones/1.0"`;

/** An entry that readers should take out of what they keep (RFC 6721). */
const tombstone = ({ id, at }: Feed['deleted'][number]): Markup =>
  html`<at:deleted-entry ref="${id}" when="${machineTime(at)}"/>\n`;

const FRACTION_DIGITS = 6;

/** Digits of an entry's own, the same in every feed and at every rendering. */
const fraction = remembered((id) =>
  String(Number.parseInt(sha256Hex(id).slice(0, 12), 16))
    .slice(-FRACTION_DIGITS)
    .padStart(FRACTION_DIGITS, '0'),
);

/**
 * When an entry last changed. Stories of one minute are usual, but some readers take two entries of one instant for
 * the same (and the W3C validator warns of them), so that each has a fraction of the second to itself.
 */
const updated = (entry: Entry): string => within(entry.updated, fraction(entry.id));

const within = (at: Instant, digits: string): string =>
  `${machineTime(at).slice(0, -1)}.${digits}Z`;

/** The latest instant of anything in the feed, which no entry is later than. */
const feedUpdated = (feed: Feed): string =>
  feed.entries
    .map(updated)
    .reduce(
      (latest, each) => (each > latest ? each : latest),
      within(feed.updated, '0'.repeat(FRACTION_DIGITS)),
    );

const item = (feed: Feed, entry: Entry): Markup => html`<entry${
  entry.language !== feed.language && html` xml:lang="${entry.language}"`
}>
${atomText('title', entry.title)}<id>${entry.id}</id>
<link rel="alternate" type="text/html" href="${entry.url}"/>
<published>${machineTime(entry.published)}</published>
<updated>${updated(entry)}</updated>
${entry.authors.map(
  (author) =>
    html`<author><name>${author.name}</name><uri>${absolute(feed.view.site, listPath(`author:${author.id}`))}</uri></author>\n`,
)}${entry.categories.map((category) => html`<category term="${category}"/>\n`)}${atomText('summary', entry.summary)}${entry.content && html`<content type="html">${entry.content}</content>\n`}</entry>
`;
