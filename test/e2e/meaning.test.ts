import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ListVectorsCommand, S3VectorsClient } from '@aws-sdk/client-s3vectors';
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

/** Why one article's list names another; `undefined`: it does not. */
async function reason(id: string, other: string): Promise<string | undefined> {
  const { lines } = await run('related', id, '--json');
  const { entries = [] } = (lines.at(-1) ?? {}) as {
    readonly entries?: readonly {
      readonly id: string;
      readonly reason: { readonly how: string };
    }[];
  };
  return entries.find((entry) => entry.id === other)?.reason.how;
}

/** Whose vectors there are. */
async function known(): Promise<readonly (string | undefined)[]> {
  const outputs = stage.outputs.flatMap((stack) => stack.outputs);
  const sites = JSON.parse(outputs.find(({ key }) => key === 'Sites')?.value ?? '[]');
  const client = new S3VectorsClient({
    endpoint: `${stage.awsUrl}/s3vectors`,
    region: 'eu-central-1',
    credentials: { accessKeyId: stage.operatorKeyId, secretAccessKey: 'none' },
  });
  const { vectors = [] } = await client.send(
    new ListVectorsCommand({ indexArn: sites[0].vectors }),
  );
  return vectors.map(({ key }) => key);
}

test('two articles that share no term are related by what they mean, until one is withdrawn', async () => {
  const published = await publish(
    article('rain', 'Regenhochwasser', 'Dauerregenhochwasser'),
    article('level', 'Hochwasserlage', 'Extremhochwasserlage'),
    article('opera', 'Spielzeitpremiere', 'Intendanz'),
  );
  expect(published.code).toBe(0);
  const how = await eventually(
    () => reason('rain', 'level'),
    (found) => found === 'meaning',
  );
  expect(how).toBe('meaning');
  expect(await reason('level', 'rain')).toBe('meaning');
  // It stands there because there is room, and the newsroom is small.
  expect(await reason('rain', 'opera')).toBe('filler');
  expect([...(await known())].sort()).toEqual(['level', 'opera', 'rain']);

  // An operator's rebuild asks the model too: nothing of what it found is lost.
  const rebuilt = await run('rebuild', '--related', '--json');
  expect(rebuilt.lines.at(-1)).toMatchObject({ related: 3 });
  expect(rebuilt.stderr).not.toContain('model of meaning failed');
  expect(await reason('rain', 'level')).toBe('meaning');

  // Nor when the model cannot be asked, which the operator is told.
  isDown = true;
  const blind = await run('rebuild', '--related', '--json');
  isDown = false;
  expect(blind.stderr).toMatch(/The model of meaning failed \d+ times/);
  expect(await reason('rain', 'level')).toBe('meaning');

  await run('withdraw', 'level', '--site', 'daily', '--reason', 'Zahlen falsch', '--wait');
  await eventually(known, (keys) => !keys.includes('level'));
  expect([...(await known())].sort()).toEqual(['opera', 'rain']);
  expect(
    await eventually(
      () => reason('rain', 'level'),
      (found) => found === undefined,
    ),
  ).toBe(undefined);

  const asked = stage.iam.unused().filter(({ action }) => /^(bedrock|s3vectors):/.test(action));
  expect(asked, 'granted and not needed').toEqual([]);
  expect(stage.iam.denied(), 'missing').toEqual([]);
});
