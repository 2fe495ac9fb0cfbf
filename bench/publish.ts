import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startRuntime } from '../lib/local/runtime.ts';
import { articles } from './newsroom/articles.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PORT = 4870;
const TICKS_A_SECOND = 100;

/**
 * node bench/run.ts publish [COUNT]: publishes COUNT (2,000) articles from one NDJSON file on the embedded runtime, as
 * `offstone publish --wait` does, and prints articles a second, processor time and calls an article, and memory.
 */
export async function bench([count = '2000']: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'offstone-bench-'));
  const file = join(folder, 'articles.ndjson');
  const lines = [...articles(Number(count))].map((article) => JSON.stringify(article));
  writeFileSync(file, `${lines.join('\n')}\n`);
  const calls = new Map<string, number>();
  const runtime = await startRuntime({
    cdkOut: join(ROOT, 'cdk.out'),
    dataDir: join(folder, 'data'),
    port: PORT,
    log: () => {},
    faults: (service, operation, caller) => {
      const name = `${service} ${operation.padEnd(22)} ${callerName(caller)}`;
      calls.set(name, (calls.get(name) ?? 0) + 1);
      return undefined;
    },
  });
  try {
    await runtime.settled();
    calls.clear();
    const before = process.cpuUsage();
    const started = performance.now();
    const client = await publish(file);
    const liveSeconds = (performance.now() - started) / 1000;
    await runtime.settled(300_000);
    const seconds = (performance.now() - started) / 1000;
    const { user, system } = process.cpuUsage(before);
    report(Number(count), { liveSeconds, seconds, cpu: (user + system) / 1e6, client, calls });
  } finally {
    await runtime.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `offstone-local-pipeline-AcceptEventsFunctionA9C4` → `AcceptEvents`. */
const callerName = (caller: string): string =>
  /-([A-Za-z]+)Function[0-9A-F]+$/.exec(caller)?.[1] ?? 'command line';

interface Client {
  readonly live: number;
  readonly cpu: number;
}

/** Runs the command line, and reads its processor time while it lives. */
async function publish(file: string): Promise<Client> {
  const args = [
    join(ROOT, 'bin/offstone.ts'),
    'publish',
    file,
    '--wait',
    '--endpoint',
    `http://127.0.0.1:${PORT}`,
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let live = 0;
  let cpu = 0;
  const watch = setInterval(() => {
    cpu = cpuSeconds(child.pid) ?? cpu;
  }, 100);
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    live += text.split('"type":"article.live"').length - 1;
  });
  await new Promise((resolve) => child.on('close', resolve));
  clearInterval(watch);
  return { live, cpu };
}

function cpuSeconds(pid: number | undefined): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
  } catch {
    return undefined;
  }
}

interface Measured {
  readonly liveSeconds: number;
  readonly seconds: number;
  readonly cpu: number;
  readonly client: Client;
  readonly calls: ReadonlyMap<string, number>;
}

function report(count: number, { liveSeconds, seconds, cpu, client, calls }: Measured): void {
  const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;
  const lines = [
    `articles             ${count}, of which live ${client.live}`,
    `all live after       ${liveSeconds.toFixed(1)} s: ${(count / liveSeconds).toFixed(1)} a second`,
    `all settled after    ${seconds.toFixed(1)} s: ${(count / seconds).toFixed(1)} a second`,
    `processor time       ${((cpu * 1000) / count).toFixed(1)} ms an article (runtime and functions), ${((client.cpu * 1000) / count).toFixed(1)} ms (command line)`,
    `peak memory          ${peak.toFixed(0)} MB (runtime and functions)`,
    'calls an article:',
    ...[...calls]
      .sort((a, b) => b[1] - a[1])
      .map(([name, times]) => `  ${(times / count).toFixed(2).padStart(7)}  ${name}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
