import type { Cause } from '../graph/change.ts';
import type { ListId } from '../graph/jobs.ts';
import { type ReleaseMessage, releaseMessage } from '../graph/messages.ts';
import { type ArticleId, articleId, type Instant, type SiteId } from '../ids.ts';
import { type ConditionalWrite, keyText, type Outgoing, type Ports } from '../ports.ts';
import { type Curation, withoutPin } from '../publishing/accept-curation.ts';
import { headWrites } from '../publishing/commit.ts';
import { released } from '../publishing/decide.ts';
import type { Due } from '../publishing/due.ts';
import { curationKey, deletedKey, edgeKey, headKey, newsKey } from '../table/keys.ts';
import { changeItem, deleteDue, itemOf, readHead, recordOf } from '../table/records.ts';
import { millis } from '../time.ts';

type Release = ReleaseMessage & { readonly messageId: string };

/** Does what time has brought. Each is checked against the records as they are now: what was rescheduled or cancelled comes to nothing. */
export async function releaseDues(
  releases: readonly Release[],
  ports: Ports,
): Promise<readonly string[]> {
  const failed: string[] = [];
  const early: Outgoing[] = [];
  await Promise.all(
    releases.map(async ({ site, due, messageId }) => {
      try {
        await reach(due.at, ports);
        const now = ports.now();
        if (due.at > now) early.push(releaseMessage({ site, due }, now, 1));
        else await releaseOne(site, due, ports);
      } catch (error) {
        failed.push(messageId);
        ports.log({
          message: 'not released',
          site,
          due: due.what,
          error: error instanceof Error ? error.message : String(error),
        });
      }
    }),
  );
  await ports.queues.send(early);
  return failed;
}

/** Messages come within the second before; only a clock that is behind has them wait longer. */
const PAUSE_MS_MAX = 1000;

async function reach(at: Instant, ports: Ports): Promise<void> {
  const left = millis(at) - millis(ports.now());
  // A timer may be a millisecond early by the clock.
  if (left > 0 && left <= PAUSE_MS_MAX) await ports.pause(left + 1);
}

const ATTEMPTS_MAX = 10;

async function releaseOne(site: SiteId, due: Due, ports: Ports): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const commit = await ports.table.transact([
      ...(await effectOf(site, due, ports)),
      deleteDue(site, due.at, due.what),
    ]);
    if (commit.committed) return;
  }
  throw new Error(`Lost against others ${ATTEMPTS_MAX} times.`);
}

async function effectOf(
  site: SiteId,
  due: Due,
  ports: Ports,
): Promise<readonly ConditionalWrite[]> {
  switch (due.kind) {
    case 'release':
      return await releaseArticle(site, due.id, due.what, ports);
    case 'aged':
      return [
        { delete: newsKey(site, due.publishedAt, due.id) },
        { put: changed(site, due.what, { what: 'aged' }, ports.now()) },
      ];
    case 'forget':
      return [
        { delete: deletedKey(site, due.publishedAt, due.id) },
        { put: changed(site, due.what, { what: 'forgotten', lists: due.lists }, ports.now()) },
      ];
    case 'unpin':
      return await unpin(site, due, ports);
  }
}

async function releaseArticle(
  site: SiteId,
  id: ArticleId,
  what: string,
  ports: Ports,
): Promise<readonly ConditionalWrite[]> {
  const key = headKey(site, articleId(id));
  const before = readHead((await ports.table.get([key])).get(keyText(key)));
  const now = ports.now();
  const after = before && released(before, now);
  if (!before || !after || after === before) return [];
  return headWrites({
    before,
    after,
    now,
    lane: 'live',
    announce: [],
    newAddresses: before.moved,
    name: `${what}|${before.version}`,
  });
}

const changed = (site: SiteId, what: string, cause: Cause, now: Instant) =>
  changeItem(what, {
    kind: 'change',
    site,
    at: now,
    lane: 'bulk',
    cause,
    announce: [],
  });

async function unpin(
  site: SiteId,
  due: Extract<Due, { kind: 'unpin' }>,
  ports: Ports,
): Promise<readonly ConditionalWrite[]> {
  const list = due.list as ListId;
  const key = curationKey(site, list);
  const item = (await ports.table.get([key])).get(keyText(key));
  const known = item && recordOf<Curation>(item);
  const now = ports.now();
  const next = known && withoutPin(known, due.id, now);
  if (!known || !next) return [];
  return [
    { put: itemOf(key, next), if: { attribute: 'version', equals: known.version } },
    // The same article may be pinned once more, for longer.
    ...(next.pins.some(({ id }) => id === due.id)
      ? []
      : [{ delete: edgeKey(site, due.id, `list|${list}`) }]),
    {
      put: changeItem(`${due.what}|${next.version}`, {
        kind: 'change',
        site,
        at: now,
        lane: 'live',
        cause: { what: 'curation', list },
        announce: [],
      }),
    },
  ];
}
