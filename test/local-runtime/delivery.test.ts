import { request } from 'node:http';
import { CloudFrontClient, CreateInvalidationCommand } from '@aws-sdk/client-cloudfront';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Fault } from '../../lib/local/front/faults.ts';
import { type Runtime, startRuntime } from '../../lib/local/runtime.ts';
import { folder, freePort } from './app.ts';
import { writeDelivery } from './delivery-app.ts';

let runtime: Runtime;
let fault: ((service: string, operation: string) => Fault | undefined) | undefined;

beforeAll(async () => {
  runtime = await startRuntime({
    cdkOut: await writeDelivery(),
    dataDir: folder(),
    port: await freePort(),
    log: () => undefined,
    faults: (service, operation) => fault?.(service, operation),
  });
});

afterEach(() => {
  fault = undefined;
});

afterAll(async () => {
  await runtime?.stop();
});

const client = (service: string, maxAttempts = 1) => ({
  endpoint: `${runtime.awsUrl}/${service}`,
  region: 'eu-central-1',
  credentials: { accessKeyId: runtime.operatorKeyId, secretAccessKey: 'local' },
  maxAttempts,
});

const output = (key: string): string =>
  runtime.outputs[0]?.outputs.find((each) => each.key === key)?.value ?? '';

const put = (bucket: string, key: string, body: string) =>
  new S3Client({ ...client('s3'), forcePathStyle: true }).send(
    new PutObjectCommand({
      Bucket: output(bucket),
      Key: key,
      Body: body,
      ContentType: 'text/html; charset=utf-8',
      CacheControl: 's-maxage=60',
      Metadata: { 'cache-tag': `A-${key}` },
    }),
  );

const invalidate = (CallerReference: string, ...Items: string[]) =>
  new CloudFrontClient(client('cloudfront')).send(
    new CreateInvalidationCommand({
      DistributionId: output('DailyId'),
      InvalidationBatch: { CallerReference, Paths: { Quantity: Items.length, Items } },
    }),
  );

test('a page put into the bucket is read through the edge, and an invalidated tag brings its next edition', async () => {
  await put('Pages', 'harbour-shut', 'shut');
  const first = await fetch(`${runtime.url}/harbour-shut`);
  expect([first.status, await first.text()]).toEqual([200, 'shut']);
  expect(first.headers.get('x-content-type-options')).toBe('nosniff');

  await put('Pages', 'harbour-shut', 'open again');
  expect(await (await fetch(`${runtime.url}/harbour-shut`)).text()).toBe('shut');
  await invalidate('1', '#a-HARBOUR-shut');
  expect(await (await fetch(`${runtime.url}/harbour-shut`)).text()).toBe('open again');
});

test('every distribution has its own port, bucket and cache, and its outputs say where', async () => {
  expect(runtime.url).toBe(`http://${output('DailyDomain')}`);
  await put('Weekend', 'index.html', 'weekend');

  expect(await (await fetch(`http://${output('SaturdayDomain')}/`)).text()).toBe('weekend');
  expect((await fetch(`${runtime.url}/`)).status).toBe(403);
});

test('the edge function of the template redirects a trailing slash', async () => {
  const answer = await fetch(`${runtime.url}/world/`, { redirect: 'manual' });
  expect([answer.status, answer.headers.get('location')]).toEqual([301, '/world']);
});

test('an event that its function cannot take is tried again and then reported with its reason', async () => {
  await new EventBridgeClient(client('events')).send(
    new PutEventsCommand({
      Entries: [
        { EventBusName: 'desk', Source: 'desk', DetailType: 'note', Detail: '{"slug":"puddle"}' },
      ],
    }),
  );
  await runtime.settled();

  const { Messages = [] } = await new SQSClient(client('sqs')).send(
    new ReceiveMessageCommand({ QueueUrl: output('Lost') }),
  );
  expect(JSON.parse(Messages[0]?.Body ?? '{}')).toMatchObject({
    requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 2 },
    requestPayload: { source: 'desk', detail: { slug: 'puddle' } },
    responsePayload: { errorType: 'Error', errorMessage: 'stumbled over puddle' },
  });
  expect(runtime.iam.unused()).toEqual([]);
});

test.each([
  ['throttle', 'sqs', 'GetQueueUrl'],
  ['error-before', 'sqs', 'GetQueueUrl'],
  ['error-after', 'sqs', 'GetQueueUrl'],
  ['timeout', 'sqs', 'GetQueueUrl'],
] as const)(
  'an injected %s is survived by a client that tries again',
  async (kind, service, operation) => {
    let left = 1;
    fault = (name, what) => {
      if (name !== service || what !== operation || left === 0) return undefined;
      left -= 1;
      return kind;
    };
    const ask = new GetQueueUrlCommand({ QueueName: 'delivery-Lost' });

    await expect(new SQSClient(client('sqs')).send(ask)).rejects.toThrow();
    left = 1;
    const { QueueUrl } = await new SQSClient(client('sqs', 3)).send(ask);
    expect(QueueUrl).toBe(output('Lost'));
  },
);

test('the control address shows what runs, takes further routes, and names what it does not have', async () => {
  runtime.addRoute((incoming, outgoing) => {
    if (incoming.url !== '/desk') return false;
    outgoing.end('the desk');
    return true;
  });

  expect(await (await fetch(`${runtime.controlUrl}/`)).json()).toMatchObject({ url: runtime.url });
  expect(await (await fetch(`${runtime.controlUrl}/desk`)).text()).toBe('the desk');
  expect((await fetch(`${runtime.controlUrl}/attic`)).status).toBe(404);
  expect((await fetch(`${runtime.awsUrl}/polly/`, { method: 'POST' })).status).toBe(501);
});

test('a name of the web that was made to lead here is refused at the control address', async () => {
  const { promise, resolve } = Promise.withResolvers<number | undefined>();
  const port = new URL(runtime.controlUrl).port;
  request({ host: '127.0.0.1', port, headers: { host: 'evil.example' } }, (answer) => {
    answer.resume();
    resolve(answer.statusCode);
  }).end();
  expect(await promise).toBe(403);
});
