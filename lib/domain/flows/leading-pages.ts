import type { Change } from '../graph/change.ts';
import { type JobKey, jobKey, parseJob } from '../graph/jobs.ts';
import { type ArticleId, articleId, type Path, path, type SiteId } from '../ids.ts';
import { keyText, type Ports, type Table, type Write } from '../ports.ts';
import {
  isLeading,
  leadsToKey,
  leadsToPk,
  REDIRECT_OWNER,
  readRedirect,
  redirectKey,
} from '../redirects/records.ts';
import { targetOf } from '../redirects/target.ts';
import type { Site } from '../site/site.ts';
import { citedPk, claimKey, edgeKey } from '../table/keys.ts';

/** One page, or all of an article's, that leads to a path of the site. */
interface Lead {
  readonly job: JobKey;
  readonly to: Path;
}

type LeadPorts = Pick<Ports, 'table'>;

/**
 * The jobs whose pages have to follow a change because they lead where it happened, over however many redirects.
 *
 * Who leads to an article is written down twice over: by whoever leads to an address that an article has, and by the
 * article that comes to have an address to which somebody leads. Each looks for the other after its own commit, so that
 * of the two at least one sees the other.
 *
 * @param citing the jobs known to name the article or to lead to it.
 */
export async function leadingPages(
  { site: id, cause }: Change,
  site: Site,
  citing: Promise<readonly JobKey[]>,
  { table }: LeadPorts,
): Promise<readonly JobKey[]> {
  if (cause.what === 'redirects') {
    await noteLeads(id, await loadedLeads(id, cause.paths, table), table);
    const loaded = cause.paths.map((at) => jobKey({ kind: 'redirect', path: at }));
    return await following(id, loaded, table);
  }
  if (cause.what !== 'article' || !cause.addressesChanged) return [];
  if (cause.leadsTo !== undefined)
    await noteLeads(id, withdrawnLeads(cause.id, cause.leadsTo, site), table);
  const [arrived, known] = await Promise.all([leadingTo(id, newAddresses(cause), table), citing]);
  if (arrived.length > 0)
    await table.write(arrived.map((job) => ({ put: { ...edgeKey(id, cause.id, job) } })));
  const first = [...new Set([...known.filter(isLeading), ...arrived])];
  return await following(id, first, table);
}

function newAddresses(cause: Extract<Change['cause'], { what: 'article' }>): readonly Path[] {
  const { before, after, addresses = [] } = cause;
  const current = after && after.path !== before?.path ? [after.path] : [];
  return [...new Set([...current, ...addresses])];
}

function withdrawnLeads(id: ArticleId, leadsTo: string, site: Site): readonly Lead[] {
  const to = targetOf(site, leadsTo);
  return to.kind === 'path' ? [{ job: jobKey({ kind: 'former', id }), to: to.path }] : [];
}

/** Of the addresses of the time before Offstone, those that lead to a path. */
async function loadedLeads(
  site: SiteId,
  paths: readonly Path[],
  table: Table,
): Promise<readonly Lead[]> {
  const items = await table.get(paths.map((at) => redirectKey(site, at)));
  return [...items.values()].flatMap((item) => {
    const legacy = readRedirect(item);
    return legacy?.to.kind === 'path'
      ? [{ job: jobKey({ kind: 'redirect', path: legacy.from }), to: legacy.to.path }]
      : [];
  });
}

/** Writes down who leads to a path and, where an article has it by now, to that article. */
async function noteLeads(site: SiteId, leads: readonly Lead[], table: Table): Promise<void> {
  if (leads.length === 0) return;
  await table.write(leads.map(({ job, to }) => ({ put: { ...leadsToKey(site, to, job) } })));
  const claims = await table.get(leads.map(({ to }) => claimKey(site, to)));
  const edges = leads.flatMap(({ job, to }): readonly Write[] => {
    const owner = claims.get(keyText(claimKey(site, to)))?.['id'];
    return typeof owner === 'string' && owner !== REDIRECT_OWNER
      ? [{ put: { ...edgeKey(site, articleId(owner), job) } }]
      : [];
  });
  if (edges.length > 0) await table.write(edges);
}

async function leadingTo(
  site: SiteId,
  paths: readonly Path[],
  table: Table,
): Promise<readonly JobKey[]> {
  const found = await Promise.all(paths.map((at) => table.query({ pk: leadsToPk(site, at) })));
  return [...new Set(found.flat().map(({ sk }) => sk as JobKey))];
}

/** These jobs, and those whose pages lead to theirs. */
async function following(
  site: SiteId,
  first: readonly JobKey[],
  table: Table,
): Promise<readonly JobKey[]> {
  const found = new Set(first);
  let open = first;
  while (open.length > 0) {
    const next = await Promise.all(open.map((job) => leadingToJob(site, job, table)));
    open = [...new Set(next.flat())].filter((job) => !found.has(job));
    for (const job of open) found.add(job);
  }
  return [...found];
}

async function leadingToJob(site: SiteId, key: JobKey, table: Table): Promise<readonly JobKey[]> {
  const job = parseJob(key);
  if (job.kind === 'redirect') return await leadingTo(site, [path(job.path)], table);
  if (job.kind !== 'former') return [];
  const citing = await table.query({ pk: citedPk(site, job.id) });
  return citing.map(({ sk }) => sk).filter(isLeading);
}
