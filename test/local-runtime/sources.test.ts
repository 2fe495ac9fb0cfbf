import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { type Dynamo, openDynamo } from '../../lib/local/dynamodb/dynamo.ts';
import { LambdaFunction } from '../../lib/local/lambda/function.ts';
import { openLogFile } from '../../lib/local/lambda/log-file.ts';
import type { MappingSpec } from '../../lib/local/sources/mapping-spec.ts';
import { startQueueSource } from '../../lib/local/sources/queue-source.ts';
import type { Source } from '../../lib/local/sources/source.ts';
import { startStreamSource } from '../../lib/local/sources/stream-source.ts';
import { openSqs } from '../../lib/local/sqs/open.ts';
import { bundle, folder } from './app.ts';

/** Writes what it takes into a file, one batch a line; slugs with “poison” in them it cannot take. */
const TAKE = `
import { appendFileSync } from 'node:fs';
const slugOf = (record) => record.dynamodb ? record.dynamodb.NewImage.pk.S : record.body;
const idOf = (record) => record.dynamodb ? record.dynamodb.SequenceNumber : record.messageId;
export const handler = async ({ Records }) => {
  const slugs = Records.map(slugOf);
  appendFileSync(process.env.TRIED, JSON.stringify(slugs) + '\\n');
  const bad = Records.find((record) => slugOf(record).includes('poison'));
  if (bad && process.env.MODE === 'throw') throw new Error('unreadable');
  const taken = bad ? slugs.slice(0, Records.indexOf(bad)) : slugs;
  appendFileSync(process.env.TAKEN, JSON.stringify(taken) + '\\n');
  if (process.env.MODE === 'wrong id') return { batchItemFailures: [{ itemIdentifier: 'nobody' }] };
  return { batchItemFailures: bad ? [{ itemIdentifier: idOf(bad) }] : [] };
};`;

const asset = bundle(TAKE);
const cleanup: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const step of cleanup.splice(0).toReversed()) await step();
});

async function taker(mode: 'report' | 'throw' | 'wrong id' = 'report') {
  const dir = folder();
  const files = { TAKEN: join(dir, 'taken'), TRIED: join(dir, 'tried') };
  const fn = new LambdaFunction({
    boot: {
      file: join(await asset, 'index.mjs'),
      handler: 'handler',
      functionName: 'take',
      functionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:take',
      memoryMb: 128,
      logGroup: 'take',
      logStream: 'local',
    },
    variables: { ...files, MODE: mode },
    timeoutMs: 3000,
    concurrencyMax: 1,
    log: openLogFile(join(dir, 'log')),
    onInvoke: () => undefined,
  });
  cleanup.push(() => fn.close());
  const batches = (file: string): string[][] => {
    try {
      return readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line): string[] => JSON.parse(line));
    } catch {
      return [];
    }
  };
  return { fn, taken: () => batches(files.TAKEN), tried: () => batches(files.TRIED) };
}

const mapping = (options: Partial<MappingSpec> = {}): MappingSpec => ({
  logicalId: 'Mapping',
  sourceArn: '',
  functionName: 'take',
  batchSize: 10,
  windowMs: 0,
  reportsFailures: true,
  filters: [],
  concurrencyMax: undefined,
  startsAt: 'TRIM_HORIZON',
  retriesMax: 0,
  ageSecondsMax: -1,
  bisects: false,
  onFailureArn: undefined,
  ...options,
});

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await delay(10);
}

async function articles(now?: () => number) {
  const dynamo = await openDynamo({ dir: folder(), sweepEveryMs: 0, ...(now && { now }) });
  cleanup.push(() => dynamo.close());
  await dynamo.createTable({
    TableName: 'articles',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
  });
  return dynamo;
}

async function put(dynamo: Dynamo, ...slugs: readonly string[]): Promise<void> {
  for (const slug of slugs) {
    await dynamo.service.handle({
      method: 'POST',
      path: '/',
      query: new URLSearchParams(),
      headers: { 'x-amz-target': 'DynamoDB_20120810.PutItem' },
      body: Buffer.from(JSON.stringify({ TableName: 'articles', Item: { pk: { S: slug } } })),
    });
  }
}

function follow(dynamo: Dynamo, fn: LambdaFunction, options: Partial<MappingSpec> = {}) {
  const givenUp: { DDBStreamBatchInfo: { batchSize: number }; requestContext: object }[] = [];
  const source = startStreamSource({
    spec: mapping(options),
    stream: dynamo.stream('articles'),
    fn,
    giveUp: async (record) => void givenUp.push(JSON.parse(record)),
    log: () => undefined,
  });
  cleanup.push(() => source.stop());
  return { source, givenUp };
}

const quiet = (source: Source) => until(() => source.idle());

describe('a table’s stream', () => {
  test('is handed over from its oldest record, or only from now on, as the mapping wants', async () => {
    const dynamo = await articles();
    await put(dynamo, 'yesterday');
    const whole = await taker();
    const rest = await taker();
    const first = follow(dynamo, whole.fn, { logicalId: 'Whole' });
    const second = follow(dynamo, rest.fn, { logicalId: 'Rest', startsAt: 'LATEST' });
    await until(() => dynamo.stream('articles').checkpointOf('Rest') !== undefined);
    await put(dynamo, 'today');
    await Promise.all([quiet(first.source), quiet(second.source)]);

    expect(whole.taken().flat()).toEqual(['yesterday', 'today']);
    expect(rest.taken().flat()).toEqual(['today']);
  });

  test('goes on after a stop behind what was taken, and nothing is skipped', async () => {
    const dynamo = await articles();
    const { fn, taken } = await taker();
    await put(dynamo, 'one', 'two');
    const first = follow(dynamo, fn);
    await quiet(first.source);
    await first.source.stop();
    await put(dynamo, 'three');
    await quiet(follow(dynamo, fn).source);

    expect(taken().flat()).toEqual(['one', 'two', 'three']);
  });

  test('a function that says where it failed gets the records from there on again', async () => {
    const dynamo = await articles();
    const { fn, tried } = await taker();
    await put(dynamo, 'one', 'two', 'poison', 'four');
    const { source, givenUp } = follow(dynamo, fn, { retriesMax: 1 });
    await quiet(source);

    expect(tried()).toEqual([
      ['one', 'two', 'poison', 'four'],
      ['poison', 'four'],
    ]);
    expect(givenUp).toMatchObject([
      {
        requestContext: { condition: 'RetryAttemptsExhausted' },
        DDBStreamBatchInfo: { batchSize: 2 },
      },
    ]);
  });

  test('records that grew too old are reported and not handed over', async () => {
    let now = Date.now() - 7_200_000;
    const dynamo = await articles(() => now);
    await put(dynamo, 'stale');
    now = Date.now();
    await put(dynamo, 'fresh');
    const { fn, taken } = await taker();
    const { source, givenUp } = follow(dynamo, fn, { ageSecondsMax: 3600 });
    await quiet(source);

    expect(taken()).toEqual([['fresh']]);
    expect(givenUp).toMatchObject([
      { requestContext: { condition: 'MaximumRecordAgeExceeded', approximateInvokeCount: 0 } },
    ]);
  });

  test('a batching window gathers what comes while it is open', async () => {
    const dynamo = await articles();
    const { fn, taken } = await taker();
    const { source } = follow(dynamo, fn, { windowMs: 60_000, batchSize: 3 });
    await put(dynamo, 'one');
    await put(dynamo, 'two');
    await put(dynamo, 'three');
    await quiet(source);

    expect(taken()).toEqual([['one', 'two', 'three']]);
  });

  test('whatever is poisoned: halving finds it, everything else is taken once and in order', async () => {
    const newspaper = fc.array(fc.boolean(), { minLength: 1, maxLength: 24 });
    await fc.assert(
      fc.asyncProperty(newspaper, fc.integer({ min: 1, max: 12 }), async (poisoned, batchSize) => {
        const slugs = poisoned.map((bad, index) => `${bad ? 'poison' : 'article'}-${index}`);
        const dynamo = await articles();
        const { fn, taken } = await taker('throw');
        await put(dynamo, ...slugs);
        const { source, givenUp } = follow(dynamo, fn, { bisects: true, batchSize });
        await quiet(source);

        expect(taken().flat()).toEqual(slugs.filter((slug) => slug.startsWith('article')));
        expect(givenUp).toHaveLength(poisoned.filter(Boolean).length);
        for (const { DDBStreamBatchInfo } of givenUp) expect(DDBStreamBatchInfo.batchSize).toBe(1);
        for (const step of cleanup.splice(0).toReversed()) await step();
      }),
      { numRuns: 12 },
    );
  });
});

describe('a queue', () => {
  async function desk(visibilityTimeout = 600) {
    const sqs = await openSqs({ dir: folder(), endpoint: 'http://127.0.0.1:4801/aws/sqs' });
    cleanup.push(() => sqs.close());
    return sqs.createQueue({ name: 'desk', visibilityTimeout, retention: 3600, delaySeconds: 0 });
  }

  const serve = (
    queue: Awaited<ReturnType<typeof desk>>,
    fn: LambdaFunction,
    options: Partial<MappingSpec> = {},
  ): Source => {
    const source = startQueueSource({ spec: mapping(options), queue, fn, log: () => undefined });
    cleanup.push(() => source.stop());
    return source;
  };

  test('more than ten messages are gathered into one batch while its window is open', async () => {
    const queue = await desk();
    const { fn, taken } = await taker();
    const source = serve(queue, fn, { batchSize: 25, windowMs: 60_000 });
    for (let page = 0; page < 25; page += 1) await queue.send(`page-${page}`);
    await quiet(source);

    expect(taken().map((batch) => batch.length)).toEqual([25]);
  });

  test('messages that the filter does not want are deleted unseen', async () => {
    const queue = await desk();
    const { fn, taken } = await taker();
    await queue.sendAll([
      { body: '{"lane":"live"}' },
      { body: '{"lane":"bulk"}' },
      { body: 'text' },
    ]);
    await quiet(serve(queue, fn, { filters: ['{"body":{"lane":["live"]}}'] }));

    expect(taken()).toEqual([['{"lane":"live"}']]);
  });

  test.each(['throw', 'wrong id'] as const)(
    'a batch whose function answers “%s” comes back whole when its visibility timeout is over',
    async (mode) => {
      const queue = await desk(1);
      const { fn, tried } = await taker(mode);
      await queue.sendAll([{ body: 'fine' }, { body: 'poison' }]);
      serve(queue, fn);
      await until(() => tried().length >= 2);

      expect(
        tried()
          .slice(0, 2)
          .map((batch) => batch.length),
      ).toEqual([2, 2]);
    },
  );

  test('only the failed message of a reported batch stays', async () => {
    const queue = await desk();
    const { fn, tried } = await taker();
    await queue.sendAll([{ body: 'fine' }, { body: 'poison' }]);
    serve(queue, fn);
    await until(() => tried().length > 0 && queue.counts().inFlight === 1);

    expect(queue.counts()).toMatchObject({ visible: 0, inFlight: 1 });
  });

  test('what a stop cut short is there again at once', async () => {
    const queue = await desk();
    const { fn, tried } = await taker();
    const source = serve(queue, fn, { windowMs: 60_000 });
    await queue.send('late news');
    await until(() => queue.counts().inFlight === 1);
    await source.stop();

    expect(tried()).toEqual([]);
    expect(queue.counts()).toMatchObject({ visible: 1, inFlight: 0 });
  });
});
