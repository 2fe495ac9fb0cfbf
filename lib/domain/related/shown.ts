import type { ArticleId } from '../ids.ts';
import type { Item } from '../ports.ts';
import type { Card } from '../publishing/article.ts';
import { namedBy } from './list.ts';
import { readList } from './records.ts';
import { isNearDuplicate } from './signature.ts';

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
  const { pins, entries, fillers } = readList(record);
  const visible = new Map(cards.map((card) => [card.id, card]));
  const shown = new Map<ArticleId, Card>();
  const listable = (id: ArticleId): Card | undefined => {
    const card = visible.get(id);
    return card && !card.sensitive && card.language === article.language ? card : undefined;
  };
  for (const id of pins) {
    const card = visible.get(id);
    if (card && id !== article.id) shown.set(id, card);
  }
  const signatures: string[] = [];
  for (const { id, signature } of entries) {
    const card = listable(id);
    if (!card || shown.has(id) || signatures.some((other) => isNearDuplicate(other, signature)))
      continue;
    signatures.push(signature);
    shown.set(id, card);
  }
  for (const id of fillers) {
    const card = listable(id);
    if (card && !shown.has(id)) shown.set(id, card);
  }
  return [...shown.values()].slice(0, count);
}
