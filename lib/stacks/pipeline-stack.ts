import { CfnOutput, Duration, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { alarmOn } from '../constructs/alarm.ts';
import { deadLetterQueue } from '../constructs/dead-letters.ts';
import { EventFunction } from '../constructs/event-function.ts';
import { codeOf } from './code.ts';
import type { DataStack } from './data-stack.ts';
import type { DeliveredSite } from './delivery-stack.ts';
import { environmentOf, identity } from './environment.ts';
import { FUNCTIONS, type FunctionName } from './functions.ts';
import { consumesAndSends, grantsOf } from './grants.ts';
import { makeMeaning } from './meaning.ts';
import { idOf, makeQueues, QUEUE_NAMES } from './queues.ts';
import { permissionsOf, type Resources, variablesOf } from './resources.ts';
import { intake, ticks } from './rules.ts';
import { consumeChanges, consumeQueue } from './sources.ts';
import type { MeaningSettings } from './stage.ts';

export interface PipelineStackProps extends StackProps {
  readonly data: DataStack;
  readonly sites: readonly DeliveredSite[];
  readonly meaning?: MeaningSettings | undefined;
}

type Functions = Readonly<Record<FunctionName, EventFunction>>;

/** The walk from an event to pages: bus, queues and functions. It holds nothing that is not on its way. */
export class PipelineStack extends Stack {
  constructor(scope: Construct, id: string, given: PipelineStackProps) {
    const { data, sites: delivered, meaning: settings, ...props } = given;
    super(scope, id, props);
    const meaning = settings && makeMeaning(this, settings, delivered);
    const sites = meaning?.sites ?? delivered;
    const alarms = new Topic(this, 'Alarms', { enforceSSL: true });
    const bus = new EventBus(this, 'Bus', { eventBusName: 'offstone' });
    const queues = makeQueues(this, alarms);
    const changesDead = deadLetterQueue(new Construct(this, 'Changes'), 'Changes', alarms);
    Validations.of(changesDead).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is the dead-letter queue of the table’s stream.',
    });

    const functions = this.#functions(
      { ...data, bus, queues, changesDead, sites, meaning },
      alarms,
    );
    for (const name of QUEUE_NAMES) consumeQueue(name, queues[name], functions);
    consumeChanges(data.table, changesDead, functions['plan-pages']);
    alarmOn(this, 'ChangesAgeAlarm', {
      metric: functions['plan-pages'].fn.metric('IteratorAge', {
        statistic: 'Maximum',
        period: Duration.minutes(1),
      }),
      above: Duration.minutes(1).toMilliseconds(),
      minutes: 3,
      description: 'Changes wait longer than a minute to be planned: pages are behind the records.',
      alarms,
    });
    intake(this, bus, queues);
    ticks(this, functions['sweep-due']);
    this.#outputs(data, { bus, queues, changesDead, sites, meaning });
  }

  #functions(resources: Resources, alarms: ITopic): Functions {
    const variables = variablesOf(resources);
    const make = (name: FunctionName): EventFunction => {
      const { description, timeoutSeconds, memoryMegabytes } = FUNCTIONS[name];
      const grants = grantsOf(name, resources.meaning !== undefined);
      return new EventFunction(this, idOf(name), {
        code: codeOf(name, grants),
        description,
        timeout: Duration.seconds(timeoutSeconds),
        memoryMegabytes,
        environment: environmentOf(this, grants, variables, resources.sites),
        permissions: permissionsOf(grants, resources),
        sendsToItself: QUEUE_NAMES.some((queue) => consumesAndSends(grants, queue)),
        alarms,
      });
    };
    return {
      'accept-events': make('accept-events'),
      'plan-pages': make('plan-pages'),
      'render-pages': make('render-pages'),
      'relate-articles': make('relate-articles'),
      'announce-outcomes': make('announce-outcomes'),
      'sweep-due': make('sweep-due'),
    };
  }

  /** What the command line needs to know of the stage. */
  #outputs(
    { table, drop }: DataStack,
    { bus, queues, changesDead, sites, meaning }: Omit<Resources, 'table' | 'drop'>,
  ): void {
    const deadLetters = QUEUE_NAMES.map((name) => ({
      queue: name,
      url: queues[name].queue.queueUrl,
      arn: queues[name].queue.queueArn,
      deadLetterUrl: queues[name].deadLetters.queueUrl,
      deadLetterArn: queues[name].deadLetters.queueArn,
    }));
    const outputs = {
      Table: table.tableName,
      Bus: bus.eventBusName,
      Drop: drop.bucketName,
      Sites: this.toJsonString(
        sites.map((delivered) => ({
          ...identity(delivered),
          bucket: delivered.edge.pages.bucketName,
          distributionId: delivered.edge.distribution.distributionId,
          ...(delivered.vectors !== undefined && { vectors: delivered.vectors }),
        })),
      ),
      Queues: this.toJsonString(deadLetters),
      ChangesDeadLetters: changesDead.queueUrl,
      ...(meaning && { Meaning: meaning.model }),
    };
    const scope = new Construct(this, 'Outputs');
    for (const [name, value] of Object.entries(outputs)) {
      new CfnOutput(scope, name, { value }).overrideLogicalId(name);
    }
  }
}
