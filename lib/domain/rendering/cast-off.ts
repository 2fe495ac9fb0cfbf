import type { Card } from '../publishing/article.ts';

/*
 * Casting off: reckoning from the copy how much room it will take, before anything is set, so that columns which stand
 * side by side end near each other. In rem of the widest page; narrower ones stack and need no reckoning.
 */

/** Letters of half an em in most scripts, of a whole one in Chinese, Japanese and Korean. */
const FULL_WIDTH = /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\uff00-\uff60]/g;

/** The width of a text in ems of its own size. */
export const ems = (text: string): number =>
  (text.length + (text.match(FULL_WIDTH)?.length ?? 0)) / 2;

/** How many lines a text fills. Bold headlines run wider than half an em a letter and are balanced; text runs narrower. */
const lines = (text: string, measureEms: number): number =>
  Math.max(1, Math.ceil(ems(text) / (measureEms * 0.94)));
export const textLines = (text: string, measureEms: number): number =>
  Math.max(1, Math.ceil(ems(text) / (measureEms * 1.12)));

/** Beyond this a headline in the largest size would be a wall: it is set a size smaller. */
const LARGEST_MAX_EMS = 32;
export const isLong = (headline: string): boolean => ems(headline) > LARGEST_MAX_EMS;

/** Scripts that are set with more air between their lines. */
const AIRY = /[\u0600-\u06ff\u0900-\u097f\u0e00-\u0e7f]/;
const leading = (text: string): number => (AIRY.test(text) ? 1.3 : 1);

/** Height of a story beside or under the lead, in a column of a width: kicker, headline, standfirst, byline, space. */
export function secondHeight(card: Card, width: number, pictured: boolean): number {
  const headline = 1.875 * leading(card.headline) * lines(card.headline, width / 1.5);
  const standfirst = card.standfirst ? 1.55 * textLines(card.standfirst, width / 1.0625) + 0.5 : 0;
  const picture = pictured ? (width * 2) / 3 + 1 : 0;
  return 5.3 + headline + standfirst + picture;
}

/** Height of a headline in the column of the latest. */
export const latestHeight = (card: Card): number =>
  1 + 1.4 * leading(card.headline) * textLines(card.headline, 12.1);

const LEAD_WIDTH = 39;
const PICTURE_MAX = 36;

/** Height of a lead with its picture. */
export function leadHeight(card: Card): number {
  const [size, leading] = isLong(card.headline) ? [2.8, 3.05] : [3.7, 4.2];
  const headline = leading * lines(card.headline, LEAD_WIDTH / size);
  const standfirst = 1.9 * textLines(card.standfirst ?? card.excerpt, LEAD_WIDTH / 1.4);
  const { width, height } = card.image ?? { width: 0, height: 0 };
  const ratio = width > 0 && height > 0 ? height / width : 2 / 3;
  return 7.5 + headline + standfirst + Math.min(PICTURE_MAX, LEAD_WIDTH * ratio);
}

/** How many of the cards, at least and at most, fill a height best. */
export function fitting(
  cards: readonly Card[],
  height: number,
  between: readonly [number, number],
  heightOf: (card: Card) => number,
): number {
  const [least, most] = between;
  let filled = 0;
  let count = 0;
  for (const card of cards.slice(0, most)) {
    const next = filled + heightOf(card);
    if (count >= least && next - height > height - filled) break;
    filled = next;
    count += 1;
  }
  return count;
}

export const totalHeight = (cards: readonly Card[], heightOf: (card: Card) => number): number =>
  cards.reduce((sum, card) => sum + heightOf(card), 0);
