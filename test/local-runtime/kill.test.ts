import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { type Runtime, startRuntime } from '../../lib/local/runtime.ts';
import { folder, freePort } from './app.ts';
import { writeNewsroom } from './newsroom-app.ts';

const client = (awsUrl: string, service: string) => ({
  endpoint: `${awsUrl}/${service}`,
  region: 'eu-central-1',
  credentials: { accessKeyId: 'offstone-operator', secretAccessKey: 'local' },
  maxAttempts: 1,
});

const output = (runtime: Runtime, key: string): string =>
  runtime.outputs.flatMap(({ outputs }) => outputs).find((each) => each.key === key)?.value ?? '';

async function told(runtime: Runtime): Promise<ReadonlySet<string>> {
  const sqs = new SQSClient(client(runtime.awsUrl, 'sqs'));
  const receive = new ReceiveMessageCommand({
    QueueUrl: output(runtime, 'DeskUrl'),
    MaxNumberOfMessages: 10,
    VisibilityTimeout: 600,
  });
  const slugs = new Set<string>();
  for (;;) {
    const { Messages = [] } = await sqs.send(receive);
    if (Messages.length === 0) return slugs;
    for (const { Body = '' } of Messages) slugs.add(Body);
  }
}

test('a runtime that is killed in the midst of its work loses nothing that it said it had', async () => {
  const options = { cdkOut: await writeNewsroom(), dataDir: folder(), port: await freePort() };
  const script = fileURLToPath(new URL('./run-newsroom.ts', import.meta.url));
  const args = [script, options.cdkOut, options.dataDir, String(options.port)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'], env: {} });
  const [line]: Buffer[] = await once(child.stdout, 'data');
  const events = new EventBridgeClient(client(String(line).trim(), 'events'));

  const accepted: string[] = [];
  for (let batch = 0; batch < 8; batch += 1) {
    const slugs = Array.from({ length: 10 }, (_, index) => `article-${batch}-${index}`);
    const Entries = slugs.map((slug) => ({
      EventBusName: 'newsroom',
      Source: 'newsroom.cms',
      DetailType: 'article.publish',
      Detail: JSON.stringify({ slug }),
    }));
    await events.send(new PutEventsCommand({ Entries }));
    accepted.push(...slugs);
  }
  await delay(100);
  child.kill('SIGKILL');
  await once(child, 'exit');

  const runtime = await startRuntime({ ...options, log: () => undefined });
  try {
    await runtime.settled();
    const TableName = output(runtime, 'TableName');
    const Keys = accepted.map((slug) => ({ pk: { S: slug }, sk: { S: 'HEAD' } }));
    const table = new DynamoDBClient(client(runtime.awsUrl, 'dynamodb'));
    const { Responses } = await table.send(
      new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys } } }),
    );
    expect(Responses?.[TableName]).toHaveLength(accepted.length);
    expect([...(await told(runtime))].sort()).toEqual(accepted.toSorted());
  } finally {
    await runtime.stop();
  }
});
