import type { Change } from '../graph/change.ts';
import type { JobKey } from '../graph/jobs.ts';
import type { Instant, SiteId } from '../ids.ts';
import { keyText, type Ports } from '../ports.ts';
import { doneKey, wantKey } from '../table/keys.ts';
import { recordOf } from '../table/records.ts';
import { shifted } from '../time.ts';

/** What was last rendered of a job: for which nonce, and the ETags by path that the next rendering must find. */
export interface Done {
  readonly nonce: string;
  /** When its pages were put. */
  readonly at: Instant;
  /** When nothing of what they show had been read yet. */
  readonly since?: Instant | undefined;
  readonly etags: Readonly<Record<string, string>>;
}

/** What is wanted of pages, and what is done. */
export interface Ledger {
  readonly want: (site: SiteId, job: string) => string | undefined;
  readonly done: (site: SiteId, job: string) => Done | undefined;
}

/** Reads the ledger of all jobs of these changes. */
export async function readLedger(
  changes: readonly Change[],
  { table }: Pick<Ports, 'table'>,
): Promise<Ledger> {
  const keys = changes.flatMap(({ site, planned }) =>
    (planned?.jobs ?? []).flatMap((job) => [wantKey(site, job), doneKey(site, job)]),
  );
  const distinct = [...new Map(keys.map((key) => [keyText(key), key])).values()];
  const items = await table.get(distinct);
  return {
    want: (site, job) => items.get(keyText(wantKey(site, job)))?.['nonce'] as string | undefined,
    done: (site, job) => {
      const item = items.get(keyText(doneKey(site, job)));
      return item && recordOf<Done>(item);
    },
  };
}

/** Clocks of functions differ by less than this. */
export const SKEW_MS = 5000;

/** Whether every page of a change shows it, or something newer. */
export const rendered = (change: Change, ledger: Ledger): boolean =>
  change.planned?.jobs.every((job) => includes(change, job, ledger)) ?? false;

/**
 * A page includes a change when it was read for the nonce that the change wanted it for, or for the one wanted now, or
 * when reading it began so long after the plan that the change was surely there: a front under a stream of news is
 * never quite done.
 */
export function includes({ site, planned }: Change, job: JobKey, ledger: Ledger): boolean {
  const done = ledger.done(site, job);
  if (!done || !planned) return false;
  if (done.nonce === planned.nonce || done.nonce === ledger.want(site, job)) return true;
  return done.since !== undefined && done.since > shifted(planned.at, SKEW_MS);
}
