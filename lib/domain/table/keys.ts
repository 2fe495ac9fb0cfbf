import type { ListId } from '../graph/jobs.ts';
import type { ArticleId, Day, Instant, Path, Revision, SiteId } from '../ids.ts';
import type { Key } from '../ports.ts';

/*
 * The table's layout, whole. Every partition begins with the site's id; no index, every read is strong.
 * Text order of the sort keys is the order readers want: instants and days are ISO text, revisions are padded.
 */

const SHARDS = 16;

/** Which of the 16 partitions of a busy record kind an id belongs to (FNV-1a, 32 bit). */
export function shardOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % SHARDS;
}

export const shards: readonly number[] = Array.from({ length: SHARDS }, (_, n) => n);

/** Everything of one article but its edges: head, revisions, related list, terms. */
export const articlePk = (site: SiteId, id: ArticleId): string => `${site}#A#${id}`;

/** What is true of an article now: the one record that publishing is decided on. */
export const headKey = (site: SiteId, id: ArticleId): Key => ({
  pk: articlePk(site, id),
  sk: 'HEAD',
});

/** One revision as accepted. Immutable. */
export const revisionKey = (site: SiteId, id: ArticleId, revision: Revision): Key => ({
  pk: articlePk(site, id),
  sk: `${REVISION_PREFIX}${String(revision).padStart(16, '0')}`,
});

export const REVISION_PREFIX = 'R#';

/** The withdrawal that was committed at a revision. Immutable. */
export const withdrawalKey = (site: SiteId, id: ArticleId, revision: Revision): Key => ({
  pk: articlePk(site, id),
  sk: `${WITHDRAWAL_PREFIX}${String(revision).padStart(16, '0')}`,
});

/** A redaction that was carried out: when, why and where, never of what. */
export const redactionKey = (site: SiteId, id: ArticleId, at: Instant): Key => ({
  pk: articlePk(site, id),
  sk: `${REDACTION_PREFIX}${at}`,
});

export const REDACTION_PREFIX = 'D#';
export const WITHDRAWAL_PREFIX = 'W#';

/** An address the article has or had: its own paths and aliases. Only grows. */
export const ownPathKey = (site: SiteId, id: ArticleId, at: Path): Key => ({
  pk: articlePk(site, id),
  sk: `${OWN_PATH_PREFIX}${at}`,
});

export const OWN_PATH_PREFIX = 'P#';

/** Who an address belongs to. Never deleted, never handed on. */
export const claimKey = (site: SiteId, at: Path): Key => ({ pk: `${site}#PATH#${at}`, sk: '-' });

/** A list's members, newest last. */
export const listingPk = (site: SiteId, list: ListId): string => `${site}#L#${list}`;

export const listingKey = (site: SiteId, list: ListId, at: Instant, id: ArticleId): Key => ({
  pk: listingPk(site, list),
  sk: `${at}#${id}`,
});

/** The articles of the last 48 hours, for the news sitemap. */
export const newsPk = (site: SiteId): string => `${site}#NEWS`;

export const newsKey = (site: SiteId, at: Instant, id: ArticleId): Key => ({
  pk: newsPk(site),
  sk: `${at}#${id}`,
});

/** The files of days too long for one sitemap, past each day's first. They only grow: what was named stays there. */
export const sitemapPartsPk = (site: SiteId): string => `${site}#SITEMAPS`;

export const sitemapPartKey = (site: SiteId, day: Day, part: number): Key => ({
  pk: sitemapPartsPk(site),
  sk: `${day}#${String(part).padStart(4, '0')}`,
});

/** The days on which a list ever had something. */
export const daysPk = (site: SiteId, list: ListId): string => `${site}#DAYS#${list}`;

export const dayKey = (site: SiteId, list: ListId, day: Day): Key => ({
  pk: daysPk(site, list),
  sk: day,
});

/** The pages that show an article by name: `article|id` or `list|name` as sort key. */
export const citedPk = (site: SiteId, cited: ArticleId): string => `${site}#C#${cited}`;

export const edgeKey = (site: SiteId, cited: ArticleId, job: string): Key => ({
  pk: citedPk(site, cited),
  sk: job,
});

/** Edges of translations: their originals' pages name them as alternates. */
export const TRANSLATION_EDGE = 'translation|';

/** A set of the articles that ever said they translate this one. */
export const translationsKey = (site: SiteId, id: ArticleId): Key => ({
  pk: articlePk(site, id),
  sk: 'TR',
});

/** The article's related list. */
export const relatedKey = (site: SiteId, id: ArticleId): Key => ({
  pk: articlePk(site, id),
  sk: 'REL',
});

/** The withdrawn articles whose addresses answer with a tombstone: no list shows them, a walk over the site must. */
export const gonePk = (site: SiteId): string => `${site}#GONE`;

export const goneKey = (site: SiteId, id: ArticleId): Key => ({ pk: gonePk(site), sk: id });

/** What was withdrawn lately, by the date it had: feeds tell of it for a while. */
export const deletedPk = (site: SiteId): string => `${site}#DELETED`;

export const deletedKey = (site: SiteId, at: Instant, id: ArticleId): Key => ({
  pk: deletedPk(site),
  sk: `${at}#${id}`,
});

/** Pages that a walk over articles may not meet: of lists and days that articles left, of curated fronts. Job keys, sorted. */
export const strayPk = (site: SiteId): string => `${site}#STRAY`;

export const strayKey = (site: SiteId, job: string): Key => ({ pk: strayPk(site), sk: job });

export const settingsKey = (site: SiteId): Key => ({ pk: `${site}#S`, sk: 'CFG' });

export const curationKey = (site: SiteId, list: ListId): Key => ({
  pk: `${site}#S`,
  sk: `CUR#${list}`,
});

/** The month that the site's files are dated by. */
export const monthKey = (site: SiteId): Key => ({ pk: `${site}#S`, sk: 'MONTH' });

/** When the sweep last looked, and how far. */
export const tickKey = (site: SiteId): Key => ({ pk: `${site}#S`, sk: 'TICK' });

/** What time will change: releases, expiries. One partition an hour and shard. */
export const duePk = (site: SiteId, hour: string, shard: number): string =>
  `${site}#DUE#${hour}#${shard}`;

export const dueKey = (site: SiteId, at: Instant, what: string): Key => ({
  pk: duePk(site, hourOf(at), shardOf(what)),
  sk: `${at}#${what}`,
});

/** `2026-11-24T09` of an instant. */
export const hourOf = (at: Instant): string => at.slice(0, 13);

/** The outbox: one item a change, open until all it asked for is done. */
export const changePk = (site: SiteId, shard: number): string => `${site}#CH#${shard}`;

export const changeKey = (site: SiteId, at: Instant, name: string): Key => ({
  pk: changePk(site, shardOf(name)),
  sk: `${at}#${name}`,
});

/** What the sender of an event is told. Not by site: an event may name none. */
export const receiptKey = (eventId: string): Key => ({ pk: `E#${eventId}`, sk: '-' });

/** What was rejected on a day (UTC), for inspection. */
export const rejectedPk = (site: string, day: string): string => `${site}#X#${day}`;

/** The nonce that a page must be rendered for. */
export const wantKey = (site: SiteId, job: string): Key => ({ pk: `${site}#J#${job}`, sk: 'WANT' });

/** The nonce that it was last rendered for, with the ETags of its objects. */
export const doneKey = (site: SiteId, job: string): Key => ({ pk: `${site}#J#${job}`, sk: 'DONE' });
