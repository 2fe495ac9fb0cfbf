import type { ArticleId } from '../ids.ts';
import type { Item } from '../ports.ts';
import type { Card } from '../publishing/article.ts';
import { namedBy, readingOrder } from './list.ts';
import { readList } from './records.ts';

/** The articles whose cards a page with this related list needs. */
export const relatedIds = (record: Item): readonly ArticleId[] => namedBy(readList(record));

/**
 * The related posts of an article, in the order to show: the newsroom's pins, the scored ones, then fillers.
 * What readers may not see is skipped, and so is what says the same as one already shown.
 *
 * @param cards the visible ones of `relatedIds`, in any order.
 */
export function shownRelated(
  record: Item,
  cards: readonly Card[],
  article: Card,
  count: number,
): readonly Card[] {
  const list = readList(record);
  const visible = new Map(cards.map((card) => [card.id, card]));
  const pinned = new Set(list.pins);
  const isListed = (id: ArticleId): boolean => {
    const card = visible.get(id);
    return card !== undefined && (pinned.has(id) || isListable(card, article));
  };
  return readingOrder(list, isListed)
    .slice(0, count)
    .flatMap((id) => visible.get(id) ?? []);
}

/** What only the newsroom's own hand puts beside an article: other languages, and what it keeps out of lists. */
export const isListable = (card: Card, article: Card): boolean =>
  !card.sensitive && card.language === article.language && card.id !== article.id;
