import type { Instant } from '../ids.ts';

/** Why an event was turned away. `path` names the field as in `byline[0].name`. */
export interface Reason {
  readonly path: string;
  readonly message: string;
}

export type OutcomeType =
  | 'article.live'
  | 'article.scheduled'
  | 'article.withdrawn'
  | 'article.superseded'
  | 'article.rejected'
  | 'applied';

/** When an event reached each station on its way to readers. */
export interface Stations {
  /** The envelope's time: when it was put on the bus. */
  readonly received: Instant;
  readonly stored?: Instant | undefined;
  readonly rendered?: Instant | undefined;
  /** When its page was seen through the edge. */
  readonly live?: Instant | undefined;
  /** When the last page that shows the article had been rendered. */
  readonly settled?: Instant | undefined;
  /** When readers were seen to find a withdrawn article nowhere any more. */
  readonly clean?: Instant | undefined;
}

/** What the bus carries back. `site`, `id` and `revision` are as the event had them, even when they were wrong. */
export interface Outcome {
  readonly type: OutcomeType;
  readonly site?: unknown;
  readonly id?: unknown;
  readonly revision?: unknown;
  readonly eventId: string;
  readonly at: Instant;
  readonly url?: string | undefined;
  readonly reasons?: readonly Reason[] | undefined;
  /** What of the event came to nothing, though the event did not: an alias that another article has. */
  readonly notes?: readonly Reason[] | undefined;
  /** The pictures of a withdrawn article. They lie elsewhere, and only their owner can take them down. */
  readonly pictures?: readonly string[] | undefined;
  readonly stations?: Stations | undefined;
}

/** What became of an event: kept for 90 days, told again when the event comes again. */
export interface Receipt {
  readonly eventId: string;
  readonly version: number;
  readonly at: Instant;
  readonly detailType: string;
  readonly source: string;
  readonly site?: unknown;
  readonly id?: unknown;
  readonly revision?: unknown;
  readonly stations: Stations;
  readonly notes?: readonly Reason[] | undefined;
  /** The newest outcome, `undefined` while the event is under way. */
  readonly outcome?: Outcome | undefined;
  /** Whether that outcome was put on the bus. */
  readonly announced: boolean;
}

/** Whether an outcome may still be followed by another. */
export const isFinal = (outcome: Outcome | undefined): boolean =>
  outcome !== undefined && outcome.type !== 'article.scheduled';
