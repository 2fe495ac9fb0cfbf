import { type RelateMessage, relateMessage } from '../graph/messages.ts';
import type { ArticleId, SiteId } from '../ids.ts';
import type { Consume, Incoming, Item, Outgoing, Ports, Table } from '../ports.ts';
import { type RefreshStep, refreshStep } from '../related/refresh.ts';
import { relateArticles as relate } from '../related/relate.ts';
import type { StatisticsCache } from '../related/statistics-store.ts';
import { changeItem } from '../table/records.ts';
import { configuredSite } from './sites.ts';

/** Brings related posts up to date around articles that changed. Changed lists are a change like any other: their pages follow. */
export const relateArticles: Consume = async (batch, ports) => {
  const messages = batch.map(parseMessage);
  const failed: string[] = [];
  for (const [site, ofSite] of Map.groupBy(messages, (message) => message.site)) {
    try {
      await relateSite(site, ofSite, ports);
    } catch (error) {
      failed.push(...ofSite.map(({ messageId }) => messageId));
      ports.log({
        message: 'not related',
        site,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    }
  }
  return failed;
};

/** Relate an article, or several, or take a step towards new statistics. */
type Message =
  | RelateMessage
  | { readonly site: SiteId; readonly ids: readonly ArticleId[] }
  | ({ readonly site: SiteId } & RefreshStep);

/** Articles related at once: more of them would more often meet another run at the same lists. */
const TOGETHER = 20;

const parseMessage = ({ id, body }: Incoming): Message & { readonly messageId: string } => ({
  ...(JSON.parse(body) as Message),
  messageId: id,
});

const caches = new WeakMap<Table, StatisticsCache>();

function cacheOf(table: Table): StatisticsCache {
  const known: StatisticsCache = caches.get(table) ?? new Map();
  caches.set(table, known);
  return known;
}

async function relateSite(site: SiteId, messages: readonly Message[], ports: Ports): Promise<void> {
  const { table, drop } = ports;
  const now = ports.now();
  const change = (changed: readonly ArticleId[]): Item =>
    changeItem(`related|${ports.nonce()}`, {
      kind: 'change',
      site,
      at: now,
      lane: 'live',
      cause: { what: 'related', ids: changed },
      announce: [],
    });
  const context = {
    table,
    drop,
    site: await configuredSite(ports, site),
    now,
    cache: cacheOf(table),
    change,
  };
  const ids = [...new Set(messages.flatMap(idsOf))];
  const again: ArticleId[] = [];
  const refresh: RefreshStep[] = [];
  for (const together of chunked(ids)) {
    const related = await relate(context, together);
    again.push(...related.again);
    refresh.push(...related.refresh);
  }
  const steps = messages.flatMap((message) => ('language' in message ? [message] : []));
  const walked = await Promise.all(steps.map((step) => refreshStep(context, step)));
  await ports.queues.send([
    ...again.map((id) => relateMessage({ site, id }, 'live')),
    ...walked.flatMap((step) => chunked(step.ids).map((some) => relateSeveral(site, some))),
    ...[...refresh, ...walked.flatMap(({ next }) => next ?? [])].map((step) =>
      refreshMessage(site, step),
    ),
  ]);
}

const idsOf = (message: Message): readonly ArticleId[] => {
  if ('ids' in message) return message.ids;
  return 'id' in message ? [message.id] : [];
};

const chunked = (ids: readonly ArticleId[]): readonly (readonly ArticleId[])[] =>
  Array.from({ length: Math.ceil(ids.length / TOGETHER) }, (_, n) =>
    ids.slice(n * TOGETHER, (n + 1) * TOGETHER),
  );

const relateSeveral = (site: SiteId, ids: readonly ArticleId[]): Outgoing => ({
  queue: 'relateBulk',
  body: JSON.stringify({ site, ids }),
});

/** Statistics are taken, and all articles related by them, behind whatever is news. */
const refreshMessage = (site: SiteId, step: RefreshStep): Outgoing => ({
  queue: 'relateBulk',
  body: JSON.stringify({ site, ...step }),
});
