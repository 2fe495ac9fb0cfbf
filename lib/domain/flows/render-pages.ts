import { parseJob } from '../graph/jobs.ts';
import { lookMessages, type PageMessage } from '../graph/messages.ts';
import { readAll } from '../graph/reading.ts';
import type { Instant, Path, SiteId } from '../ids.ts';
import { pagesOf } from '../pages/pages-of.ts';
import {
  type Consume,
  type Incoming,
  type Item,
  type Key,
  keyText,
  type Ports,
  type Write,
} from '../ports.ts';
import { hourPaths } from '../rendering/addresses.ts';
import { renderMissing } from '../rendering/site-files.ts';
import { stamp } from '../rendering/stamp.ts';
import type { Page } from '../rendering/view.ts';
import type { Site } from '../site/site.ts';
import { doneKey, wantKey } from '../table/keys.ts';
import { recordOf } from '../table/records.ts';
import type { Done } from './ledger.ts';
import { noteSitemapFiles } from './sitemap-files.ts';
import { configuredSite } from './sites.ts';

interface Message extends PageMessage {
  readonly id: string;
}

/**
 * Renders the pages that are wanted and not yet done. Of many messages for one page the first does the work, and the
 * rest find it done. Every write of a page succeeds only over the one its writer knew of before it read the records,
 * so that nothing older ever replaces something newer.
 */
export const renderPages: Consume = async (batch, ports) => {
  const messages = batch.map(parseMessage);
  const failed: string[] = [];
  for (const [site, ofSite] of Map.groupBy(messages, (message) => message.site)) {
    const unfinished = await renderSitePages(site, ofSite, ports);
    const isFinished = ({ jobs }: Message): boolean => !jobs.some((job) => unfinished.has(job));
    failed.push(...ofSite.filter((message) => !isFinished(message)).map(({ id }) => id));
    const changes = ofSite.filter(isFinished).flatMap((message) => message.changes);
    const told = new Map(changes.map((change) => [keyText(change), change]));
    await ports.queues.send(
      lookMessages(
        'rendered',
        [...told.values()].map((change) => ({ change, round: 0 })),
      ),
    );
  }
  return failed;
};

const parseMessage = ({ id, body }: Incoming): Message => ({
  ...(JSON.parse(body) as PageMessage),
  id,
});

interface Work {
  readonly job: string;
  readonly want: string;
  readonly done: Done | undefined;
  /** What the ledger has; `done` may know of pages that a crashed renderer left. */
  readonly noted: Done | undefined;
}

/** Renders what is stale among the jobs, and gives those that could not be finished. */
async function renderSitePages(
  site: SiteId,
  messages: readonly Message[],
  ports: Ports,
): Promise<ReadonlySet<string>> {
  const jobs = [...new Set(messages.flatMap((message) => message.jobs))];
  const unfinished = new Set<string>();
  let work = await staleOf(site, jobs, ports);
  for (let round = 0; work.length > 0 && round < ROUNDS_MAX; round++) {
    const results = await renderOnce(site, work, ports);
    for (const { job, result } of results) {
      if (!(result instanceof Error)) continue;
      unfinished.add(job);
      ports.log({ message: 'page not rendered', site, job, error: result.message });
    }
    work = await stillStale(site, results, ports);
  }
  for (const { job } of work) unfinished.add(job);
  return unfinished;
}

/**
 * What was lost to another writer and is not done by it. The ledger is read again: what is rendered from here on is
 * rendered for what is wanted now, and noting an older nonce would undo what the other one noted.
 */
async function stillStale(
  site: SiteId,
  results: Awaited<ReturnType<typeof renderOnce>>,
  ports: Ports,
): Promise<readonly Work[]> {
  const known = new Map(
    results.flatMap(({ job, result }) => ('known' in result ? [[job, result.known] as const] : [])),
  );
  if (known.size === 0) return [];
  const stale = await staleOf(site, [...known.keys()], ports);
  return stale.map((one) => ({ ...one, done: known.get(one.job) }));
}

async function renderOnce(id: SiteId, work: readonly Work[], ports: Ports) {
  const since = ports.now();
  // Settings are records like any other: read after the ledger, and again each time.
  const site = await configuredSite(ports, id);
  const rendered = await readAll(
    work.map(({ job }) => pagesOf(parseJob(job), site)),
    ports,
  );
  const results = await Promise.all(
    work.map(async (one, n) => ({
      ...one,
      result: await putPages(site, { ...one, since }, rendered[n], ports),
    })),
  );
  const put = results.flatMap(({ result }) => ('done' in result ? [result] : []));
  await noteSitemapFiles(
    id,
    put.flatMap(({ fresh }) => fresh),
    ports,
  );
  await ports.table.write(put.map(({ done }) => done));
  return results;
}

/** Losing a page to another writer this often in a row means that something is wrong; the queue tries again later. */
const ROUNDS_MAX = 5;

/** The jobs whose wanted nonce is not the one done. The ledger is read before any record is: what was wanted by then is in what is read afterwards. */
async function staleOf(
  site: SiteId,
  jobs: readonly string[],
  { table }: Ports,
): Promise<readonly Work[]> {
  const items = await table.get(jobs.flatMap((job) => [wantKey(site, job), doneKey(site, job)]));
  const at = (key: Key): Item | undefined => items.get(keyText(key));
  return jobs.flatMap((job) => {
    const want = at(wantKey(site, job))?.['nonce'];
    const done = at(doneKey(site, job));
    const last = done && recordOf<Done>(done);
    return typeof want === 'string' && want !== last?.nonce
      ? [{ job, want, done: last, noted: last }]
      : [];
  });
}

type Put = { readonly done: Write; readonly fresh: readonly Path[] } | { readonly known: Done };

/** Puts a job's pages, `fresh` those that were never put before; `known` are the ETags to try again with, read before the records will be. */
async function putPages(
  site: Site,
  { job, want, done, noted, since }: Work & { readonly since: Instant },
  rendered: readonly Page[] | Error | undefined,
  ports: Ports,
): Promise<Put | Error> {
  if (!rendered) return new Error(`Nothing was rendered of ${job}.`);
  if (rendered instanceof Error) return rendered;
  try {
    const pages = [...rendered, ...vanished(site, job, rendered, done)];
    const etags = await putAll(site.id, pages, done?.etags ?? {}, ports);
    const written = Object.fromEntries(
      pages.flatMap(({ path }, n) => (etags[n] ? [[path, etags[n]]] : [])),
    );
    const etagsNow = { ...done?.etags, ...written };
    const next: Done = { nonce: want, at: ports.now(), since, etags: etagsNow };
    if (etags.every((etag) => etag !== undefined))
      return {
        done: { put: { ...doneKey(site.id, job), ...next } },
        fresh: pages.map(({ path }) => path).filter((path) => !noted?.etags[path]),
      };
    const lost = pages.filter((_, n) => !etags[n]).map(({ path }) => path);
    const doubtful = [...lost, ...pagesLeft(job, next.etags)];
    return { known: { ...next, etags: await corrected(site.id, doubtful, next.etags, ports) } };
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/**
 * Puts pages; those that the ledger does not know come last, after one that it does or that is always there. So whoever
 * takes a job up after its renderer died loses that one, and learns of what else may have been left.
 */
async function putAll(
  site: SiteId,
  pages: readonly Page[],
  etags: Done['etags'],
  ports: Ports,
): Promise<readonly (string | undefined)[]> {
  const put = (page: Page): Promise<string | undefined> =>
    ports.pages.put(site, page, stamp(page, ports.nonce()), etags[page.path]);
  const isFirst = (page: Page): boolean => page === pages[0] || etags[page.path] !== undefined;
  const first = new Map(
    await Promise.all(pages.filter(isFirst).map(async (page) => [page, await put(page)] as const)),
  );
  const isLost = [...first.values()].includes(undefined);
  return await Promise.all(
    pages.map((page) => (first.has(page) || isLost ? first.get(page) : put(page))),
  );
}

/** The pages that a job of many may have left without the ledger knowing: an archive's hours. */
function pagesLeft(key: string, etags: Done['etags']): readonly Path[] {
  const job = parseJob(key);
  if (job.kind !== 'archive') return [];
  return hourPaths(job.list, job.day).filter((path) => !etags[path]);
}

/** The ETags of pages that were lost to another writer, as they are now. */
async function corrected(
  site: SiteId,
  lost: readonly Path[],
  etags: Done['etags'],
  ports: Ports,
): Promise<Done['etags']> {
  const now = await Promise.all(
    lost.map(async (path) => [path, await ports.pages.etag(site, path)] as const),
  );
  const kept = Object.entries(etags).filter(([path]) => !lost.includes(path as Path));
  return Object.fromEntries([
    ...kept,
    ...now.flatMap(([path, etag]) => (etag ? [[path, etag]] : [])),
  ]);
}

/** Pages that the job once had and has no more: an archive's hours. An article's former address is another job's. */
function vanished(
  site: Site,
  job: string,
  rendered: readonly Page[],
  done: Done | undefined,
): readonly Page[] {
  const { kind } = parseJob(job);
  if (kind === 'article' || kind === 'former') return [];
  const now = new Set<string>(rendered.map(({ path }) => path));
  return Object.keys(done?.etags ?? {})
    .filter((path) => !now.has(path))
    .map((path) => renderMissing(site, path as Path));
}
