import type { Reading } from '../graph/reading.ts';
import type { ArticleId, SiteId } from '../ids.ts';
import type { Item } from '../ports.ts';
import type { Card } from '../publishing/article.ts';
import { visibleCard } from '../publishing/head.ts';
import { headKey } from '../table/keys.ts';
import { readHead } from '../table/records.ts';

/** The cards of articles that readers may see, in the order of `ids`. */
export function* cardsOf(site: SiteId, ids: readonly ArticleId[]): Reading<readonly Card[]> {
  if (ids.length === 0) return [];
  const { item } = yield { get: ids.map((id) => headKey(site, id)) };
  return ids.flatMap((id) => visibleCard(readHead(item(headKey(site, id)))) ?? []);
}

/** The articles that items of a list name. */
export const idsOf = (items: readonly Item[]): readonly ArticleId[] =>
  items.map((item) => item['id'] as ArticleId);
