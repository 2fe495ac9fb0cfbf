import type { ArticleId, Instant, SiteId } from '../ids.ts';
import type { Key, Outgoing } from '../ports.ts';
import type { Lane } from '../publishing/article.ts';
import type { Due } from '../publishing/due.ts';
import { millis } from '../time.ts';
import { type Job, type JobKey, jobKey } from './jobs.ts';

/** Render pages, and then take the changes on to those who announce them. */
export interface PageMessage {
  readonly site: SiteId;
  readonly jobs: readonly JobKey[];
  readonly changes: readonly Key[];
}

/** A change to be looked at, and how often it was. */
export interface Look {
  readonly change: Key;
  readonly round: number;
  /** How often in a row the pages were found done and the edge was told to forget. */
  readonly forgotten?: number;
}

export interface RelateMessage {
  readonly site: SiteId;
  readonly id: ArticleId;
  /** Where the pages of changed lists are made. Absent: in the live lane. */
  readonly lane?: Lane | undefined;
}

/** See whether the day's news is worth new statistics of related posts. */
export interface NightMessage {
  readonly site: SiteId;
  readonly nightly: true;
}

export const nightMessage = (site: SiteId): Outgoing => ({
  queue: 'relateBulk',
  body: JSON.stringify({ site, nightly: true } satisfies NightMessage),
});

export type OutcomeMessage =
  /** An outcome that was true when it was stored: put it on the bus. */
  | { readonly kind: 'stored'; readonly eventId: string }
  /** Changes whose own pages are rendered: see them through the edge, then announce. */
  | { readonly kind: 'rendered'; readonly looks: readonly Look[] }
  /** Changes that may be done with: close them, or look again later. */
  | { readonly kind: 'settle'; readonly looks: readonly Look[] };

export interface ReleaseMessage {
  readonly site: SiteId;
  readonly due: Due;
}

/** How long pages that many changes touch wait for more of them, in seconds: fronts of sections, and all others. */
const FRONT_DELAY: Readonly<Record<Lane, number>> = { live: 1, bulk: 5 };
const SHARED_DELAY: Readonly<Record<Lane, number>> = { live: 4, bulk: 15 };

/** What plan wants rendered. */
export interface WantedPage {
  readonly site: SiteId;
  readonly job: Job;
  readonly lane: Lane;
  /** What readers must not see any more, or wait to see: nothing may delay it. */
  readonly urgent: boolean;
  readonly changes: readonly Key[];
}

/** So many pages a message, so that a burst costs few messages and its pages share their reads. */
const JOBS_MAX = 10;

/**
 * The messages for pages that were planned together: those that may wait, `secondsMin` or longer, apart from those
 * that may not.
 */
export function pageMessages(
  wanted: readonly WantedPage[],
  secondsMin: number,
): readonly Outgoing[] {
  const secondsOf = (page: WantedPage): number =>
    page.urgent ? 0 : Math.max(delayOf(page), secondsMin);
  const groups = Map.groupBy(wanted, (page) => `${page.site} ${queueOf(page)} ${secondsOf(page)}`);
  return [...groups.values()].flatMap((group) =>
    chunks(group, JOBS_MAX).map((pages): Outgoing => {
      const [first] = pages;
      const message: PageMessage = {
        site: first.site,
        jobs: pages.map(({ job }) => jobKey(job)),
        changes: pages.flatMap(({ changes }) => changes),
      };
      return {
        queue: queueOf(first),
        body: JSON.stringify(message),
        delaySeconds: secondsOf(first),
      };
    }),
  );
}

const queueOf = ({ lane }: WantedPage): 'pages' | 'pagesBulk' =>
  lane === 'bulk' ? 'pagesBulk' : 'pages';

function delayOf({ job, lane }: WantedPage): number {
  const isFront = job.kind === 'list' && (job.list === '' || job.list.startsWith('section:'));
  return (isFront ? FRONT_DELAY : SHARED_DELAY)[lane];
}

/** So many changes a message are looked at together. */
const LOOKS_MAX = 25;

/** The messages that have changes looked at after `delaySeconds`. */
export const lookMessages = (
  kind: 'rendered' | 'settle',
  looks: readonly Look[],
  delaySeconds = 0,
): readonly Outgoing[] =>
  chunks(looks, LOOKS_MAX).map((some) => outcomeMessage({ kind, looks: some }, delaySeconds));

type Filled<T> = readonly [T, ...T[]];

function chunks<T>(list: readonly T[], size: number): readonly Filled<T>[] {
  const found: Filled<T>[] = [];
  for (let at = 0; at < list.length; at += size) {
    const [first, ...rest] = list.slice(at, at + size);
    if (first !== undefined) found.push([first, ...rest]);
  }
  return found;
}

export const relateMessage = (
  { site, id }: Omit<RelateMessage, 'lane'>,
  lane: Lane,
  delaySeconds = 0,
): Outgoing => ({
  queue: lane === 'bulk' ? 'relateBulk' : 'relate',
  body: JSON.stringify({ site, id, lane } satisfies RelateMessage),
  delaySeconds,
});

export const outcomeMessage = (message: OutcomeMessage, delaySeconds = 0): Outgoing => ({
  queue: 'outcomes',
  body: JSON.stringify(message),
  delaySeconds,
});

/** SQS delays a message by at most 15 minutes; what is due later waits for the sweep. */
const DELAY_SECONDS_MAX = 900;

/** What is due comes within the second before: a queue's delay is in whole seconds. */
export function releaseMessage(message: ReleaseMessage, now: Instant, secondsMin = 0): Outgoing {
  const seconds = Math.floor((millis(message.due.at) - millis(now)) / 1000);
  return {
    queue: 'releases',
    body: JSON.stringify(message),
    delaySeconds: Math.min(Math.max(seconds, secondsMin), DELAY_SECONDS_MAX),
  };
}
