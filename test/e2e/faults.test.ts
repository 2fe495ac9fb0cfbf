import { tmpdir } from 'node:os';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { siteId } from '#domain/ids.ts';
import { storyOf } from '../../lib/cli/commands/story.ts';
import { connect } from '../../lib/cli/stage/connect.ts';
import type { Fault } from '../../lib/local/front/faults.ts';
import { eventually, offstone, startStage } from './stage.ts';

/*
 * The laws under fire, with the real SDK and the real bundles: every service refuses, fails before or after it took
 * effect, or takes effect without an answer. A seed decides, so that a story that failed can be told again.
 */

const SEED = Number(process.env['OFFSTONE_SEED'] ?? 1);
/** Of a hundred requests of functions, so many go wrong. */
const RATE = 0.04;

const KINDS: readonly Fault[] = ['throttle', 'error-before', 'error-after', 'timeout'];

/** A generator of numbers that depends on its seed alone (mulberry32). */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const next = random(SEED);
const counts = new Map<string, number>();
let isRough = true;

/** What senders put on the bus, by event id, and every answer that came back on it. */
const asked = new Set<string>();
const told = new Map<string, string[]>();

let stage: Awaited<ReturnType<typeof startStage>>;
beforeAll(async () => {
  stage = await startStage({
    faults: (service, operation, caller) => {
      // Polling is the runtime's own; the operator's calls are the test's.
      if (!isRough || caller === 'operator' || next() >= RATE) return undefined;
      const fault = KINDS[Math.floor(next() * KINDS.length)];
      const name = `${service} ${operation} ${fault}`;
      counts.set(name, (counts.get(name) ?? 0) + 1);
      return fault;
    },
  });
  stage.stores.events.onEvent((news) => {
    if (news.outcome !== 'accepted') return;
    const { id, source, detail } = news.event;
    if (source !== 'offstone') return void asked.add(id);
    const eventId = String(detail['eventId']);
    told.set(eventId, [...(told.get(eventId) ?? []), news.event['detail-type']]);
  });
});
afterAll(async () => await stage?.remove());

const article = (n: number, revision: number): object => ({
  site: 'daily',
  id: `rough-${n}`,
  revision,
  headline: `Storm report ${n}, take ${revision}`,
  slug: `storm-report-${n}${revision > 1 && n % 3 === 0 ? '-again' : ''}`,
  sections: [n % 2 === 0 ? 'world' : 'science'],
  topics: ['storm'],
  body: {
    contentType: 'text/plain',
    value: `The storm of the night, report ${n}, take ${revision}.`,
  },
});

const send = (articles: readonly object[]) =>
  offstone(['publish', '-', '--endpoint', stage.url, '--json'], JSON.stringify(articles));

const withdraw = (n: number) =>
  offstone([
    'withdraw',
    `rough-${n}`,
    '--site',
    'daily',
    '--revision',
    '2',
    '--reason',
    'rough',
    '--endpoint',
    stage.url,
  ]);

const FINAL = ['article.live', 'article.superseded', 'article.withdrawn'];

/** Where an article stands, if every event of it was answered for good; else what is still open. */
async function endOf(n: number, events: number): Promise<string> {
  const { table } = await connect({ endpoint: stage.url }, TERMINAL);
  const story = await storyOf(table, siteId('daily'), `rough-${n}`);
  const receipts = story?.steps.map(({ eventId }) => story.receipts.get(eventId)) ?? [];
  const answers = receipts.map((receipt) =>
    receipt?.announced ? receipt.outcome?.type : 'not announced',
  );
  const ended = answers.length === events && answers.every((type) => FINAL.includes(type ?? ''));
  return story && ended ? story.state : JSON.stringify(answers);
}

/** Connecting says nothing. */
const TERMINAL = {
  stdin: Readable.from([]),
  out: () => {},
  note: () => {},
  progress: () => {},
  environment: {},
  root: tmpdir(),
};

const ARTICLES = 24;
const EDITED = Array.from({ length: 12 }, (_, n) => n);
const WITHDRAWN = [1, 4, 7, 10];

test('services that fail now and then lose nothing, and bring nothing back', async () => {
  await send(Array.from({ length: ARTICLES }, (_, n) => article(n, 1)));
  await send(EDITED.map((n) => article(n, 2)));
  for (const n of WITHDRAWN) expect((await withdraw(n)).code).toBe(0);
  await new Promise((resolve) => setTimeout(resolve, 15_000));
  isRough = false;
  expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(20);

  for (let n = 0; n < ARTICLES; n++) {
    const events = (EDITED.includes(n) ? 2 : 1) + (WITHDRAWN.includes(n) ? 1 : 0);
    const expected = WITHDRAWN.includes(n) ? 'withdrawn' : 'live';
    const end = await eventually(
      () => endOf(n, events),
      (state) => state === expected,
    );
    expect(end, `seed ${SEED}, rough-${n}`).toBe(expected);
  }
  expect(asked.size).toBe(ARTICLES + EDITED.length + WITHDRAWN.length);
  for (const eventId of asked) {
    const answers = new Set(told.get(eventId));
    expect([...answers], `seed ${SEED}, ${eventId}, as the bus had it`).toHaveLength(1);
    expect(FINAL).toContain([...answers][0]);
  }
  const verified = await eventually(
    () => offstone(['verify', '--json', '--endpoint', stage.url]),
    ({ code }) => code === 0,
  );
  expect(verified.code, `seed ${SEED}: ${verified.stdout}`).toBe(0);
}, 600_000);
