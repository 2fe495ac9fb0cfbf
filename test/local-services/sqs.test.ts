import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListMessageMoveTasksCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqs, type Sqs } from '../../lib/local/sqs/open.ts';
import type { Queue } from '../../lib/local/sqs/queue.ts';
import { CLIENT, type Mounted, mount } from './mount.ts';

let dir: string;
let site: Mounted;
let sqs: Sqs;
let client: SQSClient;
let pages: Queue;
let dead: Queue;

const names = { visibilityTimeout: 30, retention: 345_600, delaySeconds: 0 };

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'offstone-sqs-'));
  site = await mount();
  await open();
});

afterEach(async () => {
  client.destroy();
  await sqs.close();
  await site.close();
  rmSync(dir, { recursive: true });
});

async function open(): Promise<void> {
  sqs = await openSqs({ dir, endpoint: `${site.origin}/aws/sqs` });
  site.add('sqs', sqs);
  dead = sqs.createQueue({ ...names, name: 'pages-dead' });
  pages = sqs.createQueue({
    ...names,
    name: 'pages',
    redrive: { deadLetterArn: dead.arn, maxReceiveCount: 2 },
  });
  client = new SQSClient({ ...CLIENT, endpoint: `${site.origin}/aws/sqs` });
}

const receive = (more: Record<string, unknown> = {}) =>
  client.send(
    new ReceiveMessageCommand({
      QueueUrl: pages.url,
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ['All'],
      ...more,
    }),
  );

test('a page order sent by a client is received with its history and is gone once deleted', async () => {
  const sent = await client.send(
    new SendMessageCommand({
      QueueUrl: pages.url,
      MessageBody: '{"slug":"harbour-shut"}',
      MessageGroupId: 'daily',
      MessageAttributes: { desk: { DataType: 'String', StringValue: 'news' } },
    }),
  );
  const { Messages = [] } = await receive({ MessageAttributeNames: ['All'] });
  expect(Messages).toHaveLength(1);
  const [message] = Messages;
  expect(message).toMatchObject({
    MessageId: sent.MessageId,
    Body: '{"slug":"harbour-shut"}',
    Attributes: { ApproximateReceiveCount: '1', MessageGroupId: 'daily' },
    MessageAttributes: { desk: { DataType: 'String', StringValue: 'news' } },
  });
  expect(Number(message?.Attributes?.['SentTimestamp'])).toBeGreaterThan(0);
  expect((await receive()).Messages).toBeUndefined();
  await client.send(
    new DeleteMessageCommand({ QueueUrl: pages.url, ReceiptHandle: message?.ReceiptHandle }),
  );
  expect(pages.counts()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
});
