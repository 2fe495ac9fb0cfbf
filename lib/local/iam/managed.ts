import type { Statement } from './policy.ts';

/**
 * Policies that AWS itself keeps, as its “AWS managed policy reference” prints them: those a Lambda function is
 * commonly given.
 */
const MANAGED: Readonly<Record<string, readonly string[]>> = {
  'service-role/AWSLambdaBasicExecutionRole': [
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
  ],
  'service-role/AWSLambdaSQSQueueExecutionRole': [
    'sqs:ReceiveMessage',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
  ],
  'service-role/AWSLambdaDynamoDBExecutionRole': [
    'dynamodb:DescribeStream',
    'dynamodb:GetRecords',
    'dynamodb:GetShardIterator',
    'dynamodb:ListStreams',
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
  ],
};

/** What a policy of AWS's own grants, or `undefined` when it is not known here. */
export function managedPolicy(arn: string): readonly Statement[] | undefined {
  const actions = MANAGED[arn.replace(/^arn:aws:iam::aws:policy\//, '')];
  if (!actions) return undefined;
  return [
    {
      effect: 'Allow',
      actions: { of: actions, not: false },
      resources: { of: ['*'], not: false },
      conditions: {},
      principals: [],
    },
  ];
}
