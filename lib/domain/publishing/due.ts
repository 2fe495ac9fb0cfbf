import type { ListId } from '../graph/jobs.ts';
import type { ArticleId, Instant, Revision } from '../ids.ts';

/** Something that time alone will change. `what` names it among those of its instant. */
export type Due = {
  readonly at: Instant;
  readonly what: string;
} & (
  | { readonly kind: 'release'; readonly id: ArticleId; readonly revision: Revision }
  | { readonly kind: 'aged'; readonly id: ArticleId; readonly publishedAt: Instant }
  | {
      readonly kind: 'forget';
      readonly id: ArticleId;
      readonly publishedAt: Instant;
      readonly lists: readonly ListId[];
    }
  | { readonly kind: 'unpin'; readonly list: string; readonly id: ArticleId }
);

/** A news sitemap carries the articles of the last two days (Google's rule for news sitemaps). */
export const NEWS_MS = 48 * 3_600_000;

export const releaseDue = (id: ArticleId, revision: Revision, at: Instant): Due => ({
  kind: 'release',
  at,
  what: `R|${id}|${revision}`,
  id,
  revision,
});

export const agedDue = (id: ArticleId, publishedAt: Instant, at: Instant): Due => ({
  kind: 'aged',
  at,
  what: `N|${id}|${publishedAt}`,
  id,
  publishedAt,
});

/** Feeds tell of a deletion for as long as a reader may be away. */
export const DELETED_MS = 14 * 86_400_000;

export const forgetDue = (
  id: ArticleId,
  publishedAt: Instant,
  lists: readonly ListId[],
  at: Instant,
): Due => ({ kind: 'forget', at, what: `D|${id}|${publishedAt}`, id, publishedAt, lists });

export const unpinDue = (list: string, id: ArticleId, at: Instant): Due => ({
  kind: 'unpin',
  at,
  what: `U|${list}|${id}`,
  list,
  id,
});
