import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Job, jobKey } from '#domain/graph/jobs.ts';
import { type Day, siteId } from '#domain/ids.ts';
import { keyText } from '#domain/ports.ts';
import { doneKey } from '#domain/table/keys.ts';
import { senderBus } from '../lib/cli/sending/bus.ts';
import { eventOf } from '../lib/cli/sending/prepare.ts';
import { type Connection, connect } from '../lib/cli/stage/connect.ts';
import { startRuntime } from '../lib/local/runtime.ts';
import { articles } from './newsroom/articles.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PORT = 4890;
const SITE = siteId('daily');
const SOURCE = 'newsroom.cms';
/** What one PutEvents takes. */
const ENTRIES_MAX = 10;
const DAY = '2026-11-24' as Day;
/** Pages that many changes touch wait a second for more of them, so that no rendering is missed. */
const LOOK_MS = 50;

/** What a burst in one section touches again and again. */
const WATCHED: readonly (readonly [name: string, Job])[] = [
  ['section front and feeds', { kind: 'list', list: 'section:world' }],
  ['home front and feeds', { kind: 'list', list: '' }],
  ['archive of the day', { kind: 'archive', list: 'section:world', day: DAY }],
  ['sitemap of the day', { kind: 'sitemap', day: DAY }],
  ['index of sitemaps', { kind: 'sitemap-index' }],
  ['news sitemap', { kind: 'news-sitemap' }],
];

/**
 * node bench/run.ts burst [COUNT]: sends COUNT (200) articles of one section and day at once to the embedded runtime,
 * and prints how often each page that all of them touch was rendered.
 */
export async function bench([count = '200']: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'offstone-bench-'));
  const runtime = await startRuntime({
    cdkOut: join(ROOT, 'cdk.out'),
    dataDir: join(folder, 'data'),
    port: PORT,
    log: () => {},
  });
  try {
    await runtime.settled();
    const connection = await connect({ endpoint: runtime.url }, quiet);
    const watch = await watching(connection);
    const started = performance.now();
    await send(connection, Number(count));
    await runtime.settled(300_000);
    const renderings = await watch.end();
    say(
      `${count} articles of one section, settled after ${((performance.now() - started) / 1000).toFixed(1)} s`,
    );
    for (const [name, times] of renderings) say(`${name.padEnd(26)} rendered ${times} times`);
    say(
      JSON.stringify({ bench: 'burst', count: Number(count), ...Object.fromEntries(renderings) }),
    );
  } finally {
    await runtime.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const quiet = {
  stdin: Readable.from([]),
  out: () => {},
  note: () => {},
  progress: () => {},
  environment: {},
  root: ROOT,
};

async function send(connection: Connection, count: number): Promise<void> {
  const details = [...articles(count)].map((article, n) => ({
    ...article,
    sections: ['world'],
    publishAt: `${DAY}T0${Math.floor(n / 60) % 10}:${String(n % 60).padStart(2, '0')}:00Z`,
  }));
  const events = details.flatMap((detail) => eventOf('article.publish', detail, SOURCE) ?? []);
  const bus = senderBus(connection, SOURCE);
  for (let at = 0; at < events.length; at += ENTRIES_MAX)
    await bus.put(events.slice(at, at + ENTRIES_MAX));
}

/** Counts the different nonces that the ledger says a page was rendered for. */
async function watching({ table }: Connection) {
  const keys = WATCHED.map(([name, job]) => [name, doneKey(SITE, jobKey(job))] as const);
  const seen = new Map(keys.map(([name]) => [name, new Set<unknown>()]));
  const look = async (): Promise<void> => {
    const found = await table.get(keys.map(([, key]) => key));
    for (const [name, key] of keys) {
      const nonce = found.get(keyText(key))?.['nonce'];
      if (nonce !== undefined) seen.get(name)?.add(nonce);
    }
  };
  await look();
  const before = new Map([...seen].map(([name, nonces]) => [name, nonces.size]));
  let open = true;
  const round = async (): Promise<void> => {
    while (open) {
      await look();
      await pause(LOOK_MS);
    }
    await look();
  };
  const done = round();
  return {
    end: async (): Promise<readonly (readonly [string, number])[]> => {
      open = false;
      await done;
      return [...seen].map(([name, nonces]) => [name, nonces.size - (before.get(name) ?? 0)]);
    },
  };
}

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
