import type { ArticleId, SiteId } from '../ids.ts';
import type { Key, Outgoing } from '../ports.ts';
import type { Lane } from '../publishing/article.ts';
import type { Due } from '../publishing/due.ts';
import { type Job, type JobKey, jobKey } from './jobs.ts';

/** Render a page, and then take the changes on to those who announce them. */
export interface PageMessage {
  readonly site: SiteId;
  readonly job: JobKey;
  readonly changes: readonly Key[];
}

export interface RelateMessage {
  readonly site: SiteId;
  readonly id: ArticleId;
}

export type OutcomeMessage =
  /** An outcome that was true when it was stored: put it on the bus. */
  | { readonly kind: 'stored'; readonly eventId: string }
  /** A change whose own page is rendered: see it through the edge, then announce. */
  | { readonly kind: 'rendered'; readonly change: Key; readonly round: number }
  /** A change that may be done with: close it, or look again later. */
  | {
      readonly kind: 'settle';
      readonly change: Key;
      readonly round: number;
      /** Whether at the last look the pages were done and the edge was told to forget. */
      readonly forgotten?: boolean;
    };

export interface ReleaseMessage {
  readonly site: SiteId;
  readonly due: Due;
}

/** How long pages that many changes touch wait for more of them, in seconds. */
const LIST_DELAY: Readonly<Record<Lane, number>> = { live: 1, bulk: 5 };

/** A render job's message. `urgent`: a withdrawal, which nothing may delay. */
export function pageMessage(
  message: PageMessage & { readonly lane: Lane; readonly urgent: boolean },
  job: Job,
): Outgoing {
  const { site, changes, lane, urgent } = message;
  const own = job.kind === 'article' || job.kind === 'former' || job.kind === 'site';
  return {
    queue: lane === 'bulk' ? 'pagesBulk' : 'pages',
    body: JSON.stringify({ site, job: jobKey(job), changes } satisfies PageMessage),
    delaySeconds: own || urgent ? 0 : LIST_DELAY[lane],
  };
}

export const relateMessage = (message: RelateMessage, lane: Lane): Outgoing => ({
  queue: lane === 'bulk' ? 'relateBulk' : 'relate',
  body: JSON.stringify(message),
});

export const outcomeMessage = (message: OutcomeMessage, delaySeconds = 0): Outgoing => ({
  queue: 'outcomes',
  body: JSON.stringify(message),
  delaySeconds,
});

/** SQS delays a message by at most 15 minutes; what is due later waits for the sweep. */
export const DELAY_SECONDS_MAX = 900;

export const releaseMessage = (message: ReleaseMessage, delaySeconds: number): Outgoing => ({
  queue: 'releases',
  body: JSON.stringify(message),
  delaySeconds,
});
