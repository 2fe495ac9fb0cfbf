import type { Cause, Change } from '../graph/change.ts';
import { type Job, type JobKey, jobKey } from '../graph/jobs.ts';
import {
  type Look,
  lookMessages,
  pageMessages,
  relateMessage,
  type WantedPage,
} from '../graph/messages.ts';
import { stalePages, strayPages } from '../graph/stale-pages.ts';
import type { SiteId } from '../ids.ts';
import {
  type Consume,
  type Item,
  type Key,
  keyText,
  type Outgoing,
  type Ports,
  type Write,
} from '../ports.ts';
import {
  citedPk,
  dayKey,
  strayKey,
  TRANSLATION_EDGE,
  translationsKey,
  wantKey,
} from '../table/keys.ts';
import { readChange } from '../table/records.ts';
import { dayIn } from '../time.ts';
import { leadingPages } from './leading-pages.ts';
import { siteOf } from './sites.ts';
import { walkStep } from './walk-site.ts';

/** Turns committed changes into render jobs. A change that cannot be planned is tried again, and holds up none of the others. */
export const planPages: Consume = async (batch, ports) => {
  const changes = batch.map(({ id, body }) => ({ id, item: JSON.parse(body) as Item }));
  const unplanned = await planChanges(
    changes.map(({ item }) => item),
    ports,
  );
  return changes.filter(({ item }) => unplanned.has(keyText(item))).map(({ id }) => id);
};

interface Planned {
  readonly key: Key;
  readonly change: Change;
  readonly jobs: readonly Job[];
  readonly writes: readonly Write[];
}

/**
 * Plans changes together: a page that several of them touch becomes one job. Every attempt wants its pages under a
 * nonce never used before, so whichever attempt writes last, a page counts as done only when it was read after that.
 * Gives the keys (`keyText`) of those that could not be planned.
 */
export async function planChanges(
  items: readonly Item[],
  ports: Ports,
): Promise<ReadonlySet<string>> {
  const unplanned = new Set<string>();
  const attempts = await Promise.all(
    items.map(async (item) => {
      try {
        return [await planOne(item, ports)];
      } catch (error) {
        unplanned.add(keyText(item));
        const reason = error instanceof Error ? error.message : String(error);
        ports.log({ message: 'change not planned', change: item.sk, error: reason });
        return [];
      }
    }),
  );
  const planned = attempts.flat();
  const at = ports.now();
  const nonce = ports.nonce();
  const wanted = new Map<string, Write>();
  for (const { change, jobs } of planned)
    for (const job of jobs) {
      const key = wantKey(change.site, jobKey(job));
      wanted.set(key.pk, { put: { ...key, nonce, at } });
    }
  const writes = planned.flatMap((one) => one.writes);
  await ports.table.write([
    ...wanted.values(),
    ...new Map(writes.map((write) => [textOf(write), write])).values(),
    ...planned.map(({ key, change, jobs }): Write => {
      const plan = { at, nonce, jobs: jobs.map(jobKey) };
      return { put: { ...(change as unknown as Item), ...key, planned: plan } };
    }),
  ]);
  const wait = planned.length > BURST ? BURST_SECONDS : 0;
  await ports.queues.send([
    ...pageMessages(wantedPages(planned), wait),
    ...otherMessages(planned, wait),
  ]);
  return unplanned;
}

async function planOne(item: Item, ports: Ports): Promise<Planned> {
  const change = readChange(item);
  const { cause } = change;
  const key = { pk: item.pk, sk: item.sk };
  const site = siteOf(ports, change.site);
  if (cause.what === 'everything') {
    const step = await walkStep(change, ports);
    return { key, change, ...step };
  }
  const cited = cause.what === 'article' && (cause.cardChanged || cause.addressesChanged);
  const citing = cited ? citers(change.site, cause, ports) : Promise.resolve([]);
  const [citedBy, leading] = await Promise.all([
    citing,
    leadingPages(change, site, citing, ports),
    noteArrival(change, site.timeZone, ports),
  ]);
  const writes = strayPages(cause, site.timeZone).map(
    (job): Write => ({ put: { ...strayKey(change.site, jobKey(job)) } }),
  );
  const jobs = stalePages(cause, [...citedBy, ...leading], site.timeZone);
  return { key, change, jobs, writes };
}

/**
 * Writes down what pages will ask for besides heads and lists: the days that have news, and who translates whom.
 * Before any page is wanted: a page that is rendered for the new nonce must find them.
 */
async function noteArrival(
  { site, cause }: Change,
  timeZone: string,
  { table }: Ports,
): Promise<void> {
  if (cause.what !== 'article' || !cause.after) return;
  const { before, after, originals = [], id } = cause;
  const day = dayIn(timeZone, after.publishedAt);
  const known = before && dayIn(timeZone, before.publishedAt) === day ? before.archives : [];
  const days = after.archives
    .filter((list) => !known.includes(list))
    .map((list): Write => ({ put: { ...dayKey(site, list, day) } }));
  await Promise.all([
    days.length > 0 && table.write(days),
    originals.length > 0 &&
      table.addToSets(
        originals.map((original) => ({ key: translationsKey(site, original), members: [id] })),
      ),
  ]);
}

const textOf = (write: Write): string => keyText('put' in write ? write.put : write.delete);

/**
 * The pages that show the article by name, and those of other translations of the same originals. Read after the
 * commit, so that whoever cites an article from then on reads it as it is now.
 */
async function citers(
  site: SiteId,
  { id, originals = [] }: Extract<Cause, { what: 'article' }>,
  { table }: Ports,
): Promise<readonly JobKey[]> {
  const found = await Promise.all([
    table.query({ pk: citedPk(site, id) }),
    ...originals.map((original) =>
      table.query({
        pk: citedPk(site, original),
        from: TRANSLATION_EDGE,
        to: `${TRANSLATION_EDGE}\uffff`,
      }),
    ),
  ]);
  return found.flat().map(({ sk }) => sk.replace(TRANSLATION_EDGE, 'article|') as JobKey);
}

function wantedPages(planned: readonly Planned[]): readonly WantedPage[] {
  const wanted = new Map<string, WantedPage & { readonly changes: Key[] }>();
  for (const { key, change, jobs } of planned) {
    const { site, lane } = change;
    const herald = heraldOf(change);
    for (const job of jobs) {
      const text = jobKey(job);
      const name = `${site} ${text}`;
      const known = wanted.get(name) ?? { site, job, lane, urgent: false, changes: [] };
      if (text === herald) known.changes.push(key);
      wanted.set(name, {
        ...known,
        lane: lane === 'live' ? lane : known.lane,
        urgent: known.urgent || isUrgent(change) || isOwn(change, job),
      });
    }
  }
  return [...wanted.values()];
}

/** The job after which a change may be announced, if it is announced by one. */
function heraldOf({ cause, announce }: Change): JobKey | undefined {
  if (announce.length === 0) return undefined;
  switch (cause.what) {
    case 'article':
      return cause.after ? jobKey({ kind: 'article', id: cause.id }) : undefined;
    case 'curation':
      return jobKey({ kind: 'list', list: cause.list });
    case 'everything':
      return jobKey({ kind: 'site' });
    default:
      return undefined;
  }
}

/** Whether a page is what the change is about, and not one of the many that only tell of it. */
function isOwn({ cause }: Change, job: Job): boolean {
  switch (job.kind) {
    case 'article':
    case 'former':
      return cause.what === 'article' && job.id === cause.id;
    case 'list':
      return cause.what === 'curation';
    case 'redirect':
    case 'site':
      return true;
    default:
      return false;
  }
}

/** What readers must not see any more waits for nothing. */
const isUrgent = (change: Change): boolean =>
  isWithdrawal(change) || (change.cause.what === 'article' && change.cause.redacts === true);

const isWithdrawal = ({ cause }: Change): boolean =>
  cause.what === 'article' && cause.before !== undefined && cause.after === undefined;

/** Of more changes at once, as when many embargoes end together, the articles come before all that tells of them. */
const BURST = 20;
const BURST_SECONDS = 4;

/** The first look whether a change is done with; most are by then. */
const SETTLE_SECONDS = 6;

function otherMessages(planned: readonly Planned[], wait: number): readonly Outgoing[] {
  const relates = planned.flatMap(({ change: { cause, site, lane } }) =>
    cause.what === 'article' && cause.cardChanged
      ? [relateMessage({ site, id: cause.id }, lane, wait)]
      : [],
  );
  const looksOf = (some: readonly Planned[]): readonly Look[] =>
    some.map(({ key }) => ({ change: key, round: 0 }));
  const urgent = planned.filter(({ change }) => isUrgent(change));
  return [
    ...relates,
    ...lookMessages('rendered', looksOf(planned.filter(isUntold))),
    ...lookMessages('settle', looksOf(urgent)),
    ...lookMessages(
      'settle',
      looksOf(planned.filter((one) => !urgent.includes(one))),
      SETTLE_SECONDS,
    ),
  ];
}

/** Whether nothing is rendered after which the change would be announced; a withdrawal is announced by settling. */
function isUntold({ change, jobs }: Planned): boolean {
  const herald = heraldOf(change);
  const told = jobs.some((job) => jobKey(job) === herald);
  return change.announce.length > 0 && !told && !isWithdrawal(change);
}
