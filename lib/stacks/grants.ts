import type { FunctionName } from './functions.ts';
import type { QueueName } from './queues.ts';

/** What a permission can be given on. Of a bucket, objects below a prefix: the one place where an ARN ends in `*`. */
export type Resource =
  | 'table'
  | 'changes'
  | 'changes-dead'
  | 'bus'
  | 'drop/incoming/*'
  | 'drop/bodies/*'
  | 'page-buckets/*'
  | 'distributions'
  | 'model'
  | 'vectors'
  | QueueName;

export interface Grant {
  readonly on: Resource;
  readonly actions: readonly string[];
}

/** To take batches off a queue. */
const consumes = (on: QueueName): Grant => ({
  on,
  actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
});

const sends = (on: QueueName | 'changes-dead'): Grant => ({ on, actions: ['sqs:SendMessage'] });

const onTable = (...operations: readonly string[]): Grant => ({
  on: 'table',
  actions: operations.map((operation) => `dynamodb:${operation}`),
});

/**
 * Every permission of every function, and no other: law 9. A transaction needs the permission of each of its parts.
 * The embedded runtime enforces the same policies, so that a grant that is missing fails there first.
 */
const GRANTS: Readonly<Record<FunctionName, readonly Grant[]>> = {
  'accept-events': [
    consumes('intake'),
    consumes('intake-bulk'),
    onTable('BatchGetItem', 'PutItem', 'DeleteItem'),
    { on: 'drop/incoming/*', actions: ['s3:GetObject'] },
    { on: 'drop/bodies/*', actions: ['s3:PutObject'] },
    sends('outcomes'),
    sends('releases'),
  ],
  'plan-pages': [
    {
      on: 'changes',
      actions: [
        'dynamodb:DescribeStream',
        'dynamodb:GetRecords',
        'dynamodb:GetShardIterator',
        'dynamodb:ListStreams',
      ],
    },
    sends('changes-dead'),
    onTable('BatchGetItem', 'Query', 'BatchWriteItem', 'PartiQLUpdate', 'PartiQLInsert'),
    sends('pages'),
    sends('pages-bulk'),
    sends('relate'),
    sends('relate-bulk'),
    sends('outcomes'),
  ],
  'render-pages': [
    consumes('pages'),
    consumes('pages-bulk'),
    onTable('BatchGetItem', 'Query', 'BatchWriteItem'),
    { on: 'drop/bodies/*', actions: ['s3:GetObject'] },
    { on: 'page-buckets/*', actions: ['s3:GetObject', 's3:PutObject'] },
    sends('outcomes'),
  ],
  'relate-articles': [
    consumes('relate'),
    consumes('relate-bulk'),
    onTable(
      'BatchGetItem',
      'Query',
      'BatchWriteItem',
      'PutItem',
      'DeleteItem',
      'PartiQLUpdate',
      'PartiQLInsert',
    ),
    { on: 'drop/bodies/*', actions: ['s3:GetObject'] },
    sends('relate'),
    sends('relate-bulk'),
  ],
  'announce-outcomes': [
    consumes('outcomes'),
    onTable('BatchGetItem', 'Query', 'BatchWriteItem', 'PutItem'),
    { on: 'bus', actions: ['events:PutEvents'] },
    { on: 'distributions', actions: ['cloudfront:CreateInvalidation'] },
    sends('outcomes'),
  ],
  'sweep-due': [
    consumes('releases'),
    onTable('BatchGetItem', 'Query', 'BatchWriteItem', 'PutItem', 'DeleteItem'),
    sends('releases'),
    sends('relate-bulk'),
  ],
};

/** What a model of meaning takes besides, in a stage that has one. A search by language reads what it searches. */
const MEANING: Readonly<Partial<Record<FunctionName, readonly Grant[]>>> = {
  'relate-articles': [
    { on: 'model', actions: ['bedrock:InvokeModel'] },
    {
      on: 'vectors',
      actions: [
        's3vectors:PutVectors',
        's3vectors:DeleteVectors',
        's3vectors:GetVectors',
        's3vectors:QueryVectors',
      ],
    },
  ],
};

/** A function's permissions in a stage with or without a model of meaning. */
export const grantsOf = (name: FunctionName, withMeaning: boolean): readonly Grant[] => [
  ...GRANTS[name],
  ...((withMeaning && MEANING[name]) || []),
];

/** Whether a function puts work back on a queue that it takes work off, as those do that look again later. */
export const consumesAndSends = (grants: readonly Grant[], queue: QueueName): boolean =>
  ['sqs:ReceiveMessage', 'sqs:SendMessage'].every((action) =>
    grants.some(({ on, actions }) => on === queue && actions.includes(action)),
  );
