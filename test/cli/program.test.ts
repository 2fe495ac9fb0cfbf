import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, test } from 'vitest';
import { lastDays, rejectText } from '../../lib/cli/commands/rejects.ts';
import { nextRevision } from '../../lib/cli/commands/settings-file.ts';
import { failureLine } from '../../lib/cli/failure.ts';
import { run } from '../../lib/cli/program.ts';
import { endpointOf } from '../../lib/cli/stage/endpoint.ts';
import { turnTo } from '../../lib/cli/stage/environment.ts';
import { siteNamed } from '../../lib/cli/stage/outputs.ts';
import {
  removeRuntimeRecord,
  runningRuntime,
  writeRuntimeRecord,
} from '../../lib/cli/stage/runtime-record.ts';
import { alone } from '../../lib/cli/start/alone.ts';

const root = mkdtempSync(join(tmpdir(), 'offstone-cli-'));
afterAll(() => rmSync(root, { recursive: true }));

/** A command line in a checkout without a runtime; what it said and how it ended. */
async function offstone(...args: readonly string[]) {
  const out: string[] = [];
  const notes: string[] = [];
  const code = await run(args, {
    stdin: Readable.from([]),
    out: (line) => out.push(line),
    note: (line) => notes.push(line),
    progress: () => {},
    environment: {},
    root,
  });
  return { code, out: out.join('\n'), notes: notes.join('\n') };
}

describe('the command line', () => {
  test.each([
    'start',
    'publish',
    'withdraw',
    'site',
    'curate',
    'status',
    'history',
    'related',
    'redact',
    'redirects',
    'rejects',
    'verify',
  ])('%s explains itself', async (command) => {
    const { code, out } = await offstone(command, '--help');
    expect(code).toBe(0);
    expect(out).toContain(`Usage: offstone ${command}`);
  });

  test('site apply shows an example', async () => {
    expect((await offstone('site', 'apply', '--help')).out).toContain('npx offstone site apply');
  });

  test('a mistyped command is not run, and the one meant is named', async () => {
    const { code, notes } = await offstone('publsh', 'a.json');
    expect(code).toBe(2);
    expect(notes).toContain('Did you mean publish?');
  });

  test.each([
    [['publish'], "missing required argument 'file'"],
    [['withdraw', 'cms-1'], '--reason'],
    [['withdraw', 'cms-1', '--reason', 'x', '--mode', 'hide'], 'gone, notice, redirect'],
    [['withdraw', 'cms-1', '--reason', 'x', '--revision', '0'], 'at least 1'],
    [['start', '--port', 'http'], 'whole number'],
    [['curate', '--front', '/'], 'Name a file'],
    [['publish', 'none.json'], 'none.json: there is no such file.'],
    [
      ['status', '--endpoint', 'http://127.0.0.1:1'],
      'No embedded runtime answers at http://127.0.0.1:1',
    ],
    [['status', '--endpoint', 'nonsense'], 'is no endpoint'],
  ])('%j cannot run, and says why in a line', async (args, why) => {
    const { code, out, notes } = await offstone(...args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(notes).toContain(why);
    expect(notes.trim().split('\n')).toHaveLength(1);
  });
});

describe('where a stage is', () => {
  test('a runtime’s control address is one port up', () => {
    expect(endpointOf('http://127.0.0.1:4800/')).toEqual({
      url: 'http://127.0.0.1:4800',
      controlUrl: 'http://127.0.0.1:4801',
    });
    expect(endpointOf('http://localhost:9000').url).toBe('http://127.0.0.1:9000');
  });

  test.each(['127.0.0.1:4800', 'https://127.0.0.1:4800', 'http://127.0.0.1:4800/x', '', 'ftp://x'])(
    '%j is none',
    (text) => {
      expect(() => endpointOf(text)).toThrow('is no endpoint');
    },
  );

  test('turned to a laptop, no client keeps anything of an account', () => {
    const environment = {
      AWS_PROFILE: 'live',
      AWS_SESSION_TOKEN: 't',
      AWS_ENDPOINT_URL: 'https://x',
      HOME: '/h',
    };
    turnTo(endpointOf('http://127.0.0.1:4800'), environment);
    expect(environment).toMatchObject({
      HOME: '/h',
      AWS_ENDPOINT_URL_EVENTBRIDGE: 'http://127.0.0.1:4801/aws/events',
      AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:4801/aws/dynamodb',
      AWS_ACCESS_KEY_ID: 'offstone-operator',
    });
    expect(Object.keys(environment)).not.toContain('AWS_PROFILE');
    expect(Object.keys(environment)).not.toContain('AWS_SESSION_TOKEN');
  });

  test('the runtime of a checkout is known while it lives; one started later does not take its place', () => {
    expect(runningRuntime(root)).toBeUndefined();
    const mine = { url: 'http://127.0.0.1:4800', pid: process.pid };
    writeRuntimeRecord(root, mine);
    writeRuntimeRecord(root, { url: 'http://127.0.0.1:5000', pid: process.ppid });
    expect(runningRuntime(root)).toEqual(mine);
    removeRuntimeRecord(root, process.pid + 1);
    expect(runningRuntime(root)).toEqual(mine);
    removeRuntimeRecord(root, process.pid);
    expect(runningRuntime(root)).toBeUndefined();
    writeRuntimeRecord(root, { url: 'http://127.0.0.1:4800', pid: 2 ** 30 });
    expect(runningRuntime(root)).toBeUndefined();
  });

  test('the only site need not be named', () => {
    expect(() => siteNamed({ sites: [] }, 'evening')).toThrow('no site “evening”');
    expect(() => siteNamed({ sites: [] }, undefined)).toThrow('--site');
  });
});

test('a lock whose holder died is taken over', async () => {
  const lock = join(root, 'a.lock');
  writeFileSync(lock, String(2 ** 30));
  expect(await alone(lock, async () => 'done')).toBe('done');
  const order: string[] = [];
  await Promise.all(
    ['a', 'b', 'c'].map((name) =>
      alone(lock, async () => {
        order.push(`${name} in`);
        await new Promise((resolve) => setTimeout(resolve, 5));
        order.push(`${name} out`);
      }),
    ),
  );
  expect(order.map((step) => step.slice(2))).toEqual(['in', 'out', 'in', 'out', 'in', 'out']);
});

test('outages are said in plain words', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:4801'), {
    code: 'ECONNREFUSED',
  });
  expect(failureLine(new Error('fetch failed', { cause: refused }))).toContain('does not answer');
  expect(
    failureLine(Object.assign(new Error('x'), { name: 'CredentialsProviderError' })),
  ).toContain('no AWS credentials');
  expect(failureLine(new Error('a\n  b'))).toBe('a b');
});

test('revisions go on from what is stored', () => {
  expect(nextRevision(undefined)).toBe(1);
  expect(nextRevision(7)).toBe(8);
});

test('rejects are listed by day and told with every reason', () => {
  expect(lastDays(3, Date.parse('2026-03-01T00:30:00Z'))).toEqual([
    '2026-02-27',
    '2026-02-28',
    '2026-03-01',
  ]);
  const reject = {
    at: '2026-11-14T09:30:00.000Z',
    eventId: 'e',
    type: 'article.publish',
    source: 'wire',
    id: 'a',
    revision: 2,
    reasons: [{ path: 'headline', message: 'is missing' }],
  };
  expect(rejectText(reject)).toBe(
    '2026-11-14T09:30:00.000Z  article.publish from wire: a revision 2\n  headline is missing',
  );
});
