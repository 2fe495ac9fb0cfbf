import {
  DeleteCommand,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { contents, records, replayed } from './call.ts';
import { ARTICLES, type Desk, openDesk } from './newsroom-table.ts';

const TableName = 'articles';
const START = Date.parse('2026-11-24T09:30:00Z');
let now: number;
let desk: Desk;

beforeEach(async () => {
  now = START;
  desk = await openDesk({ now: () => now });
});
afterEach(() => desk.close());

const key = (sk: string) => ({ pk: 'daily#A#harbour', sk });
const put = (sk: string, more: object = {}) =>
  desk.documents.send(new PutCommand({ TableName, Item: { ...key(sk), ...more } }));
const stream = () => desk.dynamo.stream(TableName);

test('a change is told as a Lambda function expects it', async () => {
  await put('HEAD', { v: 1 });
  await put('HEAD', { v: 2 });
  await desk.documents.send(new DeleteCommand({ TableName, Key: key('HEAD') }));
  const all = await records(desk.dynamo);
  expect(all.map(({ eventName }) => eventName)).toEqual(['INSERT', 'MODIFY', 'REMOVE']);
  const wire = { pk: { S: 'daily#A#harbour' }, sk: { S: 'HEAD' } };
  expect(all[1]).toEqual({
    eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
    eventName: 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-central-1',
    dynamodb: {
      ApproximateCreationDateTime: START / 1000,
      Keys: wire,
      NewImage: { ...wire, v: { N: '2' } },
      OldImage: { ...wire, v: { N: '1' } },
      SequenceNumber: expect.stringMatching(/^\d{21}$/),
      SizeBytes: 23 + 26 + 26,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
  });
  expect(new Set(all.map(({ eventID }) => eventID)).size).toBe(3);
});

test('a write that changes nothing is not told', async () => {
  await put('HEAD', { topics: new Set(['a', 'b']), n: 1 });
  await put('HEAD', { n: 1, topics: new Set(['b', 'a']) });
  const update = { UpdateExpression: 'SET n = :n', ExpressionAttributeValues: { ':n': 1 } };
  await desk.documents.send(new UpdateCommand({ TableName, Key: key('HEAD'), ...update }));
  await desk.documents.send(new DeleteCommand({ TableName, Key: key('none') }));
  expect(await records(desk.dynamo)).toHaveLength(1);
});

test('a transaction’s records follow each other, and are the same after a restart', async () => {
  await desk.documents.send(
    new TransactWriteCommand({
      TransactItems: ['c', 'a', 'b'].map((sk) => ({ Put: { TableName, Item: key(sk) } })),
    }),
  );
  const before = await records(desk.dynamo);
  expect(before.map(({ dynamodb }) => dynamodb.Keys['sk'])).toEqual([
    { S: 'c' },
    { S: 'a' },
    { S: 'b' },
  ]);
  await desk.reopen();
  expect(await records(desk.dynamo)).toEqual(before);
  expect(replayed(before)).toEqual(await contents(desk.dynamo));
});

test('a table shows its stream only the images that it asked for', async () => {
  for (const view of ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE'] as const) {
    await desk.dynamo.createTable({ ...ARTICLES, StreamSpecification: { StreamViewType: view } });
    await put(view, { v: 1 });
    await put(view, { v: 2 });
  }
  const all = await records(desk.dynamo);
  const images = all.map(({ dynamodb: { NewImage, OldImage } }) => [
    NewImage?.['v'],
    OldImage?.['v'],
  ]);
  const [one, two] = [{ N: '1' }, { N: '2' }];
  expect(images).toEqual([
    ...[[], []].map(() => [undefined, undefined]),
    ...[
      [one, undefined],
      [two, undefined],
    ],
    ...[
      [undefined, undefined],
      [undefined, one],
    ],
  ]);
});

test('a consumer goes on where it was, also after a restart', async () => {
  await put('a');
  await put('b');
  const [first] = await stream().read('TRIM_HORIZON', 1);
  expect(stream().checkpointOf('plan-pages')).toBeUndefined();
  await stream().checkpoint('plan-pages', first?.dynamodb.SequenceNumber ?? '');
  await desk.reopen();
  const position = stream().checkpointOf('plan-pages') ?? 'TRIM_HORIZON';
  const [next, ...more] = await stream().read(position, 10);
  expect(next?.dynamodb.Keys['sk']).toEqual({ S: 'b' });
  expect(more).toEqual([]);
});

test('a waiting consumer is woken by the next change, by its signal, and by the end', async () => {
  await put('a');
  await stream().wait('TRIM_HORIZON');
  const [first] = await stream().read('TRIM_HORIZON', 1);
  const position = first?.dynamodb.SequenceNumber ?? '';
  const woken = stream().wait(position);
  await put('b');
  await woken;
  expect(await stream().read(position, 10)).toHaveLength(1);
  const [last] = (await stream().read(position, 10)).map((one) => one.dynamodb.SequenceNumber);
  const controller = new AbortController();
  const aborted = stream().wait(last ?? '', controller.signal);
  controller.abort();
  await aborted;
  const ended = stream().wait(last ?? '');
  await desk.reopen();
  await ended;
});

test('records older than a day go, but never before every consumer has passed them', async () => {
  await stream().consumers(['plan-pages', 'audit']);
  await put('a');
  await put('b');
  now += 25 * 3_600_000;
  await put('c');
  const [a, b, c] = (await records(desk.dynamo)).map((one) => one.dynamodb.SequenceNumber);
  await stream().checkpoint('plan-pages', c ?? '');
  expect(await records(desk.dynamo)).toHaveLength(3);
  await stream().checkpoint('audit', a ?? '');
  expect(await records(desk.dynamo)).toHaveLength(2);
  await stream().checkpoint('audit', c ?? '');
  expect((await records(desk.dynamo)).map((one) => one.dynamodb.SequenceNumber)).toEqual([c]);
  expect(b).not.toBe(c);
});

test('a consumer that is no longer declared holds nothing back', async () => {
  await stream().consumers(['plan-pages', 'retired']);
  await put('a');
  now += 25 * 3_600_000;
  const [a] = (await records(desk.dynamo)).map((one) => one.dynamodb.SequenceNumber);
  await stream().checkpoint('plan-pages', a ?? '');
  expect(await records(desk.dynamo)).toHaveLength(1);
  await stream().consumers(['plan-pages']);
  expect(await records(desk.dynamo)).toHaveLength(0);
  expect(stream().checkpointOf('plan-pages')).toBe(a);
});

test('a long past that everybody has read is not kept whole, and the table loses nothing', async () => {
  await stream().consumers(['plan-pages']);
  const body = 'x'.repeat(350_000);
  const read = async () => (await records(desk.dynamo)).map((one) => one.dynamodb.SequenceNumber);
  for (let n = 0; n < 60; n += 1) await put(`R#${n}`, { body });
  expect(await read()).toHaveLength(60);
  await stream().checkpoint('plan-pages', (await read())[54] ?? '');
  const kept = await read();
  expect(kept.length).toBeLessThan(50);
  expect(kept.length).toBeGreaterThan(40);
  await desk.reopen();
  expect((await read()).slice(-5)).toEqual(kept.slice(-5));
  expect((await contents(desk.dynamo)).size).toBe(60);
});

test('sequence numbers are never used again, even when the stream was trimmed', async () => {
  await put('a');
  const [a] = (await records(desk.dynamo)).map((one) => one.dynamodb.SequenceNumber);
  now += 25 * 3_600_000;
  await stream().checkpoint('plan-pages', a ?? '');
  await desk.reopen();
  await put('b');
  const [b] = await stream().read(a ?? '', 10);
  expect(String(b?.dynamodb.SequenceNumber) > String(a)).toBe(true);
});

test('what expired is swept, and the stream says that the service did it', async () => {
  const second = START / 1000;
  await put('past', { expires: second - 1 });
  await put('future', { expires: second + 60 });
  await put('ancient', { expires: 1_000_000 });
  await put('text', { expires: 'soon' });
  await put('renewed', { expires: second - 1 });
  await put('renewed', { expires: second + 7200 });
  await desk.reopen();
  expect(await desk.dynamo.sweep()).toBe(1);
  expect((await contents(desk.dynamo)).size).toBe(4);
  const last = (await records(desk.dynamo)).at(-1);
  expect(last).toMatchObject({
    eventName: 'REMOVE',
    userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
    dynamodb: { Keys: { sk: { S: 'past' } } },
  });
  now += 61_000;
  expect(await desk.dynamo.sweep()).toBe(1);
  await desk.dynamo.createTable({ ...ARTICLES, TimeToLive: { Enabled: false } });
  now += 7_200_000;
  expect(await desk.dynamo.sweep()).toBe(0);
});
