import { type RelateMessage, relateMessage } from '../graph/messages.ts';
import type { ArticleId, SiteId } from '../ids.ts';
import type { Consume, Incoming, Item, Ports, Table } from '../ports.ts';
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
      await relateSite(site, [...new Set(ofSite.map(({ id }) => id))], ports);
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

const parseMessage = ({ id, body }: Incoming): RelateMessage & { readonly messageId: string } => ({
  ...(JSON.parse(body) as RelateMessage),
  messageId: id,
});

const caches = new WeakMap<Table, StatisticsCache>();

function cacheOf(table: Table): StatisticsCache {
  const known: StatisticsCache = caches.get(table) ?? new Map();
  caches.set(table, known);
  return known;
}

async function relateSite(site: SiteId, ids: readonly ArticleId[], ports: Ports): Promise<void> {
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
  const { again } = await relate(context, ids);
  await ports.queues.send(again.map((id) => relateMessage({ site, id }, 'live')));
}
