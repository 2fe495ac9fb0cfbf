import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { ListVectorsCommand, PutVectorsCommand, S3VectorsClient } from '@aws-sdk/client-s3vectors';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Faults } from '../../lib/local/front/faults.ts';
import { eventually, offstone, startStage } from './stage.ts';

/*
 * A stage with a model of meaning, whose place on a laptop a stand-in takes: it finds words near that have a part in
 * common. German has such words that begin otherwise, which the engine's own terms, beginnings of words, never find.
 */

let stage: Awaited<ReturnType<typeof startStage>>;
let isDown = false;
beforeAll(async () => {
  const out = fileURLToPath(new URL('../../cdk.out.meaning', import.meta.url));
  const script = fileURLToPath(new URL('../../scripts/synth.mjs', import.meta.url));
  const args = [script, '--meaning', '--out', 'cdk.out.meaning'];
  expect(spawnSync(process.execPath, args, { stdio: 'inherit' }).status).toBe(0);
  const faults: Faults = (service) =>
    isDown && service === 's3vectors' ? 'error-before' : undefined;
  stage = await startStage({ cdkOut: out, faults });
});
afterAll(async () => await stage?.remove());

const run = (...args: string[]) => offstone([...args, '--endpoint', stage.url]);

const article = (id: string, headline: string, body: string): object => ({
  site: 'daily',
  id,
  revision: 1,
  language: 'de',
  headline,
  body: { contentType: 'text/plain', value: body },
});

const publish = (...articles: object[]) =>
  offstone(
    ['publish', '-', '--wait', '--endpoint', stage.url],
    articles.map((one) => JSON.stringify(one)).join('\n'),
  );

const outputs = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    stage.outputs.flatMap((stack) => stack.outputs.map(({ key, value }) => [key, value])),
  );

const clientOf = (service: string) => ({
  endpoint: `${stage.awsUrl}/${service}`,
  region: 'eu-central-1',
  credentials: { accessKeyId: stage.operatorKeyId, secretAccessKey: 'none' },
});

/** Whom the model put into an article's list. */
async function kinOf(id: string): Promise<readonly string[]> {
  const table = new DynamoDBClient(clientOf('dynamodb'));
  const { Item } = await table.send(
    new GetItemCommand({
      TableName: outputs()['Table'],
      Key: { pk: { S: `daily#A#${id}` }, sk: { S: 'REL' } },
    }),
  );
  return (Item?.['kin']?.L ?? []).map(({ S = '' }) => S.slice(S.lastIndexOf(' ') + 1));
}

const index = () => ({
  client: new S3VectorsClient(clientOf('s3vectors')),
  indexArn: String(JSON.parse(outputs()['Sites'] ?? '[]')[0].vectors),
});

/** Whose vectors there are. */
async function known(): Promise<readonly (string | undefined)[]> {
  const { client, indexArn } = index();
  const { vectors = [] } = await client.send(new ListVectorsCommand({ indexArn }));
  return vectors.map(({ key }) => key);
}

async function leaveBehind(key: string): Promise<void> {
  const { client, indexArn } = index();
  const float32 = Array.from({ length: 512 }, (_, n) => n + 1);
  await client.send(new PutVectorsCommand({ indexArn, vectors: [{ key, data: { float32 } }] }));
}

test('two articles that share no term are related by what they mean, until one is withdrawn', async () => {
  const published = await publish(
    article('rain', 'Regenhochwasser', 'Dauerregenhochwasser'),
    article('level', 'Hochwasserlage', 'Extremhochwasserlage'),
    article('opera', 'Spielzeitpremiere', 'Intendanz'),
  );
  expect(published.code).toBe(0);
  const found = async () => [await kinOf('rain'), await kinOf('level')];
  const BOTH = [['level'], ['rain']];
  const isBoth = (kin: unknown) => JSON.stringify(kin) === JSON.stringify(BOTH);
  expect(await eventually(found, isBoth)).toEqual(BOTH);
  const { lines } = await run('related', 'rain', '--json');
  // The opera stands there because there is room, and the newsroom is small.
  expect(lines.at(-1)).toMatchObject({
    entries: [
      { id: 'level', reason: { how: 'meaning' } },
      { id: 'opera', reason: { how: 'filler' } },
    ],
  });
  expect([...(await known())].sort()).toEqual(['level', 'opera', 'rain']);

  // An operator's rebuild asks the model too: nothing of what it found is lost, and what was left behind goes.
  await leaveBehind('gone');
  const rebuilt = await run('rebuild', '--related', '--json');
  expect(rebuilt.lines.at(-1)).toMatchObject({ related: 3 });
  expect(rebuilt.stderr).not.toContain('model of meaning failed');
  expect(rebuilt.stderr).toContain('that nobody sees, removed: 1.');
  expect([...(await known())].sort()).toEqual(['level', 'opera', 'rain']);
  expect(await found()).toEqual(BOTH);

  // Nor when the model cannot be asked, which the operator is told. No function meets that: it would let the model rest.
  await stage.settled(60_000);
  isDown = true;
  const blind = await run('rebuild', '--related', '--json');
  isDown = false;
  expect(blind.stderr).toMatch(/The model of meaning failed \d+ times/);
  expect(await found()).toEqual(BOTH);

  await run('withdraw', 'level', '--site', 'daily', '--reason', 'Zahlen falsch', '--wait');
  await eventually(known, (keys) => !keys.includes('level'));
  expect([...(await known())].sort()).toEqual(['opera', 'rain']);
  const left = await eventually(
    () => kinOf('rain'),
    (kin) => kin.length === 0,
  );
  expect(left).toEqual([]);

  const asked = stage.iam.unused().filter(({ action }) => /^(bedrock|s3vectors):/.test(action));
  expect(asked, 'granted and not needed').toEqual([]);
  expect(stage.iam.denied(), 'missing').toEqual([]);
}, 150_000);
