import type { ListId } from '../graph/jobs.ts';
import type { ArticleId, Day, Instant, Path, SafeHtml } from '../ids.ts';
import type { Article, Card, Withdrawal } from '../publishing/article.ts';
import type { Site } from '../site/site.ts';

/**
 * One object of the site as it is stored: its address, how the edge answers it, and its bytes before the stamp.
 * `tags` (at most 50, ASCII, no commas) let the cache forget it.
 */
export type Page = {
  readonly path: Path;
  readonly contentType:
    | 'text/html; charset=utf-8'
    | 'application/rss+xml; charset=utf-8'
    | 'application/atom+xml; charset=utf-8'
    | 'application/feed+json; charset=utf-8'
    | 'application/xml; charset=utf-8'
    | 'text/plain; charset=utf-8';
  readonly cacheControl: string;
  readonly tags: readonly string[];
  readonly body: string;
} & ({ readonly status: 200 | 404 | 410 } | { readonly status: 301; readonly location: string });

/** Everything an article's page is made of. */
export interface ArticleView {
  readonly site: Site;
  readonly card: Card;
  readonly article: Article;
  /** Cards in the order to show, already filtered to what is visible and at most the site's count. Empty: no block. */
  readonly related: readonly Card[];
  /** Live translations of this article, itself not among them. */
  readonly translations: readonly Card[];
}

/** A withdrawn article's address. `offer` is news to read instead. */
export interface TombstoneView {
  readonly site: Site;
  /** Whose tag the page carries, so that a reinstatement can make the edge forget it. */
  readonly id: ArticleId;
  readonly path: Path;
  readonly withdrawal: Withdrawal;
  readonly language: string;
  readonly offer: readonly Card[];
}

/** A front and its feeds: `cards` newest first (at most 60), `pins` the curated head, not among `cards`. */
export interface ListView {
  readonly site: Site;
  readonly list: ListId;
  /** The name to show: the section's title, the author's or topic's name; the site's own for `''`. */
  readonly title: string;
  readonly pins: readonly Card[];
  readonly cards: readonly Card[];
  /** Bodies by article id, for full-text feeds; empty when the site's feeds carry summaries. */
  readonly bodies: ReadonlyMap<string, SafeHtml>;
  /** Articles that were withdrawn lately, and the dates they had: feeds tell that they are gone. */
  readonly deleted?:
    | readonly { readonly id: ArticleId; readonly at: Instant; readonly publishedAt: Instant }[]
    | undefined;
}

/** One day of a list's archive. `cards` oldest first, at most `limit`; longer days are split by hour, in the site's zone. */
export interface ArchiveView {
  readonly site: Site;
  readonly list: ListId;
  readonly title: string;
  readonly day: Day;
  readonly cards: readonly Card[];
}

/** A month of a list's archive. */
export interface MonthView {
  readonly site: Site;
  readonly list: ListId;
  readonly title: string;
  /** The month's first day. */
  readonly day: Day;
  /** Its days with news, ascending. */
  readonly days: readonly Day[];
}

export interface SitemapView {
  readonly site: Site;
  readonly day: Day;
  readonly cards: readonly Card[];
  /** How many files the day had once, when more than one. */
  readonly parts?: number | undefined;
}

export interface SitemapIndexView {
  readonly site: Site;
  /** Ascending. */
  readonly days: readonly Day[];
  /** How many files a day's sitemap was split into, for days with more than one. */
  readonly parts?: ReadonlyMap<Day, number> | undefined;
}

export interface NewsSitemapView {
  readonly site: Site;
  /** Newest first, at most 1,000. */
  readonly cards: readonly Card[];
}
