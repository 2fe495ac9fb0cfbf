import type { ArticleId } from '../ids.ts';

/** What keeps the first places from outweighing all others: Cormack, Clarke and Büttcher (2009). */
const K = 60;

/**
 * One order out of several by reciprocal rank: an article is worth the sum of 1 / (60 + its place) over the orders that
 * name it. Of equals, whoever the earlier order names first.
 */
export function fused(orders: readonly (readonly ArticleId[])[]): readonly ArticleId[] {
  const worth = new Map<ArticleId, number>();
  for (const order of orders) {
    for (const [n, id] of order.entries()) worth.set(id, (worth.get(id) ?? 0) + 1 / (K + n + 1));
  }
  return [...worth].sort(([, a], [, b]) => b - a).map(([id]) => id);
}
