import { type Job, type JobKey, jobKey, parseJob } from '../graph/jobs.ts';
import { readAll } from '../graph/reading.ts';
import { pagesOfArticle } from '../graph/stale-pages.ts';
import type { Path, SiteId } from '../ids.ts';
import { jobOfPath } from '../pages/job-of-path.ts';
import { pagesOf } from '../pages/pages-of.ts';
import type { Item, Ports } from '../ports.ts';
import { type Head, visibleCard } from '../publishing/head.ts';
import { unstamp } from '../rendering/stamp.ts';
import type { Page } from '../rendering/view.ts';
import type { Site } from '../site/site.ts';
import { changePk, gonePk, headKey, listingPk, shards } from '../table/keys.ts';
import { readHead } from '../table/records.ts';
import { dayIn } from '../time.ts';
import { listRedirects } from './load-redirects.ts';
import { configuredSite } from './sites.ts';

/** Where a site is not what its records say. `busy`: a change is still under way, so that nothing can be said of its pages yet. */
export interface Difference {
  readonly path: string;
  readonly problem: 'missing' | 'differs' | 'unexpected' | 'not rendered' | 'busy';
  readonly detail?: string | undefined;
}

type VerifyPorts = Pick<Ports, 'table' | 'pages' | 'drop' | 'sites'>;

/** Objects that are put beside the pages, not rendered from records. */
const BESIDE = /^\/media\//;
const STEP = 100;

/**
 * Proves that a site is what its records say (law 5): renders every page anew and compares it with the stored one,
 * and looks for stored pages that no record accounts for. `progress` hears how many pages were compared.
 */
export async function* verifySite(
  id: SiteId,
  ports: VerifyPorts,
  progress: (compared: number) => void = () => {},
): AsyncGenerator<Difference> {
  const site = await configuredSite(ports, id);
  yield* openChanges(id, ports);
  const seen = new Set<string>();
  const jobs = new Set<JobKey>();
  const compare = async (wanted: readonly Job[], only?: Path): Promise<readonly Difference[]> => {
    const fresh = wanted.filter((job) => !jobs.has(jobKey(job)));
    if (!only) for (const job of fresh) jobs.add(jobKey(job));
    const found = await compareJobs(site, fresh, { seen, only }, ports);
    progress(seen.size);
    return found;
  };
  yield* await compare(alwaysThere(site));
  for await (const some of jobsOfRedirects(id, ports)) yield* await compare(some);
  for await (const some of jobsOfArticles(site, ports)) yield* await compare(some);
  for await (const path of ports.pages.list(id)) {
    if (seen.has(path) || BESIDE.test(path)) continue;
    const job = jobOfPath(path);
    if (job) yield* await compare([job], path);
    if (!seen.has(path)) yield* await leftover(site, path, ports);
  }
}

const alwaysThere = (site: Site): readonly Job[] => [
  { kind: 'site' },
  { kind: 'sitemap-index' },
  { kind: 'news-sitemap' },
  { kind: 'list', list: '' },
  ...site.settings.sections.map(({ path }): Job => ({ kind: 'list', list: `section:${path}` })),
];

async function* openChanges(site: SiteId, { table }: VerifyPorts): AsyncGenerator<Difference> {
  for (const shard of shards)
    for (const { sk } of await table.query({ pk: changePk(site, shard) }))
      yield {
        path: '',
        problem: 'busy',
        detail: `a change of ${sk.replace('#', ', ')} is not done yet`,
      };
}

async function* jobsOfArticles(site: Site, ports: VerifyPorts): AsyncGenerator<readonly Job[]> {
  for (const pk of [listingPk(site.id, ''), gonePk(site.id)]) {
    let from: string | undefined;
    for (;;) {
      const items: readonly Item[] = await ports.table.query({
        pk,
        limit: STEP,
        ...(from && { from }),
      });
      const heads = await ports.table.get(
        items.map((item) => headKey(site.id, item['id'] as Head['id'])),
      );
      yield [...heads.values()].flatMap((item) => jobsOf(site, readHead(item)));
      const last = items.at(-1)?.sk;
      if (items.length < STEP || last === from) break;
      from = last;
    }
  }
}

async function* jobsOfRedirects(site: SiteId, ports: VerifyPorts): AsyncGenerator<readonly Job[]> {
  const all = await listRedirects(site, ports);
  for (let at = 0; at < all.length; at += STEP)
    yield all.slice(at, at + STEP).map(({ from }): Job => ({ kind: 'redirect', path: from }));
}

function jobsOf(site: Site, head: Head | undefined): readonly Job[] {
  if (!head) return [];
  const card = visibleCard(head);
  if (card) return pagesOfArticle(card, true, dayIn(site.timeZone, card.publishedAt));
  return [
    { kind: 'article', id: head.id },
    { kind: 'former', id: head.id },
  ];
}

async function compareJobs(
  site: Site,
  jobs: readonly Job[],
  /** `only`: a month's overview is rendered with a day that may have no page. */
  { seen, only }: { readonly seen: Set<string>; readonly only?: Path | undefined },
  ports: VerifyPorts,
): Promise<readonly Difference[]> {
  const rendered = await readAll(
    jobs.map((job) => pagesOf(parseJob(jobKey(job)), site)),
    ports,
  );
  const found = await Promise.all(
    rendered.map(async (pages, n): Promise<readonly Difference[]> => {
      if (pages instanceof Error) {
        const job = jobs[n];
        return [{ path: job ? jobKey(job) : '', problem: 'not rendered', detail: pages.message }];
      }
      const compared = pages.filter(({ path }) => !only || path === only);
      for (const { path } of compared) seen.add(path);
      return (await Promise.all(compared.map((page) => comparePage(site.id, page, ports)))).flat();
    }),
  );
  return found.flat();
}

async function comparePage(
  site: SiteId,
  page: Page,
  { pages }: VerifyPorts,
): Promise<readonly Difference[]> {
  const stored = await pages.get(site, page.path);
  if (!stored) return [{ path: page.path, problem: 'missing' }];
  const differing = [
    unstamp(stored.contentType, stored.body) !== page.body && 'its text',
    stored.status !== page.status && `its status, ${stored.status} for ${page.status}`,
    page.status === 301 && stored.location !== page.location && 'where it leads',
    stored.cacheControl !== page.cacheControl && 'how long it is cached',
  ].filter((one) => one !== false);
  return differing.length > 0
    ? [{ path: page.path, problem: 'differs', detail: differing.join(', ') }]
    : [];
}

/** A page that nothing renders any more is lawful only when it says that there is nothing. */
async function leftover(
  site: Site,
  path: Path,
  { pages }: VerifyPorts,
): Promise<readonly Difference[]> {
  const stored = await pages.get(site.id, path);
  return stored && stored.status !== 404 ? [{ path, problem: 'unexpected' }] : [];
}
