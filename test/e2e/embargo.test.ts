import { expect, test } from 'vitest';
import { eventually, freePorts, offstone, scratch, startProcess, startStage } from './stage.ts';
import { publicPaths, watch } from './watching.ts';

/** Far enough ahead for a watcher to see that there is nothing to see. */
const AHEAD_MS = 12_000;
const HEADLINE = 'Budget in full: harbour dues halved';
const SECRET = 'The dues are halved from April';

/** Addresses tell as much as headlines do. */
const TELLING = [HEADLINE, SECRET, 'budget-in-full'];

const budget = (publishAt: number): object => ({
  site: 'daily',
  id: 'budget',
  revision: 1,
  headline: HEADLINE,
  slug: 'budget-in-full',
  sections: ['politics'],
  byline: [{ name: 'Ada Holm' }],
  topics: ['harbour'],
  publishAt: new Date(publishAt).toISOString(),
  body: { contentType: 'text/plain', value: `${SECRET}.` },
});

const permalinkAt = (time: number): string =>
  `/${new Date(time).toISOString().slice(0, 10).replaceAll('-', '/')}/budget-in-full`;

const until = (time: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, time - Date.now()));

const publish = (articles: readonly object[], endpoint: string) =>
  offstone(['publish', '-', '--wait', '--endpoint', endpoint], JSON.stringify(articles));

/** An article beside which the embargoed one will stand, so that related posts are watched too. */
const neighbour = {
  site: 'daily',
  id: 'harbour-dues',
  revision: 1,
  headline: 'Harbour dues: what the budget may bring',
  slug: 'harbour-dues',
  sections: ['politics'],
  topics: ['harbour'],
  body: { contentType: 'text/plain', value: 'The harbour dues are the talk before the budget.' },
};

test('an embargoed article is nowhere before its time, and at its address after it', async () => {
  const stage = await startStage();
  try {
    await publish([neighbour], stage.url);
    const at = Date.now() + AHEAD_MS;
    const permalink = permalinkAt(at);
    const paths = [
      ...publicPaths(permalink, 'politics', 'harbour'),
      permalink.replace('budget-in-full', 'harbour-dues'),
    ];
    const watcher = watch(stage.url, paths, TELLING);
    const { lines } = await publish([budget(at)], stage.url);
    expect(lines).toMatchObject([{ type: 'article.scheduled', url: stage.url + permalink }]);

    await eventually(
      async () => watcher.seen().sightings.map(({ path }) => path),
      (seen) =>
        seen.includes(permalink) && seen.includes('/') && seen.includes('/news-sitemap.xml'),
    );
    const { sightings, looks } = await watcher.stop();
    expect(looks).toBeGreaterThan(paths.length * 20);
    expect(sightings.filter(({ received }) => received < at)).toEqual([]);
    const page = sightings.find(({ path }) => path === permalink);
    expect(page?.status).toBe(200);
    process.stderr.write(`embargo: page seen ${(page?.received ?? 0) - at} ms after its time\n`);
  } finally {
    await stage.remove();
  }
}, 120_000);

test('a runtime that is stopped and started again at the instant releases the article all the same', async () => {
  const folder = scratch();
  const port = await freePorts();
  const endpoint = `http://127.0.0.1:${port}`;
  const args = ['--port', String(port), '--data', folder.path, '--empty'];
  let runtime = await startProcess(args);
  try {
    const at = Date.now() + AHEAD_MS;
    const permalink = permalinkAt(at);
    const { lines } = await publish([budget(at)], endpoint);
    expect(lines).toMatchObject([{ type: 'article.scheduled' }]);
    const watcher = watch(endpoint, publicPaths(permalink, 'politics', 'harbour'), TELLING);

    await until(at - 300);
    runtime.kill('SIGINT');
    await new Promise((resolve) => runtime.once('close', resolve));
    runtime = await startProcess(args);
    const ready = Date.now();

    await eventually(
      async () => watcher.seen().sightings.map(({ path }) => path),
      (seen) => seen.includes(permalink) && seen.includes('/'),
    );
    const { sightings } = await watcher.stop();
    expect(sightings.filter(({ received }) => received < at)).toEqual([]);
    const page = sightings.find(({ path }) => path === permalink);
    expect(page?.status).toBe(200);
    const after = (page?.received ?? 0) - Math.max(at, ready);
    process.stderr.write(`embargo over a restart: page seen ${after} ms after it could be\n`);
  } finally {
    runtime.kill('SIGINT');
    await new Promise((resolve) => runtime.once('close', resolve));
    folder.remove();
  }
}, 120_000);
