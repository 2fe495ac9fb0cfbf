import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Runtime, type RuntimeOptions, startRuntime } from '../../lib/local/runtime.ts';
import { folder, freePort } from './app.ts';
import { writeNewsroom } from './newsroom-app.ts';

let cdkOut: string;
let runtime: Runtime;
let options: RuntimeOptions;
const lines: string[] = [];

beforeAll(async () => {
  cdkOut = await writeNewsroom();
  options = {
    cdkOut,
    dataDir: folder(),
    port: await freePort(),
    log: (line) => void lines.push(line),
  };
  runtime = await startRuntime(options);
});

afterAll(async () => {
  await runtime?.stop();
});

const client = (service: string, accessKeyId = 'offstone-operator') => ({
  endpoint: `${runtime.awsUrl}/${service}`,
  region: 'eu-central-1',
  credentials: { accessKeyId, secretAccessKey: 'local' },
  maxAttempts: 1,
});

const output = (key: string): string =>
  runtime.outputs.flatMap((stack) => stack.outputs).find((each) => each.key === key)?.value ?? '';

async function publish(...slugs: readonly string[]): Promise<void> {
  const events = new EventBridgeClient(client('events'));
  const Entries = slugs.map((slug) => ({
    EventBusName: 'newsroom',
    Source: 'newsroom.cms',
    DetailType: 'article.publish',
    Detail: JSON.stringify({ slug, kind: slug.startsWith('draft') ? 'draft' : 'article' }),
  }));
  const { FailedEntryCount } = await events.send(new PutEventsCommand({ Entries }));
  expect(FailedEntryCount).toBe(0);
}

async function onQueue(url: string): Promise<string[]> {
  const sqs = new SQSClient(client('sqs'));
  const bodies: string[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, VisibilityTimeout: 600 }),
    );
    if (Messages.length === 0) return bodies;
    bodies.push(...Messages.map(({ Body = '' }) => Body));
  }
}

async function filed(slug: string): Promise<boolean> {
  const table = new DynamoDBClient(client('dynamodb'));
  const Key = { pk: { S: slug }, sk: { S: 'HEAD' } };
  const { Item } = await table.send(new GetItemCommand({ TableName: output('TableName'), Key }));
  return Item !== undefined;
}

test('an article put on the bus is filed in the table and the desk is told of it', async () => {
  await publish('harbour-shut', 'draft-only', 'storm-warning');
  await runtime.settled();

  expect(await filed('harbour-shut')).toBe(true);
  expect(await filed('draft-only')).toBe(true);
  expect((await onQueue(output('DeskUrl'))).toSorted()).toEqual(['harbour-shut', 'storm-warning']);
});

test('what cannot run on a laptop is named at the start, and what needs nothing is not', () => {
  expect(lines).toContain('not run here: AWS::Connect::Instance (Phone)');
  expect(lines.join('\n')).not.toContain('Alarm');
});

test('the command line finds table and bus in the stacks’ outputs, as on AWS', async () => {
  const stacks = new CloudFormationClient(client('cloudformation'));
  const { Stacks = [] } = await stacks.send(new DescribeStacksCommand({ StackName: 'pipeline' }));

  expect(Stacks[0]?.Outputs).toContainEqual({ OutputKey: 'BusName', OutputValue: 'newsroom' });
  await expect(stacks.send(new DescribeStacksCommand({ StackName: 'nowhere' }))).rejects.toThrow(
    'Stack with id nowhere does not exist',
  );
});

test('one torn page is tried again alone and ends with the dead letters, the others are filed', async () => {
  await publish('before', 'torn-page', 'after');
  await runtime.settled();

  expect(await filed('before')).toBe(true);
  expect(await filed('after')).toBe(true);
  expect(await filed('torn-page')).toBe(false);
  const [dead = ''] = await onQueue(output('DeadUrl'));
  expect(JSON.parse(dead).detail.slug).toBe('torn-page');
  await onQueue(output('DeskUrl'));
});

test('one unreadable record of the stream is cut out of its batch and reported, and order is kept around it', async () => {
  await publish('poison');
  await publish('first-edition', 'second-edition');
  await runtime.settled();

  const told = await onQueue(output('DeskUrl'));
  expect(new Set(told)).toEqual(new Set(['first-edition', 'second-edition']));
  const [report = ''] = await onQueue(output('DeadUrl'));
  expect(JSON.parse(report)).toMatchObject({
    requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 2 },
    responseContext: { functionError: 'Unhandled' },
    DDBStreamBatchInfo: { batchSize: 1 },
  });
});

test('a function that reads what it was not granted is refused, and the refusal is on record', async () => {
  await publish('nosy');
  await runtime.settled();

  expect(await filed('nosy')).toBe(false);
  expect(runtime.iam.denied()).toContainEqual(
    expect.objectContaining({
      caller: 'pipeline-FileArticles',
      action: 'dynamodb:Scan',
      resource: expect.stringMatching(/table\/data-Table$/),
    }),
  );
  await onQueue(output('DeadUrl'));
});

test('a grant that nothing ever needed is the only one listed as unused', () => {
  expect(runtime.iam.unused()).toEqual([
    {
      role: 'pipeline-FileArticlesRole',
      action: 'dynamodb:DeleteItem',
      resource: 'arn:aws:dynamodb:eu-central-1:000000000000:table/data-Table',
    },
  ]);
});

test('somebody without a key of this runtime is refused everything', async () => {
  const stranger = new DynamoDBClient(client('dynamodb', 'AKIASTRANGER'));
  const Key = { pk: { S: 'harbour-shut' }, sk: { S: 'HEAD' } };

  await expect(
    stranger.send(new GetItemCommand({ TableName: output('TableName'), Key })),
  ).rejects.toThrow('AKIASTRANGER');
});

test('after a restart every article is still there, and the stream goes on where it was', async () => {
  await runtime.stop();
  runtime = await startRuntime(options);

  expect(await filed('harbour-shut')).toBe(true);
  await publish('morning-after');
  await runtime.settled();
  expect(await onQueue(output('DeskUrl'))).toEqual(['morning-after']);
});
