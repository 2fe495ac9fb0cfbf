import type { Change } from '../graph/change.ts';
import { nightMessage, type ReleaseMessage, releaseMessage } from '../graph/messages.ts';
import type { Instant, SiteId } from '../ids.ts';
import { type Consume, type Incoming, type Item, keyText, type Ports } from '../ports.ts';
import type { Lane } from '../publishing/article.ts';
import type { Due } from '../publishing/due.ts';
import { renderVersion } from '../rendering/version.ts';
import type { Site } from '../site/site.ts';
import { changePk, duePk, hourOf, monthKey, shards, tickKey } from '../table/keys.ts';
import { changeItem, itemOf, readChange, recordOf } from '../table/records.ts';
import { dayIn, instant, millis, shifted } from '../time.ts';
import { dateSite } from './date-site.ts';
import { releaseDues } from './release-due.ts';
import { siteOf } from './sites.ts';

/**
 * The minute's round: sends what is due in the next three minutes on its way, finds what was missed, and takes up
 * changes that were left lying. Between rounds it releases what has become due.
 */
export const sweepDue: Consume = async (batch, ports) => {
  const ticks = batch.filter(({ body }) => isTick(body));
  const releases = batch.filter(({ body }) => !isTick(body));
  const failed = releases.length > 0 ? await releaseDues(releases.map(parseRelease), ports) : [];
  if (ticks.length === 0) return failed;
  for (const site of ports.sites.keys()) await sweepSite(site, ports);
  return failed;
};

const isTick = (body: string): boolean => body === '{"tick":true}';

const parseRelease = ({ id, body }: Incoming): ReleaseMessage & { readonly messageId: string } => ({
  ...(JSON.parse(body) as ReleaseMessage),
  messageId: id,
});

const AHEAD_MS = 3 * 60_000;

interface Tick {
  readonly at: Instant;
  /** Which renderer's pages the site has. */
  readonly renderer?: number | string | undefined;
}

async function sweepSite(site: SiteId, ports: Ports): Promise<void> {
  const now = ports.now();
  const known = await ports.table.get([tickKey(site), monthKey(site)]);
  const item = known.get(keyText(tickKey(site)));
  const last = item && recordOf<Tick>(item);
  await dateSite(site, known, ports);
  if (last?.renderer !== renderVersion)
    await ports.table.write([{ put: allPages(site, now, last) }]);
  // A release that was on its way when something broke is overdue, not lost: the hour before is looked at as well.
  const since = shifted(last?.at ?? now, -HOUR_MS);
  const due = await dueBetween(site, since, shifted(now, AHEAD_MS), ports);
  await ports.queues.send([
    ...due.map((one) => releaseMessage({ site, due: one }, now)),
    ...(isNewDay(siteOf(ports, site), last?.at, now) ? [nightMessage(site)] : []),
  ]);
  await takeUp(site, now, ports);
  await ports.table.write([
    { put: itemOf(tickKey(site), { at: now, renderer: renderVersion } satisfies Tick) },
  ]);
}

const HOUR_MS = 3_600_000;

/** The first round after the site's midnight, or its first of all. */
const isNewDay = ({ timeZone }: Site, last: Instant | undefined, now: Instant): boolean =>
  last === undefined || dayIn(timeZone, last) !== dayIn(timeZone, now);

/**
 * A site's first round makes the pages that exist before any article does; the first round of a new renderer makes
 * every page anew, behind the day's news.
 */
const allPages = (site: SiteId, now: Instant, last: Tick | undefined): Item =>
  changeItem(`renderer|${renderVersion}`, {
    kind: 'change',
    site,
    at: now,
    lane: last ? 'bulk' : 'live',
    cause: { what: 'everything' },
    announce: [],
  });

async function dueBetween(
  site: SiteId,
  from: Instant,
  to: Instant,
  { table }: Ports,
): Promise<readonly Due[]> {
  const hours: string[] = [];
  for (let at = millis(from); hourOf(instant(at)) <= hourOf(to); at += HOUR_MS)
    hours.push(hourOf(instant(at)));
  const found = await Promise.all(
    hours.flatMap((hour) =>
      shards.map((shard) => table.query({ pk: duePk(site, hour, shard), to: `${to}\uffff` })),
    ),
  );
  return found.flat().map((item) => recordOf<Due>(item));
}

/** Changes older than this were left lying: their messages are lost or in a dead-letter queue. Bulk may stand in a long queue. */
const LEFT_LYING_MS: Readonly<Record<Lane, number>> = { live: 90_000, bulk: 900_000 };
const PATIENCE_MS_MAX = 900_000;
/** Of a shard: an import that waits its quarter of an hour must not hide a live change that was lost behind it. */
const READ_MAX = 1000;
const TAKEN_UP_MAX = 400;
const AT_ONCE = 20;

/**
 * Commits each change once more under a new name, so that the stream carries it again. Each time it waits twice as
 * long: where there is more work than is got through, doing what is merely late anew would make everything later.
 */
async function takeUp(site: SiteId, now: Instant, ports: Ports): Promise<void> {
  const to = shifted(now, -LEFT_LYING_MS.live);
  const found = await Promise.all(
    shards.map((shard) => ports.table.query({ pk: changePk(site, shard), to, limit: READ_MAX })),
  );
  const left = found.flat().filter((item) => isLeftLying(readChange(item), now));
  if (left.length === 0) return;
  ports.log({ message: 'changes taken up', site, count: left.length });
  for (let from = 0; from < Math.min(left.length, TAKEN_UP_MAX); from += AT_ONCE)
    await Promise.all(left.slice(from, from + AT_ONCE).map((item) => takeUpOne(item, now, ports)));
}

function isLeftLying({ at, since = at, lane, planned }: Change, now: Instant): boolean {
  const waited = Math.min(millis(at) - millis(since), PATIENCE_MS_MAX);
  // Only what is planned stands in a queue.
  const patience = LEFT_LYING_MS[planned ? lane : 'live'];
  return millis(now) - millis(at) >= Math.max(waited, patience);
}

async function takeUpOne(item: Item, now: Instant, { table, nonce }: Ports): Promise<void> {
  const { pk, sk } = item;
  const { kind, site, at, since = at, lane, cause, announce } = readChange(item);
  const again = { kind, site, at: now, since, lane, cause, announce };
  // A change that was closed meanwhile comes to nothing: its place is taken only if it still has it.
  await table.transact([
    { delete: { pk, sk }, if: STILL_THERE },
    { put: changeItem(`again|${nonce()}`, again) },
  ]);
}

const STILL_THERE = { exists: true } as const;
