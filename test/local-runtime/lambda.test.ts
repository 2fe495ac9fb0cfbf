import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { LambdaFunction } from '../../lib/local/lambda/function.ts';
import { openLogFile } from '../../lib/local/lambda/log-file.ts';
import { bundle, folder } from './app.ts';

const functions: LambdaFunction[] = [];
let logFile: string;

afterEach(async () => {
  for (const fn of functions.splice(0)) await fn.close();
});

async function make(
  source: string,
  options: {
    timeoutMs?: number;
    concurrencyMax?: number;
    memoryMb?: number;
    handler?: string;
  } = {},
) {
  logFile = join(folder(), 'logs', 'f.log');
  const fn = new LambdaFunction({
    boot: {
      file: join(await bundle(source), 'index.mjs'),
      handler: options.handler ?? 'handler',
      functionName: 'render-pages',
      functionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:render-pages',
      memoryMb: options.memoryMb ?? 128,
      logGroup: 'render',
      logStream: 'local',
    },
    variables: { DESK: 'world', NODE_OPTIONS: '--enable-source-maps' },
    timeoutMs: options.timeoutMs ?? 3000,
    concurrencyMax: options.concurrencyMax ?? 2,
    log: openLogFile(logFile),
    onInvoke: () => undefined,
  });
  functions.push(fn);
  return fn;
}

describe('an invocation', () => {
  test('sees its own variables and a context like Lambda’s, and nothing of this process', async () => {
    process.env['OFFSTONE_SECRET'] = 'mine';
    const fn = await make(`
      export const handler = async (event, context) => ({
        event, name: context.functionName, id: context.awsRequestId, left: context.getRemainingTimeInMillis(),
        memory: context.memoryLimitInMB, desk: process.env.DESK, secret: process.env.OFFSTONE_SECRET,
      });`);
    const invoked = await fn.invoke({ slug: 'harbour-shut' });

    expect(invoked).toMatchObject({
      result: {
        event: { slug: 'harbour-shut' },
        name: 'render-pages',
        id: invoked.requestId,
        memory: '128',
        desk: 'world',
      },
    });
    expect('result' in invoked && invoked.result).not.toHaveProperty('secret');
    delete process.env['OFFSTONE_SECRET'];
  });

  test('that throws is reported by the error’s name, and its environment goes on', async () => {
    const fn = await make(`
      let calls = 0;
      export const handler = async () => { calls += 1; if (calls === 1) throw new TypeError('no headline'); return calls; };`);

    expect(await fn.invoke({})).toMatchObject({
      error: { errorType: 'TypeError', errorMessage: 'no headline' },
    });
    expect(await fn.invoke({})).toMatchObject({ result: 2 });
    expect(readFileSync(logFile, 'utf8')).toContain('no headline');
  });

  test.each([
    ['waits for ever', 'await new Promise(() => {})'],
    ['never yields', 'for (;;) {}'],
  ])(
    'that %s is ended at its time-out, and the next one gets a new environment',
    async (_what, code) => {
      const fn = await make(
        `let calls = 0;
       export const handler = async (event) => { calls += 1; if (event.stuck) { ${code}; } return calls; };`,
        { timeoutMs: 300 },
      );
      await fn.invoke({});

      expect(await fn.invoke({ stuck: true })).toMatchObject({
        error: { errorMessage: 'Task timed out after 0.30 seconds' },
      });
      expect(await fn.invoke({})).toMatchObject({ result: 1 });
    },
  );

  test.each([
    ['exits', 'process.exit(3)', 'Runtime.ExitError'],
    [
      'leaves a rejection behind',
      "Promise.reject(new Error('lost')); await new Promise(() => {})",
      'Error',
    ],
    [
      'takes more memory than it has',
      'const all = []; for (;;) all.push(new Array(100000).fill({}))',
      'Runtime.OutOfMemory',
    ],
  ])('that %s fails alone', async (_what, code, errorType) => {
    const fn = await make(
      `export const handler = async (event) => { if (event.bad) { ${code}; } return 'fine'; };`,
      { timeoutMs: 10_000 },
    );

    expect(await fn.invoke({ bad: true })).toMatchObject({ error: { errorType } });
    expect(await fn.invoke({})).toMatchObject({ result: 'fine' });
  });

  test('of a bundle that cannot be imported, or lacks its handler, fails with the reason', async () => {
    const broken = await make("throw new Error('no table named'); export const handler = 1;");
    expect(await broken.warm()).toMatchObject({ errorMessage: 'no table named' });
    expect(await broken.invoke({})).toMatchObject({ error: { errorMessage: 'no table named' } });

    const nameless = await make('export const other = 1;');
    expect(await nameless.invoke({})).toMatchObject({
      error: { errorType: 'Runtime.HandlerNotFound' },
    });
  });
});

describe('concurrency', () => {
  test('one environment does one invocation at a time, and there are never more than allowed', async () => {
    const fn = await make(
      `let running = 0;
       export const handler = async () => {
         running += 1;
         const seen = running;
         await new Promise((resolve) => setTimeout(resolve, 20));
         running -= 1;
         return { seen, environment: globalThis.id ??= crypto.randomUUID() };
       };`,
      { concurrencyMax: 2 },
    );
    const results = await Promise.all(Array.from({ length: 8 }, () => fn.invoke({})));
    const seen = results.map((each) => ('result' in each ? each.result : undefined)) as {
      seen: number;
      environment: string;
    }[];

    expect(seen.every((each) => each.seen === 1)).toBe(true);
    expect(new Set(seen.map((each) => each.environment)).size).toBe(2);
  });

  test('what is invoked after the end fails, and starts nothing', async () => {
    const fn = await make('export const handler = async () => 1;');
    await fn.close();
    expect(await fn.invoke({})).toMatchObject({ error: { errorType: 'Runtime.Stopped' } });
  });
});

test('what a function prints is kept in its log', async () => {
  const fn = await make(
    "export const handler = async () => { console.log('page written'); console.error('and a warning'); };",
  );
  await fn.invoke({});
  await fn.invoke({});

  expect(readFileSync(logFile, 'utf8')).toMatch(/page written\n.*and a warning\n/s);
});
