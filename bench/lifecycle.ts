import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readReceipts } from '#domain/flows/receipts.ts';
import { jobKey } from '#domain/graph/jobs.ts';
import { articleId, siteId } from '#domain/ids.ts';
import { keyText } from '#domain/ports.ts';
import type { Receipt } from '#domain/publishing/receipt.ts';
import { doneKey } from '#domain/table/keys.ts';
import { senderBus } from '../lib/cli/sending/bus.ts';
import { eventOf } from '../lib/cli/sending/prepare.ts';
import { type Connection, connect } from '../lib/cli/stage/connect.ts';
import { startRuntime } from '../lib/local/runtime.ts';
import { articles } from './newsroom/articles.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PORT = 4880;
const SITE = siteId('daily');
const SOURCE = 'newsroom.cms';
const EMBARGO_AHEAD_MS = 40_000;
const PATIENCE_MS = 300_000;

/** An event that was sent, by this machine's clock: the bus's own tells whole seconds only. */
interface Sent {
  readonly eventId: string;
  readonly at: number;
}

/**
 * node bench/run.ts lifecycle [PUBLISHES] [WITHDRAWALS] [EMBARGOES] [RATE]: seconds from event to outcome, on the
 * embedded runtime with its edge caching: publishes (500) at so many a second (1), withdrawals one after the other (50),
 * and embargoed articles that are all due at one instant (400). A rate that the machine cannot keep up with measures the
 * backlog: `bench publish` tells which that is.
 */
export async function bench([
  publishes = '500',
  withdrawals = '50',
  embargoes = '400',
  rate = '1',
]: readonly string[]): Promise<void> {
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
    const figures = [
      ...(await publishing(connection, Number(publishes), Number(rate))),
      ...(await withdrawing(connection, Number(withdrawals))),
      ...(await releasing(connection, Number(embargoes))),
    ];
    for (const figure of figures) say(line(figure));
    say(JSON.stringify({ bench: 'lifecycle', figures }));
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

async function send(
  connection: Connection,
  details: readonly object[],
  type = 'article.publish',
): Promise<readonly Sent[]> {
  const events = details.flatMap((detail) => eventOf(type, detail, SOURCE) ?? []);
  const at = Date.now();
  const answers = await senderBus(connection, SOURCE).put(events);
  return answers.map(({ eventId = '' }) => ({ eventId, at }));
}

/** Sends one event after the other, so many a second, however long each takes. */
async function sendEvenly(
  connection: Connection,
  details: readonly object[],
  perSecond: number,
): Promise<readonly Sent[]> {
  const sent: Promise<readonly Sent[]>[] = [];
  const start = Date.now();
  for (const [n, detail] of details.entries()) {
    await pause(Math.max(0, start + (n * 1000) / perSecond - Date.now()));
    sent.push(send(connection, [detail]));
  }
  return (await Promise.all(sent)).flat();
}

/** The receipts of events, once each has come as far as is waited for. */
async function receiptsOf(
  connection: Connection,
  sent: readonly Sent[],
  far: (receipt: Receipt) => boolean,
): Promise<ReadonlyMap<string, Receipt>> {
  const ids = sent.map(({ eventId }) => eventId);
  const start = Date.now();
  for (;;) {
    const receipts = await readReceipts(ids, connection);
    const there = ids.filter((id) => {
      const receipt = receipts.get(id);
      return receipt !== undefined && far(receipt);
    });
    if (there.length === ids.length || Date.now() - start > PATIENCE_MS) return receipts;
    await pause(500);
  }
}

interface Figure {
  readonly what: string;
  readonly count: number;
  readonly missing: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly worst: number;
}

/** Seconds, sorted; events without a time are missing. */
function figureOf(what: string, seconds: readonly (number | undefined)[]): Figure {
  const known = seconds.filter((each) => each !== undefined).sort((a, b) => a - b);
  const at = (share: number): number =>
    Number(
      (known[Math.min(known.length - 1, Math.ceil(known.length * share) - 1)] ?? 0).toFixed(2),
    );
  return {
    what,
    count: known.length,
    missing: seconds.length - known.length,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    worst: at(1),
  };
}

const secondsTo = (time: string | undefined, from: number): number | undefined =>
  time === undefined ? undefined : (Date.parse(time) - from) / 1000;

async function publishing(
  connection: Connection,
  count: number,
  rate: number,
): Promise<readonly Figure[]> {
  const today = [...articles(count)].map((article) => ({ ...article, publishAt: undefined }));
  const sent = await sendEvenly(connection, today, rate);
  const receipts = await receiptsOf(
    connection,
    sent,
    ({ stations }) => stations.settled !== undefined,
  );
  const stations = ({ eventId }: Sent) => receipts.get(eventId)?.stations;
  return [
    figureOf(
      'publish: event to stored',
      sent.map((one) => secondsTo(stations(one)?.stored, one.at)),
    ),
    figureOf(
      'publish: event to live',
      sent.map((one) => secondsTo(stations(one)?.live, one.at)),
    ),
    figureOf(
      'publish: event to last page',
      sent.map((one) => secondsTo(stations(one)?.settled, one.at)),
    ),
  ];
}

async function withdrawing(connection: Connection, count: number): Promise<readonly Figure[]> {
  const details = [...articles(count)].map((article) => {
    const { site, id } = Object(article);
    return { site, id, revision: 1, reason: 'measured', mode: 'gone' };
  });
  const seconds: (number | undefined)[] = [];
  for (const detail of details) {
    const sent = await send(connection, [detail], 'article.withdraw');
    const receipts = await receiptsOf(connection, sent, ({ outcome }) => outcome !== undefined);
    for (const { eventId, at } of sent) {
      const outcome = receipts.get(eventId)?.outcome;
      seconds.push(outcome?.type === 'article.withdrawn' ? secondsTo(outcome.at, at) : undefined);
    }
  }
  return [figureOf('withdraw: event to outcome', seconds)];
}

const BATCH = 10;

async function releasing(connection: Connection, count: number): Promise<readonly Figure[]> {
  const due = Date.now() + EMBARGO_AHEAD_MS;
  const details = [...articles(count)].map((article, n) => ({
    ...Object(article),
    id: `embargoed-${n}`,
    publishAt: new Date(due).toISOString(),
  }));
  const sent: Sent[] = [];
  for (let n = 0; n < details.length; n += BATCH)
    sent.push(...(await send(connection, details.slice(n, n + BATCH))));
  const put = firstPages(connection, details, due);
  const receipts = await receiptsOf(
    connection,
    sent,
    ({ stations }) => stations.live !== undefined,
  );
  return [
    figureOf(`release: ${count} at one instant, instant to page`, await put),
    figureOf(
      `release: ${count} at one instant, instant to live`,
      sent.map(({ eventId }) => secondsTo(receipts.get(eventId)?.stations.live, due)),
    ),
  ];
}

/** Seconds from an instant until each article's page was first put behind the edge, seen four times a second. */
async function firstPages(
  { table }: Connection,
  details: readonly { readonly id: string }[],
  due: number,
): Promise<readonly (number | undefined)[]> {
  const keys = details.map(({ id }) =>
    doneKey(SITE, jobKey({ kind: 'article', id: articleId(id) })),
  );
  const seconds = new Map<string, number>();
  while (seconds.size < keys.length && Date.now() < due + PATIENCE_MS) {
    await pause(Math.max(250, due - Date.now()));
    const open = keys.filter((key) => !seconds.has(keyText(key)));
    for (const name of (await table.get(open)).keys()) seconds.set(name, (Date.now() - due) / 1000);
  }
  return keys.map((key) => seconds.get(keyText(key)));
}

function line({ what, count, missing, p50, p95, p99, worst }: Figure): string {
  const numbers = { p50, p95, p99, worst };
  const columns = Object.entries(numbers).map(([name, value]) => `${name} ${value.toFixed(2)} s`);
  return `${what.padEnd(45)} ${String(count).padStart(4)} ${missing > 0 ? `(${missing} missing) ` : ''}${columns.join('  ')}`;
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);
