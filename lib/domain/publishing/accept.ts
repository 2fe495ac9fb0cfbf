import type { ArticleId, Instant, Path, Revision } from '../ids.ts';
import type { ConditionalWrite } from '../ports.ts';
import type { Site } from '../site/site.ts';
import type { Verdict } from './decide.ts';
import type { Reason } from './receipt.ts';

/** What a decision needs to know besides the event and the records. */
export interface Deciding {
  readonly eventId: string;
  readonly now: Instant;
  readonly site: Site;
  /** Names the change it may lead to, uniquely. */
  readonly name: string;
}

/** A decision as writes of one transaction, but for the receipt. */
export interface Decided {
  readonly verdict: Verdict | 'applied';
  /** Whether the sender is told by the change, once it is true for readers; else the verdict is certain now. */
  readonly announced: boolean;
  /** Where the article is, or will be. */
  readonly path?: Path | undefined;
  readonly writes: readonly ConditionalWrite[];
  /** What of the event came to nothing, though the event did not. */
  readonly notes?: readonly Reason[] | undefined;
  /** What has to be released when its time has come. */
  readonly release?:
    | { readonly id: ArticleId; readonly revision: Revision; readonly at: Instant }
    | undefined;
}
