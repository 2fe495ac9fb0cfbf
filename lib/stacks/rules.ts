import { Duration, type Stack } from 'aws-cdk-lib';
import { type EventBus, Match, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { EventFunction } from '../constructs/event-function.ts';
import type { WorkQueue } from '../constructs/work-queue.ts';
import type { Queues } from './queues.ts';

/** Everybody's events but our own: what Offstone says must not come back in. */
const FROM_NEWSROOMS = Match.anythingBut('offstone');

/** Takes every event of the newsrooms to one of two queues, so that breaking news never waits behind an import. */
export function intake(stack: Stack, bus: EventBus, queues: Queues): void {
  new Rule(stack, 'IntakeRule', {
    eventBus: bus,
    description: 'Events of the newsrooms, but for imports',
    eventPattern: {
      source: FROM_NEWSROOMS,
      // “Anything but” asks for a value to be there; most events name no lane.
      detail: { $or: [{ lane: Match.doesNotExist() }, { lane: Match.anythingBut('bulk') }] },
    },
    targets: [targetOf(queues.intake)],
  });
  new Rule(stack, 'BulkIntakeRule', {
    eventBus: bus,
    description: 'Imports of the newsrooms',
    eventPattern: { source: FROM_NEWSROOMS, detail: { lane: Match.exactString('bulk') } },
    targets: [targetOf(queues['intake-bulk'])],
  });
}

/** What cannot be delivered for a day joins the letters that cannot be worked off. */
const targetOf = ({ queue, deadLetters }: WorkQueue): SqsQueue =>
  new SqsQueue(queue, { deadLetterQueue: deadLetters });

/** Wakes a function each minute. A missed minute is made up by the next. */
export function ticks(stack: Stack, { fn }: EventFunction): void {
  fn.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(1) });
  new Rule(stack, 'TickRule', {
    description: 'Each minute: releases what is due, drives what was left open',
    schedule: Schedule.rate(Duration.minutes(1)),
    targets: [new LambdaFunction(fn, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
  });
}
