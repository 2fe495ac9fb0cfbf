import type { Journal } from '../journal.ts';
import type { Queue } from './queue.ts';
import type { WaitOptions } from './receivers.ts';
import type { Shelf } from './shelf.ts';

/** A queue as its CloudFormation resource describes it; times in seconds. */
export interface QueueSettings {
  readonly name: string;
  readonly visibilityTimeout: number;
  readonly retention: number;
  readonly delaySeconds: number;
  readonly redrive?: RedrivePolicy | undefined;
}

export interface RedrivePolicy {
  readonly deadLetterArn: string;
  readonly maxReceiveCount: number;
}

export interface ReceiveOptions extends WaitOptions {
  /** In seconds; the queue's own when absent. */
  readonly visibilityTimeout?: number | undefined;
}

/** What a queue needs of the place where it lives. */
export interface QueueHome {
  readonly arn: string;
  readonly url: string;
  readonly shelf: Shelf;
  readonly journal: Journal;
  now(): number;
  byArn(arn: string): Queue | undefined;
}
