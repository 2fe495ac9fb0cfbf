import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, offstone, startStage } from './stage.ts';
import { publicPaths, watch } from './watching.ts';

let stage: Awaited<ReturnType<typeof startStage>>;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(async () => await stage?.remove());

const article = (id: string, headline: string): object => ({
  site: 'daily',
  id,
  revision: 1,
  headline,
  sections: ['politics'],
  byline: [{ name: 'Ada Holm' }],
  topics: ['harbour'],
  body: { contentType: 'text/plain', value: `${headline}: the harbour master was told on Monday.` },
});

const publish = (articles: readonly object[]) =>
  offstone(['publish', '-', '--wait', '--endpoint', stage.url], JSON.stringify(articles));

const HEADLINE = 'Harbour master accused of theft';

test('once a withdrawal is told, no reader of the caching edge finds the headline anywhere', async () => {
  const neighbours = await publish([
    article('dredging', 'Harbour dredging to begin'),
    article('pilots', 'Harbour pilots meet'),
  ]);
  const { lines } = await publish([article('accused', HEADLINE)]);
  const permalink = new URL(String(lines[0]?.['url'])).pathname;
  // An edit makes the edge forget the page as it was before it named the accused one.
  await publish([
    { ...article('dredging', 'Harbour dredging to begin'), revision: 2 },
    { ...article('pilots', 'Harbour pilots meet'), revision: 2 },
  ]);
  const beside = neighbours.lines.map(({ url }) => new URL(String(url)).pathname);
  const watcher = watch(
    stage.url,
    [...publicPaths(permalink, 'politics', 'harbour'), ...beside],
    [HEADLINE, permalink.split('/').at(-1) ?? ''],
  );
  const everywhere = [permalink, '/', '/politics/atom.xml', '/topics/harbour', ...beside];
  const before = await eventually(
    async () => new Set(watcher.seen().sightings.map(({ path }) => path)),
    (seen) => everywhere.every((path) => seen.has(path)),
  );
  expect(
    everywhere.filter((path) => !before.has(path)),
    'seen nowhere before',
  ).toEqual([]);

  const {
    code,
    lines: told,
    stderr,
  } = await offstone([
    'withdraw',
    'accused',
    '--site',
    'daily',
    '--reason',
    'untrue',
    '--wait',
    '--endpoint',
    stage.url,
  ]);
  const outcome = Date.now();
  expect(code, stderr).toBe(0);
  expect(told).toMatchObject([{ type: 'article.withdrawn' }]);
  // What the edge still held would be seen at once; what a fetch in flight brought back, soon.
  await new Promise((resolve) => setTimeout(resolve, 6_000));
  const { sightings } = await watcher.stop();

  expect(sightings.filter(({ sent }) => sent > outcome)).toEqual([]);
  expect((await fetch(stage.url + permalink)).status).toBe(410);
  const last = Math.max(...sightings.map(({ received }) => received));
  process.stderr.write(`withdrawal: last seen ${outcome - last} ms before it was told\n`);
}, 240_000);
