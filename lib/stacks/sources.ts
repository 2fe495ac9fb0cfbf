import { Duration } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { EventFunction } from '../constructs/event-function.ts';
import type { WorkQueue } from '../constructs/work-queue.ts';
import type { FunctionName } from './functions.ts';
import { idOf, planOf, type QueueName } from './queues.ts';
import { streamArnOf } from './resources.ts';

/** Lets a function take batches off its queue. Permissions are its grants' matter, not the mapping's. */
export function consumeQueue(
  name: QueueName,
  { queue }: WorkQueue,
  functions: Readonly<Record<FunctionName, EventFunction>>,
): void {
  const { consumer, batchSize, windowSeconds, concurrency } = planOf(name);
  const { fn } = functions[consumer];
  new EventSourceMapping(fn, idOf(name), {
    target: fn,
    eventSourceArn: queue.queueArn,
    batchSize,
    ...(windowSeconds !== undefined && { maxBatchingWindow: Duration.seconds(windowSeconds) }),
    ...(concurrency !== undefined && { maxConcurrency: concurrency }),
    reportBatchItemFailures: true,
  });
}

/**
 * Lets a function read the changes off the table's stream, its one consumer: a shard serves no more than two readers.
 * Six tries, then a change's place in the stream is a dead letter; the change itself stays open in the table, and the
 * sweep drives it again.
 */
export function consumeChanges(table: TableV2, deadLetters: Queue, { fn }: EventFunction): void {
  new EventSourceMapping(fn, 'Changes', {
    target: fn,
    eventSourceArn: streamArnOf(table),
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: 50,
    parallelizationFactor: 4,
    retryAttempts: 5,
    maxRecordAge: Duration.hours(6),
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    filters: [
      FilterCriteria.filter({
        eventName: FilterRule.isEqual('INSERT'),
        dynamodb: { NewImage: { kind: { S: FilterRule.isEqual('change') } } },
      }),
    ],
    // The CDK's own destination would grant more than is needed.
    onFailure: { bind: () => ({ destination: deadLetters.queueArn }) },
  });
}
