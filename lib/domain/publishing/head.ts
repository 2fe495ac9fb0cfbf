import type { Placement } from '../graph/change.ts';
import type { ArticleId, Instant, Path, Revision, SiteId } from '../ids.ts';
import type { Card, Withdrawal } from './article.ts';

/** Who has to be told how an event ended. */
export interface Asker {
  readonly eventId: string;
  readonly revision: Revision;
}

/** A revision that told readers of a change. */
export interface Loud {
  readonly revision: Revision;
  readonly at: Instant;
  /** When it was due: whatever was sent before that overtook it, in whatever order the two arrived. */
  readonly due: Instant;
  /** What counts if it was overtaken; kept only of updates under embargo. */
  readonly before?: Loud | undefined;
}

/** The revision that readers see, or would see were it not withdrawn. */
export interface Live {
  readonly card: Card;
  readonly silent: boolean;
  readonly sentAt: Instant;
  /** Set when this was an update under embargo: the publication it updates, whose date it keeps. */
  readonly since?: { readonly revision: Revision; readonly publishedAt: Instant } | undefined;
}

/** A revision waiting for its `publishAt`. */
export interface Pending {
  readonly revision: Revision;
  readonly publishAt: Instant;
  readonly sentAt: Instant;
  readonly path: Path;
  /** The events that are told when it goes live; none once they were told something final. */
  readonly askers: readonly Asker[];
  /** Whether the article was at this address before: then it goes on answering there meanwhile. */
  readonly returns?: boolean | undefined;
  /** What it will show, complete but for what is decided when it goes live. */
  readonly card: Card;
  readonly silent: boolean;
}

/**
 * What is true of one article now. Publishing is decided on this record alone, and every decision replaces it whole,
 * on condition of its `version`: so of two concurrent decisions one is made again.
 *
 * The three highest marks make order irrelevant (law 2): an article is visible ⇔ it has something live and no
 * withdrawal, or a reinstatement at or above the withdrawal.
 */
export interface Head {
  readonly site: SiteId;
  readonly id: ArticleId;
  readonly version: number;
  /** P*: the highest revision published. */
  readonly published: Revision | 0;
  /** W*: the highest revision withdrawn. */
  readonly withdrawn: Revision | 0;
  /** R*: the highest withdrawal that a publish reinstated. */
  readonly reinstated: Revision | 0;
  readonly live?: Live | undefined;
  readonly pending?: Pending | undefined;
  /** The withdrawal of revision `withdrawn`. */
  readonly withdrawal?: Withdrawal | undefined;
  /** Whether readers have ever been able to see it: an address that was never live answers 404, not 410. */
  readonly everLive: boolean;
  /** Whether it has addresses besides the current one. */
  readonly moved: boolean;
  /** Where it stood when readers last saw it, while they do not: its feeds there tell that it is gone. */
  readonly lastShown?: Placement | undefined;
  /** The newest revision that readers were told of, and when: the time of “Updated”. */
  readonly loud?: Loud | undefined;
}

export const newHead = (site: SiteId, id: ArticleId): Head => ({
  site,
  id,
  version: 0,
  published: 0,
  withdrawn: 0,
  reinstated: 0,
  everLive: false,
  moved: false,
});

/** Whether a withdrawal holds. */
export const isWithdrawn = (head: Head): boolean =>
  head.withdrawn > 0 && head.reinstated < head.withdrawn;

/** What readers may see of the article now; `undefined` when that is nothing. */
export const visibleCard = (head: Head | undefined): Card | undefined =>
  head && !isWithdrawn(head) ? head.live?.card : undefined;

/** The withdrawal that answers at the article's address now; `undefined` when it is visible or never was. */
export const tombstoneOf = (head: Head): Withdrawal | undefined =>
  isWithdrawn(head) && head.everLive ? head.withdrawal : undefined;

/** What the article's addresses answer with: equal answers need no page rendered anew. */
export function answerOf(head: Head): readonly unknown[] {
  const card = head.live?.card;
  if (visibleCard(head)) return ['live', card?.path];
  const withdrawal = tombstoneOf(head);
  return withdrawal ? ['gone', card?.path, card?.language, withdrawal] : [];
}
