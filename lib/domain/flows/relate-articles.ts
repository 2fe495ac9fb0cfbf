import { type NightMessage, type RelateMessage, relateMessage } from '../graph/messages.ts';
import type { ArticleId, SiteId } from '../ids.ts';
import type { Consume, Incoming, Outgoing, Ports, Table } from '../ports.ts';
import type { Lane } from '../publishing/article.ts';
import { refreshTonight } from '../related/arrivals.ts';
import { opinionOf } from '../related/meaning.ts';
import { type RefreshStep, refreshStep, type Stepped } from '../related/refresh.ts';
import { type RelateContext, relateArticles as relate } from '../related/relate.ts';
import type { StatisticsCache } from '../related/statistics-store.ts';
import { changeItem } from '../table/records.ts';
import { siteOf } from './sites.ts';

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

/** Relate an article, or several; compute lists anew that nothing has happened to; take a step towards new statistics; or see in the night whether they are due. */
type Message =
  | RelateMessage
  | { readonly site: SiteId; readonly ids: readonly ArticleId[] }
  | { readonly site: SiteId; readonly alone: readonly ArticleId[] }
  | ({ readonly site: SiteId } & RefreshStep)
  | NightMessage;

type Received = Message & { readonly messageId: string; readonly retried: boolean };

/** Articles related at once: more of them would more often meet another run at the same lists. */
const TOGETHER = 20;
/** In a walk over all articles: the more at once, the more of what they read is read once. */
const WALKED_TOGETHER = 100;

const parseMessage = ({ id, body, attempt }: Incoming): Received => ({
  ...(JSON.parse(body) as Message),
  messageId: id,
  retried: attempt > 1,
});

const caches = new WeakMap<Table, StatisticsCache>();

function cacheOf(table: Table): StatisticsCache {
  const known: StatisticsCache = caches.get(table) ?? new Map();
  caches.set(table, known);
  return known;
}

async function relateSite(
  site: SiteId,
  messages: readonly Received[],
  ports: Ports,
): Promise<void> {
  const { table, drop } = ports;
  const now = ports.now();
  const opinion = ports.meaning && opinionOf(ports.meaning, site, ports.log);
  const contextIn = (lane: Lane): RelateContext => ({
    table,
    drop,
    site: siteOf(ports, site),
    now,
    cache: cacheOf(table),
    ...(opinion && { opinion }),
    change: (changed) =>
      changeItem(`related|${ports.nonce()}`, {
        kind: 'change',
        site,
        at: now,
        lane,
        cause: { what: 'related', ids: changed },
        announce: [],
      }),
  });
  const live = new Set(messages.flatMap(liveIn));
  const bulk = [...new Set(messages.flatMap(idsOf))].filter((id) => !live.has(id));
  const alone = chunked([...new Set(messages.flatMap(aloneIn))], WALKED_TOGETHER);
  const again: Outgoing[] = [];
  const refresh: RefreshStep[] = [];
  const relateIn = async (
    lane: Lane,
    ids: readonly ArticleId[],
    alone: readonly ArticleId[] = [],
  ): Promise<void> => {
    const related = await relate(contextIn(lane), ids, alone);
    again.push(...related.again.map((id) => relateMessage({ site, id }, lane)));
    refresh.push(...related.refresh);
  };
  for (const ids of chunked([...live], TOGETHER)) await relateIn('live', ids);
  for (const ids of chunked(bulk, TOGETHER)) await relateIn('bulk', ids);
  if (messages.some((message) => 'nightly' in message))
    refresh.push(...(await refreshTonight(contextIn('bulk'))));
  for (const ids of alone) await relateIn('bulk', [], ids);
  const walked: Stepped[] = [];
  for (const message of messages) {
    if ('language' in message)
      walked.push(await refreshStep(contextIn('bulk'), message, message.retried));
  }
  await ports.queues.send([
    ...again,
    ...walked.flatMap((step) => walkMessages(site, step)),
    ...refresh.map((step) => inBulk({ site, ...step })),
  ]);
}

const liveIn = (message: Message): readonly ArticleId[] =>
  'id' in message && message.lane !== 'bulk' ? [message.id] : [];

const idsOf = (message: Message): readonly ArticleId[] => {
  if ('ids' in message) return message.ids;
  return 'id' in message ? [message.id] : [];
};

const aloneIn = (message: Message): readonly ArticleId[] =>
  'alone' in message ? message.alone : [];

const chunked = (ids: readonly ArticleId[], together: number): readonly (readonly ArticleId[])[] =>
  Array.from({ length: Math.ceil(ids.length / together) }, (_, n) =>
    ids.slice(n * together, (n + 1) * together),
  );

const walkMessages = (site: SiteId, { ids, alone, next }: Stepped): readonly Outgoing[] => [
  ...chunked(ids, TOGETHER).map((some) => inBulk({ site, ids: some })),
  ...chunked(alone, WALKED_TOGETHER).map((some) => inBulk({ site, alone: some })),
  ...(next ? [inBulk({ site, ...next })] : []),
];

/** Statistics are taken, and all articles related by them, behind whatever is news. */
const inBulk = (message: Message): Outgoing => ({
  queue: 'relateBulk',
  body: JSON.stringify(message),
});
