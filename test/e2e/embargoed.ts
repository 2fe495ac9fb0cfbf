import { eventually, freePorts, offstone, scratch, startProcess, startStage } from './stage.ts';
import { publicPaths, type Watch, watch } from './watching.ts';

const HEADLINE = 'Budget in full: harbour dues halved';
const SECRET = 'The dues are halved from April';
const SLUG = 'budget-in-full';

/** Addresses tell as much as headlines do. */
const TELLING = [HEADLINE, SECRET, SLUG];

const budget = (publishAt: number): object => ({
  site: 'daily',
  id: 'budget',
  revision: 1,
  headline: HEADLINE,
  slug: SLUG,
  sections: ['politics'],
  byline: [{ name: 'Ada Holm' }],
  topics: ['harbour'],
  publishAt: new Date(publishAt).toISOString(),
  body: { contentType: 'text/plain', value: `${SECRET}.` },
});

/** An article beside which the embargoed one will stand, so that related posts are watched too. */
const NEIGHBOUR = {
  site: 'daily',
  id: 'harbour-dues',
  revision: 1,
  headline: 'Harbour dues: what the budget may bring',
  slug: 'harbour-dues',
  sections: ['politics'],
  topics: ['harbour'],
  body: { contentType: 'text/plain', value: 'The harbour dues are the talk before the budget.' },
};

/** What a watcher of every public path saw of an embargoed article. */
export interface Embargo {
  /** The first answer to the sender. */
  readonly answer: unknown;
  readonly paths: number;
  readonly looks: number;
  /** Whatever told of it before its time. */
  readonly early: Watch['sightings'];
  readonly status: number | undefined;
  /** From its time until its page was seen; of a runtime that was not there at the time, from when it was. */
  readonly pageMs: number;
  /** The same of the home front and of the news sitemap, which the edge keeps for a while. */
  readonly frontMs: number;
  readonly newsMs: number;
}

/** Lets an article wait for its time while every public path is fetched four times a second. */
export async function embargoed(aheadMs: number): Promise<Embargo> {
  const stage = await startStage();
  try {
    await publish([NEIGHBOUR], stage.url);
    const at = Date.now() + aheadMs;
    return await watched(stage.url, at, async () => at);
  } finally {
    await stage.remove();
  }
}

/** The same with a runtime that is stopped just before the instant and started again. */
export async function embargoedOverRestart(aheadMs: number): Promise<Embargo> {
  const folder = scratch();
  const port = await freePorts();
  const args = ['--port', String(port), '--data', folder.path, '--empty'];
  const endpoint = `http://127.0.0.1:${port}`;
  let runtime = await startProcess(args);
  const stopped = async (): Promise<void> => {
    runtime.kill('SIGINT');
    await new Promise((resolve) => runtime.once('close', resolve));
  };
  try {
    await publish([NEIGHBOUR], endpoint);
    const at = Date.now() + aheadMs;
    return await watched(endpoint, at, async () => {
      await new Promise((resolve) => setTimeout(resolve, at - 300 - Date.now()));
      await stopped();
      runtime = await startProcess(args);
      return Math.max(at, Date.now());
    });
  } finally {
    await stopped();
    folder.remove();
  }
}

const publish = (articles: readonly object[], endpoint: string) =>
  offstone(['publish', '-', '--wait', '--endpoint', endpoint], JSON.stringify(articles));

/** @param possible does what has to be done meanwhile, and gives the moment from which the page could be there. */
async function watched(url: string, at: number, possible: () => Promise<number>): Promise<Embargo> {
  const folder = new Date(at).toISOString().slice(0, 10).replaceAll('-', '/');
  const permalink = `/${folder}/${SLUG}`;
  const wanted = [permalink, '/', '/news-sitemap.xml'];
  const paths = [...publicPaths(permalink, 'politics', 'harbour'), `/${folder}/harbour-dues`];
  const watcher = watch(url, paths, TELLING);
  const { lines } = await publish([budget(at)], url);
  const from = await possible();
  await eventually(
    async () => watcher.seen().sightings.map(({ path }) => path),
    (seen) => Date.now() > at && wanted.every((path) => seen.includes(path)),
    Math.max(0, at - Date.now()),
  );
  const { sightings, looks } = await watcher.stop();
  const first = wanted.map((path) => sightings.find((each) => each.path === path));
  const [pageMs = 0, frontMs = 0, newsMs = 0] = first.map(
    (each) => (each?.received ?? Number.POSITIVE_INFINITY) - from,
  );
  return {
    answer: lines[0],
    paths: paths.length,
    looks,
    early: sightings.filter(({ received }) => received < at),
    status: first[0]?.status,
    pageMs,
    frontMs,
    newsMs,
  };
}
