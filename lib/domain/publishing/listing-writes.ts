import { listsOf } from '../graph/lists.ts';
import type { Instant, SiteId } from '../ids.ts';
import { type Item, type Key, keyText, type Write } from '../ports.ts';
import { dueKey, listingKey, newsKey } from '../table/keys.ts';
import { itemOf } from '../table/records.ts';
import { shifted } from '../time.ts';
import type { Card } from './article.ts';
import { agedDue, NEWS_MS } from './due.ts';

/**
 * What brings the lists from showing `before` to showing `after` (`undefined`: nothing). Lists hold ids only, so an
 * edit that keeps its places writes nothing here.
 */
export function listingWrites(
  site: SiteId,
  before: Card | undefined,
  after: Card | undefined,
  now: Instant,
): readonly Write[] {
  const old = before ? places(site, before, now) : [];
  const next = after ? places(site, after, now) : [];
  const kept = new Set(next.map(keyText));
  const had = new Set(old.map(keyText));
  return [
    ...old
      .filter((item) => !kept.has(keyText(item)))
      .map(({ pk, sk }): Write => ({ delete: { pk, sk } })),
    ...next.filter((item) => !had.has(keyText(item))).map((put): Write => ({ put })),
  ];
}

function places(site: SiteId, card: Card, now: Instant): readonly Item[] {
  const { id, publishedAt } = card;
  const member = (key: Key): Item => ({ ...key, id });
  const lists = listsOf(card).map((list) => member(listingKey(site, list, publishedAt, id)));
  const agesAt = shifted(publishedAt, NEWS_MS);
  if (card.noIndex || agesAt <= now) return lists;
  const aged = agedDue(id, publishedAt, agesAt);
  return [
    ...lists,
    member(newsKey(site, publishedAt, id)),
    itemOf(dueKey(site, aged.at, aged.what), aged),
  ];
}
