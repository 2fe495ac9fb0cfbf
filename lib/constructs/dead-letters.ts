import { Duration } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { alarmOn } from './alarm.ts';

/** Where work ends that was tried in vain, for as long as SQS keeps anything, with an alarm on the first arrival. */
export function deadLetterQueue(scope: Construct, what: string, alarms: ITopic): Queue {
  const queue = new Queue(scope, 'DeadLetters', {
    retentionPeriod: Duration.days(14),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
  });
  alarmOn(scope, 'DeadLettersAlarm', {
    metric: queue.metricApproximateNumberOfMessagesVisible({
      statistic: 'Maximum',
      period: Duration.minutes(1),
    }),
    description: `${what}: work was given up. The runbook says how to look at it; redrive puts it back.`,
    alarms,
  });
  return queue;
}
