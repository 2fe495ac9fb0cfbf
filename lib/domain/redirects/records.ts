import { type JobKey, jobKey } from '../graph/jobs.ts';
import type { Path, SiteId } from '../ids.ts';
import type { Item, Key } from '../ports.ts';
import { strayKey } from '../table/keys.ts';
import { itemOf, recordOf } from '../table/records.ts';
import type { Legacy } from './legacy.ts';

/** Who owns the address of a redirect: no article's id begins so. */
export const REDIRECT_OWNER = '>';

/** A redirect stands among the pages that no article leads to, so that a walk over the site meets it. It never changes. */
export const redirectKey = (site: SiteId, from: Path): Key =>
  strayKey(site, jobKey({ kind: 'redirect', path: from }));

export const redirectItem = (site: SiteId, legacy: Legacy): Item =>
  itemOf(redirectKey(site, legacy.from), legacy);

export const readRedirect = (item: Item | undefined): Legacy | undefined =>
  item && recordOf<Legacy>(item);

/** Who leads to a path, so that those before it in a chain follow when it leads on or an article comes to have it. */
export const leadsToPk = (site: SiteId, to: Path): string => `${site}#TO#${to}`;

/** By the job that renders what leads there: an old address, or the addresses of a withdrawn article. */
export const leadsToKey = (site: SiteId, to: Path, job: JobKey): Key => ({
  pk: leadsToPk(site, to),
  sk: job,
});

/** Whether a job's pages depend on where something is, not on what it says. */
export const isLeading = (job: string): job is JobKey =>
  job.startsWith('redirect|') || job.startsWith('former|');
