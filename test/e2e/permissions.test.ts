import { createHash } from 'node:crypto';
import { DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Faults } from '../../lib/local/front/faults.ts';
import { eventually, startStage } from './stage.ts';

/*
 * Law 9: every function may do what it needs and nothing else. The runtime enforces the template's policies and keeps
 * a book of them; this story does everything there is, once. A grant that is missing shows as a call turned away, one
 * too many as a grant that nobody used.
 */

let stage: Awaited<ReturnType<typeof startStage>>;
beforeAll(async () => {
  // The first commits of related lists lose against others, so that they are left to another message.
  let conflicts = 20;
  const faults: Faults = (_, operation, caller) =>
    operation === 'TransactWriteItems' && caller.includes('RelateArticles') && conflicts-- > 0
      ? 'conflict'
      : undefined;
  stage = await startStage({ faults });
});
afterAll(async () => await stage?.remove());

const outputs = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    stage.outputs.flatMap(({ outputs: own }) => own.map(({ key, value }) => [key, value])),
  );

function clientOf(service: string) {
  return {
    endpoint: `${stage.awsUrl}/${service}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: stage.operatorKeyId, secretAccessKey: 'none' },
  };
}

async function send(detailType: string, detail: object): Promise<void> {
  const bus = new EventBridgeClient(clientOf('events'));
  const { FailedEntryCount } = await bus.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: outputs()['Bus'],
          Source: 'newsroom.cms',
          DetailType: detailType,
          Detail: JSON.stringify(detail),
        },
      ],
    }),
  );
  expect(FailedEntryCount).toBe(0);
}

const article = (id: string, more: object = {}): object => ({
  site: 'daily',
  id,
  revision: 1,
  headline: `The harbour report, part ${id}`,
  body: { contentType: 'text/plain', value: `Harbour and bridge and storm: part ${id}.` },
  ...more,
});

const statusOf = async (path: string): Promise<number> =>
  (await fetch(stage.url + path, { redirect: 'manual' })).status;

const until = (path: string, status: number): Promise<number> =>
  eventually(
    () => statusOf(path),
    (answer) => answer === status,
  );

/** A body by reference, from the drop bucket. */
async function publishByReference(): Promise<void> {
  const text = '<p>A long report on the harbour.</p>';
  const s3 = new S3Client({ ...clientOf('s3'), forcePathStyle: true });
  const key = 'incoming/report.html';
  const bucket = String(outputs()['Drop']);
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text }));
  const sha256 = createHash('sha256').update(text).digest('hex');
  const body = { contentType: 'text/html', ref: `s3://${bucket}/${key}`, sha256 };
  await send('article.publish', article('by-reference', { slug: 'by-reference', body }));
}

/** A change whose stream record was lost: the sweep finds it. */
async function loseAStreamRecord(): Promise<void> {
  const table = new DynamoDBClient(clientOf('dynamodb'));
  await table.send(
    new PutItemCommand({
      TableName: String(outputs()['Table']),
      Item: {
        pk: { S: 'daily#CH#0' },
        sk: { S: '2026-01-02T09:00:00.000Z#lost' },
        site: { S: 'daily' },
        lane: { S: 'live' },
        cause: { M: { what: { S: 'aged' } } },
        announce: { L: [] },
      },
    }),
  );
}

/** How many pages show an article among their related posts. */
async function citations(id: string): Promise<number> {
  const table = new DynamoDBClient(clientOf('dynamodb'));
  const { Count = 0 } = await table.send(
    new QueryCommand({
      TableName: String(outputs()['Table']),
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: `daily#C#${id}` } },
    }),
  );
  return Count;
}

/** The minute's round, without waiting for the minute. */
async function sweepNow(): Promise<void> {
  const sweep = [...stage.functions.values()].find(({ spec }) => spec.name.includes('SweepDue'));
  await sweep?.fn.invoke({ id: 'now', 'detail-type': 'Scheduled Event' });
}

/** A change that no plan can be made of: it ends among the dead letters of the stream. */
async function spoilTheStream(): Promise<void> {
  const table = new DynamoDBClient(clientOf('dynamodb'));
  const [pk, sk] = ['nowhere#CH#0', 'spoiled'];
  await table.send(
    new PutItemCommand({
      TableName: String(outputs()['Table']),
      Item: {
        pk: { S: pk },
        sk: { S: sk },
        kind: { S: 'change' },
        site: { S: 'nowhere' },
        cause: { M: { what: { S: 'aged' } } },
      },
    }),
  );
}

test('every permission is needed, and none is missing', async () => {
  const today = '2026/01/02';
  const on = { publishAt: '2026-01-02T09:00:00Z' };
  const soon = new Date(Date.now() + 20_000).toISOString();
  await send('article.publish', article('first', { ...on, slug: 'first', topics: ['harbour'] }));
  await send(
    'article.publish',
    article('second', { ...on, slug: 'second', lane: 'bulk', topics: ['harbour'] }),
  );
  await send(
    'article.publish',
    article('long', {
      ...on,
      slug: 'long',
      body: { contentType: 'text/plain', value: 'Long words. '.repeat(12_000) },
    }),
  );
  await send('article.publish', article('embargoed', { slug: 'embargoed', publishAt: soon }));
  await send(
    'article.publish',
    article('third', { ...on, slug: 'third', translationOf: 'first', aliasPaths: ['/old/third'] }),
  );
  // Enough for the related posts to take statistics of.
  for (let n = 1; n <= 8; n++) await send('article.publish', article(`part-${n}`, on));
  await publishByReference();
  await send('article.publish', { headline: 'nothing else' });
  expect(await until(`/${today}/first`, 200)).toBe(200);
  expect(await until(`/${today}/long`, 200)).toBe(200);
  expect(await until(`/${today}/second`, 200)).toBe(200);
  expect(await until('/old/third', 301)).toBe(301);

  const related = await eventually(
    () => citations('second'),
    (count) => count > 0,
  );
  expect(related).toBeGreaterThan(0);

  await send('article.publish', article('first', { ...on, revision: 2, slug: 'first-moved' }));
  await send('front.curate', {
    site: 'daily',
    front: '/',
    revision: 1,
    pins: [{ id: 'second', until: soon }, { id: 'third' }],
  });
  await send('front.curate', {
    site: 'daily',
    front: '/',
    revision: 2,
    pins: [{ id: 'second', until: soon }],
  });
  await send('site.configure', { site: 'daily', revision: 1, name: 'The Daily Proof' });
  await send('article.withdraw', {
    site: 'daily',
    id: 'second',
    revision: 2,
    reason: 'proof',
    mode: 'gone',
  });
  await spoilTheStream();
  await loseAStreamRecord();
  expect(await until(`/${today}/second`, 410)).toBe(410);
  expect(await until(`/${today}/first`, 301)).toBe(301);

  await sweepNow();
  const unused = await eventually(
    async () => stage.iam.unused(),
    (left) => left.length === 0,
  );
  expect(stage.iam.denied(), 'missing').toEqual([]);
  expect(unused, 'granted and not needed').toEqual([]);
}, 150_000);
