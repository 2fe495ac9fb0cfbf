import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListMessageMoveTasksCommand,
  ListQueuesCommand,
  type Message,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openSqs, type Sqs } from '../../lib/local/sqs/open.ts';
import type { Queue } from '../../lib/local/sqs/queue.ts';
import { CLIENT, type Mounted, mount } from './mount.ts';

let dir: string;
let site: Mounted;
let sqs: Sqs;
let client: SQSClient;
let pages: Queue;
let dead: Queue;
/** Added to the clock. */
let later: number;

const settings = { visibilityTimeout: 30, retention: 345_600, delaySeconds: 0 };

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'offstone-sqs-'));
  site = await mount();
  later = 0;
  await open();
  client = new SQSClient({ ...CLIENT, endpoint: `${site.origin}/aws/sqs` });
});

afterEach(async () => {
  client.destroy();
  await sqs.close();
  await site.close();
  rmSync(dir, { recursive: true });
});

async function open(): Promise<void> {
  sqs = await openSqs({ dir, endpoint: `${site.origin}/aws/sqs`, now: () => Date.now() + later });
  site.add('sqs', sqs);
  dead = sqs.createQueue({ ...settings, name: 'pages-dead' });
  pages = sqs.createQueue({
    ...settings,
    name: 'pages',
    redrive: { deadLetterArn: dead.arn, maxReceiveCount: 2 },
  });
}

const send = (MessageBody: string, more: Record<string, unknown> = {}) =>
  client.send(new SendMessageCommand({ QueueUrl: pages.url, MessageBody, ...more }));

const receive = async (more: Record<string, unknown> = {}): Promise<readonly Message[]> => {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: pages.url,
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ['All'],
      ...more,
    }),
  );
  return Messages;
};

const outcome = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'done',
    (error: Error) => error.name,
  );

const attributes = async (queue: Queue): Promise<Readonly<Record<string, string>>> => {
  const all = new GetQueueAttributesCommand({ QueueUrl: queue.url, AttributeNames: ['All'] });
  return (await client.send(all)).Attributes ?? {};
};

describe('a message', () => {
  test('is received with its history and is gone once deleted', async () => {
    const sent = await send('{"slug":"harbour-shut"}', {
      MessageGroupId: 'daily',
      MessageAttributes: {
        desk: { DataType: 'String', StringValue: 'news' },
        seal: { DataType: 'Binary', BinaryValue: Buffer.of(0, 255) },
        length: { DataType: 'Number', StringValue: '12' },
      },
    });
    const [message] = await receive({ MessageAttributeNames: ['All'] });
    expect(message).toMatchObject({
      MessageId: sent.MessageId,
      Body: '{"slug":"harbour-shut"}',
      MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
      Attributes: { ApproximateReceiveCount: '1', MessageGroupId: 'daily' },
      MessageAttributes: { desk: { DataType: 'String', StringValue: 'news' } },
    });
    const { SentTimestamp, ApproximateFirstReceiveTimestamp } = message?.Attributes ?? {};
    expect(Number(ApproximateFirstReceiveTimestamp)).toBeGreaterThanOrEqual(Number(SentTimestamp));
    expect(await receive()).toEqual([]);
    await client.send(
      new DeleteMessageCommand({ QueueUrl: pages.url, ReceiptHandle: message?.ReceiptHandle }),
    );
    expect(pages.counts()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  test('comes back when its visibility timeout is over, and its old receipt is worth nothing', async () => {
    await send('page');
    const [first] = await receive({ VisibilityTimeout: 10 });
    later = 9_000;
    expect(await receive()).toEqual([]);
    later = 10_100;
    const [second] = await receive();
    expect(second?.Attributes?.['ApproximateReceiveCount']).toBe('2');
    const remove = (receipt: string | undefined) =>
      client.send(new DeleteMessageCommand({ QueueUrl: pages.url, ReceiptHandle: receipt }));
    await remove(first?.ReceiptHandle);
    expect(pages.counts().inFlight).toBe(1);
    await remove(second?.ReceiptHandle);
    expect(pages.counts().inFlight).toBe(0);
  });

  test('can be given back at once, or kept for longer', async () => {
    await send('page');
    const [message] = await receive();
    const change = (VisibilityTimeout: number, ReceiptHandle = message?.ReceiptHandle) =>
      client.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: pages.url,
          ReceiptHandle,
          VisibilityTimeout,
        }),
      );
    await change(100);
    later = 99_000;
    expect(await receive()).toEqual([]);
    await change(0);
    expect(pages.counts().visible).toBe(1);
    expect(await outcome(change(5))).toBe('MessageNotInflight');
    const [again] = await receive();
    expect(await outcome(change(5))).toBe('InvalidParameterValue');
    expect(await outcome(change(43_201, again?.ReceiptHandle))).toBe('InvalidParameterValue');
    expect(await outcome(change(1, 'no receipt'))).toBe('ReceiptHandleIsInvalid');
  });

  test('can be delayed, by itself or by its queue', async () => {
    await send('embargoed', { DelaySeconds: 900 });
    expect(pages.counts()).toEqual({ visible: 0, inFlight: 0, delayed: 1 });
    later = 899_000;
    expect(await receive()).toEqual([]);
    later = 900_100;
    expect(await receive()).toHaveLength(1);
    expect(await outcome(send('too late', { DelaySeconds: 901 }))).toBe('InvalidParameterValue');
    const slow = sqs.createQueue({ ...settings, name: 'slow', delaySeconds: 2 });
    await slow.send('by the queue');
    await slow.send('at once', 0);
    expect(slow.counts()).toMatchObject({ visible: 1, delayed: 1 });
  });

  test('that nobody can handle goes to the dead-letter queue and keeps its time of sending', async () => {
    await send('poison');
    const [first] = await receive({ VisibilityTimeout: 0 });
    await receive({ VisibilityTimeout: 0 });
    expect(await receive()).toEqual([]);
    expect(pages.counts()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    const [buried] = await receive({ QueueUrl: dead.url });
    expect(buried).toMatchObject({
      MessageId: first?.MessageId,
      Body: 'poison',
      Attributes: {
        SentTimestamp: first?.Attributes?.['SentTimestamp'],
        DeadLetterQueueSourceArn: pages.arn,
        ApproximateReceiveCount: '3',
      },
    });
  });

  test('too old is dropped', async () => {
    await send('forgotten');
    expect(pages.oldestAgeSeconds()).toBeLessThan(60);
    later = 345_600_000 + 1000;
    expect(await receive()).toEqual([]);
    expect(pages.counts().visible).toBe(0);
    expect(pages.oldestAgeSeconds()).toBeUndefined();
  });
});

describe('limits', () => {
  test.each([
    ['\u{9}\u{a}\u{d} plain', 'done'],
    ['\u{d7ff}\u{e000}\u{fffd}\u{10000}\u{10ffff}', 'done'],
    ['bell \u{7}', 'InvalidMessageContents'],
    ['\u{fffe}', 'InvalidMessageContents'],
    ['\u{ffff}', 'InvalidMessageContents'],
    ['', 'MissingParameter'],
  ])('the body %j is %s', async (body, expected) => {
    expect(await outcome(send(body))).toBe(expected);
  });

  test('a lone surrogate is refused in-process too, where no wire has replaced it', async () => {
    await expect(pages.send('half a \ud83d')).rejects.toThrow(/#xD83D at 7/);
  });

  test('a message has at most 1 MiB, counted in bytes', async () => {
    expect(await outcome(send('x'.repeat(1_048_576)))).toBe('done');
    expect(await outcome(send('x'.repeat(1_048_577)))).toBe('InvalidParameterValue');
    expect(await outcome(send('é'.repeat(524_289)))).toBe('InvalidParameterValue');
  });

  test('a batch answers for each entry, and is refused whole when it is malformed', async () => {
    const batch = (...Entries: { Id: string; MessageBody: string }[]) =>
      client.send(new SendMessageBatchCommand({ QueueUrl: pages.url, Entries }));
    const entry = (Id: string, MessageBody = 'page') => ({ Id, MessageBody });
    const { Successful, Failed } = await batch(entry('a'), entry('b', '\u{0}'), entry('c'));
    expect(Successful?.map(({ Id }) => Id)).toEqual(['a', 'c']);
    expect(Failed).toMatchObject([{ Id: 'b', Code: 'InvalidMessageContents', SenderFault: true }]);
    expect(await outcome(batch(entry('a'), entry('a')))).toBe('BatchEntryIdsNotDistinct');
    expect(await outcome(batch(entry('a b')))).toBe('InvalidBatchEntryId');
    expect(await outcome(batch())).toBe('EmptyBatchRequest');
    const eleven = Array.from({ length: 11 }, (_, index) => entry(String(index)));
    expect(await outcome(batch(...eleven))).toBe('TooManyEntriesInBatchRequest');
    const half = 'x'.repeat(524_289);
    expect(await outcome(batch(entry('a', half), entry('b', half)))).toBe('BatchRequestTooLong');
    expect(pages.counts().visible).toBe(2);
  });

  test('what belongs to FIFO queues is refused and not passed over', async () => {
    expect(await outcome(send('page', { MessageDeduplicationId: '1' }))).toBe(
      'UnsupportedOperation',
    );
    expect(() => sqs.createQueue({ ...settings, name: 'pages.fifo' })).toThrow(/FIFO/);
  });

  test('a wait of more than 20 seconds or 11 messages cannot be asked for', async () => {
    expect(await outcome(receive({ WaitTimeSeconds: 21 }))).toBe('InvalidParameterValue');
    expect(await outcome(receive({ MaxNumberOfMessages: 11 }))).toBe('InvalidParameterValue');
  });
});

describe('waiting', () => {
  test('a long poll ends with the first message', async () => {
    const polled = receive({ WaitTimeSeconds: 20 });
    await send('page');
    expect((await polled).map(({ Body }) => Body)).toEqual(['page']);
  });

  test('a long poll that sees nothing ends empty', async () => {
    expect(await receive({ WaitTimeSeconds: 1 })).toEqual([]);
  });

  test('a batch is received as a batch, by the first in line', async () => {
    const [first, second] = [pages.receive(10), pages.receive(10)];
    const bodies = Array.from({ length: 10 }, (_, index) => ({ body: String(index) }));
    await pages.sendAll(bodies);
    expect((await first).map(({ body }) => body)).toEqual(bodies.map(({ body }) => body));
    await pages.send('next');
    expect((await second).map(({ body }) => body)).toEqual(['next']);
  });

  test('an in-process wait sees a delayed message come due, and can be called off', async () => {
    await pages.send('soon', 1);
    expect(await pages.receive(1)).toHaveLength(1);
    const calledOff = new AbortController();
    const none = pages.receive(1, { signal: calledOff.signal });
    calledOff.abort();
    expect(await none).toEqual([]);
  });
});

test('after a kill, what was being worked on is given out again at once, and what is delayed still waits', async () => {
  const queue = sqs.createQueue({
    name: 'intake',
    visibilityTimeout: 120,
    retention: 86_400,
    delaySeconds: 0,
  });
  await queue.send('in hand');
  await queue.send('for later', 600);
  const [taken] = await queue.receive(1, { waitMs: 0 });
  expect(taken?.body).toBe('in hand');

  await queue.releaseAll();

  expect(queue.counts()).toMatchObject({ visible: 1, inFlight: 0, delayed: 1 });
  const [again] = await queue.receive(1, { waitMs: 0 });
  expect(again?.body).toBe('in hand');
});

describe('operators', () => {
  test('find queues by name and see their counts', async () => {
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: 'pages' }));
    expect(QueueUrl).toBe(`${site.origin}/aws/sqs/000000000000/pages`);
    const named = new ListQueuesCommand({ QueueNamePrefix: 'pages-' });
    expect((await client.send(named)).QueueUrls).toEqual([dead.url]);
    const unknown = new GetQueueUrlCommand({ QueueName: 'no-such-queue' });
    expect(await outcome(client.send(unknown))).toBe('QueueDoesNotExist');
    await send('a');
    await send('b', { DelaySeconds: 5 });
    await receive();
    await send('c');
    expect(await attributes(pages)).toMatchObject({
      QueueArn: pages.arn,
      ApproximateNumberOfMessages: '1',
      ApproximateNumberOfMessagesNotVisible: '1',
      ApproximateNumberOfMessagesDelayed: '1',
      VisibilityTimeout: '30',
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 2 }),
    });
  });

  test('can empty a queue', async () => {
    await send('a');
    await receive();
    await send('b');
    await client.send(new PurgeQueueCommand({ QueueUrl: pages.url }));
    expect(pages.counts()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  test('drive dead messages back to where they came from, as new ones', async () => {
    await send('poison');
    const [first] = await receive({ VisibilityTimeout: 0 });
    await receive({ VisibilityTimeout: 0 });
    await receive();
    const start = new StartMessageMoveTaskCommand({ SourceArn: dead.arn });
    expect((await client.send(start)).TaskHandle).toBeTruthy();
    await vi.waitFor(async () => {
      const list = new ListMessageMoveTasksCommand({ SourceArn: dead.arn });
      expect((await client.send(list)).Results).toMatchObject([
        { Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 1, SourceArn: dead.arn },
      ]);
    });
    const [again] = await receive();
    expect(again).toMatchObject({ Body: 'poison', Attributes: { ApproximateReceiveCount: '1' } });
    expect(again?.MessageId).not.toBe(first?.MessageId);
    const wrong = new StartMessageMoveTaskCommand({ SourceArn: pages.arn });
    expect(await outcome(client.send(wrong))).toBe('InvalidParameterValue');
  });

  test('batches need what single requests need', async () => {
    const needed: string[] = [];
    site.deny(({ action, resource }) => {
      needed.push(`${action} ${resource}`);
      return true;
    });
    const QueueUrl = pages.url;
    const Id = '1';
    const ReceiptHandle = 'x';
    for (const command of [
      new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id, MessageBody: 'x' }] }),
      new DeleteMessageBatchCommand({ QueueUrl, Entries: [{ Id, ReceiptHandle }] }),
      new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries: [{ Id, ReceiptHandle }] }),
    ] as const)
      expect(await outcome(client.send(command as SendMessageBatchCommand))).toBe('AccessDenied');
    expect(needed).toEqual(
      ['SendMessage', 'DeleteMessage', 'ChangeMessageVisibility'].map(
        (action) => `sqs:${action} ${pages.arn}`,
      ),
    );
  });

  test('no member of a request can stand in for the queue that it works on', () => {
    const needs = sqs.needs({
      method: 'POST',
      path: '/',
      query: new URLSearchParams(),
      headers: { 'x-amz-target': 'AmazonSQS.PurgeQueue' },
      body: Buffer.from(
        JSON.stringify({ QueueUrl: pages.url, QueueName: 'pages-dead', SourceArn: dead.arn }),
      ),
    });
    expect(needs).toEqual([{ action: 'sqs:PurgeQueue', resource: pages.arn }]);
  });

  test('messages, receipts and counts are as they were after a restart', async () => {
    await send('in flight');
    const [message] = await receive({ VisibilityTimeout: 60 });
    await send('visible');
    await send('delayed', { DelaySeconds: 60 });
    await sqs.close();
    await open();
    expect(pages.counts()).toEqual({ visible: 1, inFlight: 1, delayed: 1 });
    later = 61_000;
    const again = await receive();
    const counts = again.map(({ Body, Attributes }) => [
      Body,
      Attributes?.['ApproximateReceiveCount'],
    ]);
    expect(new Map(counts as [string, string][])).toEqual(
      new Map([
        ['visible', '1'],
        ['in flight', '2'],
        ['delayed', '1'],
      ]),
    );
    expect(again.find(({ Body }) => Body === 'in flight')?.MessageId).toBe(message?.MessageId);
  });
});
