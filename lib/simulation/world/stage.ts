import { acceptEvents } from '#domain/flows/accept-events.ts';
import { announceOutcomes } from '#domain/flows/announce-outcomes.ts';
import { planPages } from '#domain/flows/plan-pages.ts';
import { relateArticles } from '#domain/flows/relate-articles.ts';
import { renderPages } from '#domain/flows/render-pages.ts';
import { sweepDue } from '#domain/flows/sweep-due.ts';
import type { QueueName } from '#domain/ports.ts';
import type { FunctionPlan } from './functions.ts';
import type { QueuePlan } from './sim-queue.ts';

/** The functions of a stage, with the time limits that it gives them. */
export const FUNCTIONS = {
  accept: { name: 'accept-events', consume: acceptEvents, limitMs: 20_000, concurrency: 4 },
  plan: { name: 'plan-pages', consume: planPages, limitMs: 30_000, concurrency: 4 },
  render: { name: 'render-pages', consume: renderPages, limitMs: 30_000, concurrency: 5 },
  relate: { name: 'relate-articles', consume: relateArticles, limitMs: 30_000, concurrency: 3 },
  announce: {
    name: 'announce-outcomes',
    consume: announceOutcomes,
    limitMs: 30_000,
    concurrency: 4,
  },
  sweep: { name: 'sweep-due', consume: sweepDue, limitMs: 50_000, concurrency: 4 },
} as const satisfies Readonly<Record<string, FunctionPlan>>;

export type FunctionKey = keyof typeof FUNCTIONS;
export type AnyQueue = QueueName | 'intake' | 'intakeBulk';

/** The queues of a stage: who works them off, and how long a message that was taken stays out of sight. */
export const QUEUES: readonly (QueuePlan & {
  readonly name: AnyQueue;
  readonly consumer: FunctionKey;
})[] = [
  { name: 'intake', consumer: 'accept', batch: 10, visibilityMs: 120_000 },
  { name: 'intakeBulk', consumer: 'accept', batch: 50, visibilityMs: 121_000 },
  { name: 'pages', consumer: 'render', batch: 10, visibilityMs: 180_000 },
  { name: 'pagesBulk', consumer: 'render', batch: 50, visibilityMs: 181_000 },
  { name: 'relate', consumer: 'relate', batch: 10, visibilityMs: 180_000 },
  { name: 'relateBulk', consumer: 'relate', batch: 25, visibilityMs: 181_000 },
  { name: 'outcomes', consumer: 'announce', batch: 10, visibilityMs: 180_000 },
  { name: 'releases', consumer: 'sweep', batch: 10, visibilityMs: 300_000 },
];
