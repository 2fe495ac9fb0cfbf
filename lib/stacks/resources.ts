import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Permission } from '../constructs/event-function.ts';
import type { Grant, Resource } from './grants.ts';
import type { Meaning, RelatedSite } from './meaning.ts';
import type { QueueName, Queues } from './queues.ts';

/** Everything that functions can be given a permission on. */
export interface Resources {
  readonly table: TableV2;
  readonly drop: Bucket;
  readonly bus: EventBus;
  readonly queues: Queues;
  readonly changesDead: Queue;
  readonly sites: readonly RelatedSite[];
  /** Where the stage has one. */
  readonly meaning: Meaning | undefined;
}

/** A function's grants on the ARNs of this stage. */
export const permissionsOf = (
  grants: readonly Grant[],
  resources: Resources,
): readonly Permission[] =>
  grants.map(({ on, actions }) => ({ actions, resources: arnsOf(on, resources) }));

function arnsOf(on: Resource, resources: Resources): readonly string[] {
  const { table, drop, bus, queues, changesDead, sites, meaning } = resources;
  switch (on) {
    case 'table':
      return [table.tableArn];
    case 'changes':
      return [streamArnOf(table)];
    case 'changes-dead':
      return [changesDead.queueArn];
    case 'bus':
      return [bus.eventBusArn];
    case 'drop/incoming/*':
      return [drop.arnForObjects('incoming/*')];
    case 'drop/bodies/*':
      return [drop.arnForObjects('bodies/*')];
    case 'page-buckets/*':
      return sites.map(({ edge }) => edge.pages.arnForObjects('*'));
    case 'distributions':
      return sites.map(({ edge }) => edge.distribution.distributionArn);
    case 'model':
      return meaning ? [meaning.modelArn] : [];
    case 'vectors':
      return sites.flatMap(({ vectors }) => vectors ?? []);
    default:
      return [queues[on].queue.queueArn];
  }
}

export function streamArnOf(table: TableV2): string {
  if (table.tableStreamArn === undefined) throw new TypeError('The table has no stream.');
  return table.tableStreamArn;
}

/** The variables by which a function knows what it may touch. */
export function variablesOf(
  resources: Resources,
): ReadonlyMap<Resource, readonly [string, string]> {
  const { table, drop, bus, queues, meaning } = resources;
  const queue = (name: QueueName, variable: string) =>
    [name, [`OFFSTONE_QUEUE_${variable}`, queues[name].queue.queueUrl]] as const;
  return new Map<Resource, readonly [string, string]>([
    ['table', ['OFFSTONE_TABLE', table.tableName]],
    ['drop/bodies/*', ['OFFSTONE_DROP', drop.bucketName]],
    ['bus', ['OFFSTONE_BUS', bus.eventBusName]],
    queue('pages', 'PAGES'),
    queue('pages-bulk', 'PAGES_BULK'),
    queue('relate', 'RELATE'),
    queue('relate-bulk', 'RELATE_BULK'),
    queue('outcomes', 'OUTCOMES'),
    queue('releases', 'RELEASES'),
    ...(meaning ? [['model', ['OFFSTONE_MEANING', meaning.model]] as const] : []),
  ]);
}
