import type { Change } from '../graph/change.ts';
import { parseJob } from '../graph/jobs.ts';
import type { ArticleId, Path } from '../ids.ts';
import type { Ports } from '../ports.ts';
import { dayPath, hourPaths, listPaths } from '../rendering/addresses.ts';
import { changePk, shards } from '../table/keys.ts';
import { readChange } from '../table/records.ts';
import { shifted } from '../time.ts';
import { includes, type Ledger, readLedger, SKEW_MS } from './ledger.ts';
import { ownPathsOf } from './own-paths.ts';
import { surfacesClean } from './surfaces.ts';

/** After this no renderer is left that read the records before the withdrawal: none lives for longer than 30 seconds. */
const RENDERING_MS = 60_000;
/** More pages than this in doubt, and the withdrawal rather waits for them to be rendered. */
const LOOKED_AT_MAX = 200;

/**
 * Whether a page may still show the article for want of an older change: a list it had left, a related post that was
 * replaced. Such a page is not among those of the withdrawal itself. At first its own rendering is waited for; where
 * that does not come, the page is looked at, so that what is stuck holds up no withdrawal that it does not concern.
 */
export async function isShownByOlder(
  change: Change,
  { id, own }: { readonly id: ArticleId; readonly own: readonly Path[] },
  ports: Pick<Ports, 'table' | 'edge' | 'sites' | 'now'>,
): Promise<boolean> {
  const older = await olderChanges(change, id, ports);
  const ledger = await readLedger(older, ports);
  const waiting = older.filter((one) => !one.planned);
  const jobs = new Set(
    older.flatMap((one) => (one.planned?.jobs ?? []).filter((job) => !includes(one, job, ledger))),
  );
  if (waiting.length === 0 && jobs.size === 0) return false;
  if (waiting.length > 0 || ports.now() < shifted(change.since ?? change.at, RENDERING_MS))
    return true;
  const paths = await pathsOf(change, [...jobs], ledger, ports);
  return (
    paths.length > LOOKED_AT_MAX || !(await surfacesClean(change.site, { id, own }, paths, ports))
  );
}

async function olderChanges(
  change: Change,
  id: ArticleId,
  { table }: Pick<Ports, 'table'>,
): Promise<readonly Change[]> {
  const since = shifted(change.since ?? change.at, SKEW_MS);
  const found = await Promise.all(
    shards.map((shard) => table.query({ pk: changePk(change.site, shard) })),
  );
  return found
    .flat()
    .map(readChange)
    .filter((one) => (one.since ?? one.at) < since && mayShow(one, id));
}

/**
 * Whether a change may have taken an article from a page that has not been rendered since. Another article's change does
 * so where it left its address, with whatever its page said there, or where it is a translation; a walk over the site
 * shows nothing anew.
 */
function mayShow({ cause }: Change, id: ArticleId): boolean {
  switch (cause.what) {
    case 'article':
      return (
        cause.id === id ||
        cause.originals !== undefined ||
        (cause.addressesChanged && cause.before !== undefined)
      );
    case 'related':
    case 'curation':
      return true;
    default:
      return false;
  }
}

/** The addresses that jobs have: as last rendered, and those at which a page may be that the ledger does not know of. */
async function pathsOf(
  { site }: Change,
  jobs: readonly string[],
  ledger: Ledger,
  ports: Pick<Ports, 'table'>,
): Promise<readonly string[]> {
  const noted = jobs.flatMap((job) => Object.keys(ledger.done(site, job)?.etags ?? {}));
  const found = await Promise.all(
    jobs.map(parseJob).map(async (job): Promise<readonly Path[]> => {
      switch (job.kind) {
        case 'article':
        case 'former':
          return await ownPathsOf(site, job.id, ports);
        case 'list':
          return listPaths(job.list);
        case 'archive':
          return [dayPath(job.list, job.day), ...hourPaths(job.list, job.day)];
        default:
          return [];
      }
    }),
  );
  return [...new Set([...noted, ...found.flat()])];
}
