import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Runtime, type RuntimeOptions, startRuntime } from '../../lib/local/runtime.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CDK_OUT = join(ROOT, 'cdk.out');

/** What a command printed and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The lines of stdout that are JSON. */
  readonly lines: readonly { readonly [name: string]: unknown }[];
}

/** A folder that goes when the test is over. */
export function scratch(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'offstone-e2e-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A port with a free one above it. */
export async function freePorts(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 30_000);
    if ((await isFree(port)) && (await isFree(port + 1))) return port;
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** The embedded runtime in this process, on a folder of its own. */
export async function startStage(
  options: Partial<RuntimeOptions> = {},
): Promise<Runtime & { readonly remove: () => Promise<void> }> {
  const folder = scratch();
  const runtime = await startRuntime({
    cdkOut: CDK_OUT,
    dataDir: folder.path,
    port: await freePorts(),
    log: () => {},
    ...options,
  });
  const remove = async (): Promise<void> => {
    await runtime.stop();
    folder.remove();
  };
  return { ...runtime, remove };
}

/** Runs `offstone` as a user would, input on its stdin. */
export async function offstone(args: readonly string[], input = ''): Promise<Ended> {
  const child = spawnOffstone(args);
  child.stdin?.end(input);
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const lines = stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Ended['lines'][number]);
  return { code, stdout, stderr, lines };
}

export const spawnOffstone = (args: readonly string[]): ChildProcess =>
  spawn(process.execPath, [join(ROOT, 'bin', 'offstone.ts'), ...args], {
    cwd: ROOT,
    stdio: 'pipe',
  });

/** Starts `offstone start` as a process of its own and waits until it can serve. */
export async function startProcess(args: readonly string[]): Promise<ChildProcess> {
  const child = spawnOffstone(['start', ...args]);
  await new Promise<void>((resolve, reject) => {
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.stdout
      ?.setEncoding('utf8')
      .on('data', (text: string) => text.includes('ready ') && resolve());
    child.on('close', (code) =>
      reject(new Error(`It ended with ${code} before it was ready: ${said}`)),
    );
  });
  return child;
}

/** Asks again until the answer is what a story waits for, at least a minute and a half, and as long as it has to wait besides. */
export async function eventually<T>(
  ask: () => Promise<T>,
  enough: (answer: T) => boolean,
  besidesMs = 0,
): Promise<T> {
  const rounds = 360 + Math.ceil(besidesMs / 250);
  for (let round = 0; ; round++) {
    const answer = await ask();
    if (enough(answer) || round === rounds) return answer;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
