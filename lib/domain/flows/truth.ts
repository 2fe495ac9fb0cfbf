import type { Announcement } from '../graph/change.ts';
import { articleId, type SiteId } from '../ids.ts';
import type { Ports } from '../ports.ts';
import { isWithdrawn, visibleCard } from '../publishing/head.ts';
import type { Outcome, Receipt } from '../publishing/receipt.ts';
import { revisionShown } from '../rendering/marker.ts';
import { articleTag } from '../rendering/tags.ts';
import { headKey } from '../table/keys.ts';
import { readHead } from '../table/records.ts';
import { siteOf } from './sites.ts';

/**
 * What an event's sender may be told now, or `'wait'` while it is not yet true for readers. A publish is live only
 * when its page, fetched through the edge, shows its revision; one that was overtaken or withdrawn meanwhile is
 * superseded.
 */
export async function truthOf(
  one: Announcement,
  site: SiteId,
  receipt: Receipt,
  round: number,
  ports: Ports,
): Promise<Outcome | 'wait'> {
  switch (one.type) {
    case 'article.live':
      return await liveOrSuperseded(one, site, receipt, round, ports);
    case 'article.superseded':
    case 'applied':
      return outcomeOf(one, site, receipt, ports);
    case 'article.withdrawn':
      // Told by settling, when every page and every cache is clean.
      return 'wait';
  }
}

export function outcomeOf(
  {
    type,
    id,
    revision,
    eventId,
  }: Pick<Announcement, 'id' | 'revision' | 'eventId'> & { readonly type: Outcome['type'] },
  site: SiteId,
  receipt: Receipt,
  ports: Pick<Ports, 'now'>,
): Outcome {
  const { stations, notes } = receipt;
  return { type, site, id, revision, eventId, at: ports.now(), notes, stations };
}

async function liveOrSuperseded(
  one: Announcement,
  site: SiteId,
  receipt: Receipt,
  round: number,
  ports: Ports,
): Promise<Outcome | 'wait'> {
  const id = articleId(one.id);
  const head = readHead([...(await ports.table.get([headKey(site, id)])).values()][0]);
  const card = visibleCard(head);
  const superseded = (): Outcome =>
    outcomeOf({ ...one, type: 'article.superseded' }, site, receipt, ports);
  if (!head || isWithdrawn(head) || !card || card.revision > one.revision) return superseded();

  const rendered = ports.now();
  const { status, body } = await ports.edge.fetch(site, card.path);
  const seen = revisionShown(body);
  if (seen?.id === id && seen.revision > one.revision) return superseded();
  if (seen?.id !== id || seen.revision < one.revision) {
    // The edge may still hold what was here before: another revision, or that the article is gone.
    if (status !== 404 || round > 1) await ports.edge.invalidate(site, [articleTag(site, id)]);
    return 'wait';
  }
  const at = ports.now();
  const { baseUrl } = siteOf(ports, site);
  return {
    ...outcomeOf(one, site, receipt, ports),
    url: baseUrl + encodeURI(card.path),
    stations: { ...receipt.stations, rendered: receipt.stations.rendered ?? rendered, live: at },
  };
}
