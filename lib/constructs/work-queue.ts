import { Duration } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { alarmOn } from './alarm.ts';
import { deadLetterQueue } from './dead-letters.ts';

export interface WorkQueueProps {
  /** How long its consumer may take over a batch. */
  readonly consumerTimeout: Duration;
  /** How long its consumer waits for a batch to fill. */
  readonly batchingWindow?: Duration;
  /** Older work than this waits too long for readers. */
  readonly ageAlarm: Duration;
  readonly alarms: ITopic;
}

/** As often as a message is tried; bounded, so that a poison article ends where somebody looks. */
const ATTEMPTS_MAX = 6;

/** A queue of work whose failures end in a dead-letter queue, and alarms on work that waits or dies. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    this.deadLetters = deadLetterQueue(this, id, props.alarms);
    this.queue = new Queue(this, 'Queue', {
      visibilityTimeout: visibility(props),
      retentionPeriod: Duration.days(4),
      receiveMessageWaitTime: Duration.seconds(20),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: ATTEMPTS_MAX },
    });
    alarmOn(this, 'AgeAlarm', {
      metric: this.queue.metricApproximateAgeOfOldestMessage({
        statistic: 'Maximum',
        period: Duration.minutes(1),
      }),
      above: props.ageAlarm.toSeconds(),
      minutes: 3,
      description: `${id}: the oldest work waits longer than ${props.ageAlarm.toHumanString()}.`,
      alarms: props.alarms,
    });
  }
}

/** Lambda's own advice: six time-outs and the batching window, so that throttled polls do not use up attempts. */
const visibility = ({ consumerTimeout, batchingWindow }: WorkQueueProps): Duration =>
  Duration.seconds(6 * consumerTimeout.toSeconds() + (batchingWindow?.toSeconds() ?? 0));
