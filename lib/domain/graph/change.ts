import type { ArticleId, Instant, Path, Revision, SiteId } from '../ids.ts';
import type { Lane } from '../publishing/article.ts';
import type { JobKey, ListId } from './jobs.ts';

/** Where a visible article stands: what a change of it touches. */
export interface Placement {
  readonly path: Path;
  readonly publishedAt: Instant;
  readonly lists: readonly ListId[];
  readonly archives: readonly ListId[];
}

/** What happened, as far as pages are concerned. */
export type Cause =
  /** An article appeared, changed, moved or vanished. */
  | {
      readonly what: 'article';
      readonly id: ArticleId;
      readonly before?: Placement | undefined;
      readonly after?: Placement | undefined;
      /** Whether lists show it differently: else only its own page is stale. */
      readonly cardChanged: boolean;
      /** Whether its current or former addresses answer differently. */
      readonly addressesChanged: boolean;
      /** Where its withdrawal leads, as it was sent. */
      readonly leadsTo?: string | undefined;
      /** Addresses besides the current one that lead to it now: what leads there has to lead straight to it. */
      readonly addresses?: readonly Path[] | undefined;
      /** What it translates, or did: their pages, and those of their other translations, name it. */
      readonly originals?: readonly ArticleId[] | undefined;
      /** Whether words were taken out of what readers saw: no cache may keep them. */
      readonly redacts?: boolean | undefined;
    }
  /** Related lists of these articles changed. */
  | { readonly what: 'related'; readonly ids: readonly ArticleId[] }
  /** The hand-picked head of a front changed. */
  | { readonly what: 'curation'; readonly list: ListId }
  /** Addresses of the time before Offstone were given where they lead. */
  | { readonly what: 'redirects'; readonly paths: readonly Path[] }
  /** Feeds need not tell of a deletion any longer. */
  | { readonly what: 'forgotten'; readonly lists: readonly ListId[] }
  /** Articles grew too old for the news sitemap. */
  | { readonly what: 'aged' }
  /** A sitemap's file appeared: the index names it from now on. */
  | { readonly what: 'sitemaps' }
  /** A month began: what the site dates by it is to be dated anew. */
  | { readonly what: 'month' }
  /** The site presents itself differently: every page, walked in steps from `after` (a listing's sort key). */
  | { readonly what: 'everything'; readonly after?: string | undefined };

/** Whom to tell, once what they are told is true. */
export interface Announcement {
  readonly eventId: string;
  readonly type: 'article.live' | 'article.withdrawn' | 'article.superseded' | 'applied';
  readonly id: string;
  readonly revision: Revision;
}

/**
 * A change of records, committed with them: outbox, work list and proof in one. It stays in the table until every job
 * it led to is done and everybody it concerns was told; the sweep takes up what was left lying.
 */
export interface Change {
  readonly kind: 'change';
  readonly site: SiteId;
  readonly at: Instant;
  /** When it was first committed, where the sweep took it up again since. */
  readonly since?: Instant | undefined;
  readonly lane: Lane;
  readonly cause: Cause;
  readonly announce: readonly Announcement[];
  /** Set by plan: the jobs and the nonce they are wanted for. */
  readonly planned?:
    | { readonly at: Instant; readonly nonce: string; readonly jobs: readonly JobKey[] }
    | undefined;
}
