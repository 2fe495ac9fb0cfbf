import { Duration, type Stack } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { WorkQueue } from '../constructs/work-queue.ts';
import { FUNCTIONS, type FunctionName } from './functions.ts';

/** How a queue is worked off. */
interface QueuePlan {
  readonly consumer: FunctionName;
  readonly batchSize: number;
  /** Seconds to wait for a batch to fill; none where readers wait. */
  readonly windowSeconds?: number;
  /** At most so many batches at once, so that bulk leaves the table and the account to the living. */
  readonly concurrency?: number;
  readonly ageAlarmMinutes: number;
}

/** Every queue of the pipeline. Lambda makes no batch larger than ten without a window. */
export const QUEUES = {
  intake: { consumer: 'accept-events', batchSize: 10, ageAlarmMinutes: 1 },
  'intake-bulk': {
    consumer: 'accept-events',
    batchSize: 50,
    windowSeconds: 1,
    concurrency: 10,
    ageAlarmMinutes: 360,
  },
  pages: { consumer: 'render-pages', batchSize: 10, ageAlarmMinutes: 1 },
  'pages-bulk': {
    consumer: 'render-pages',
    batchSize: 50,
    windowSeconds: 1,
    concurrency: 20,
    ageAlarmMinutes: 360,
  },
  relate: { consumer: 'relate-articles', batchSize: 10, ageAlarmMinutes: 5 },
  'relate-bulk': {
    consumer: 'relate-articles',
    batchSize: 25,
    windowSeconds: 1,
    concurrency: 10,
    ageAlarmMinutes: 360,
  },
  outcomes: { consumer: 'announce-outcomes', batchSize: 10, ageAlarmMinutes: 5 },
  releases: { consumer: 'sweep-due', batchSize: 10, ageAlarmMinutes: 20 },
} as const satisfies Readonly<Record<string, QueuePlan>>;

export type QueueName = keyof typeof QUEUES;
export const QUEUE_NAMES = [
  'intake',
  'intake-bulk',
  'pages',
  'pages-bulk',
  'relate',
  'relate-bulk',
  'outcomes',
  'releases',
] as const satisfies readonly QueueName[];
export type Queues = Readonly<Record<QueueName, WorkQueue>>;

/** A plan with what it leaves out. */
export const planOf = (name: QueueName): QueuePlan => QUEUES[name];

export function makeQueues(stack: Stack, alarms: ITopic): Queues {
  const make = (name: QueueName): WorkQueue => {
    const { consumer, windowSeconds = 0, ageAlarmMinutes } = planOf(name);
    return new WorkQueue(stack, idOf(name), {
      consumerTimeout: Duration.seconds(FUNCTIONS[consumer].timeoutSeconds),
      batchingWindow: Duration.seconds(windowSeconds),
      ageAlarm: Duration.minutes(ageAlarmMinutes),
      alarms,
    });
  };
  return {
    intake: make('intake'),
    'intake-bulk': make('intake-bulk'),
    pages: make('pages'),
    'pages-bulk': make('pages-bulk'),
    relate: make('relate'),
    'relate-bulk': make('relate-bulk'),
    outcomes: make('outcomes'),
    releases: make('releases'),
  };
}

/** `pages-bulk` → `PagesBulk`: the id of a construct. */
export const idOf = (name: string): string =>
  name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
