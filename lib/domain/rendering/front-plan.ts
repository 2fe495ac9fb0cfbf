import type { Card } from '../publishing/article.ts';
import { fitting, latestHeight, leadHeight, secondHeight, totalHeight } from './cast-off.ts';

/** Which stories stand where in the head of a front. */
export interface FrontPlan {
  readonly seconds: readonly Card[];
  /** The one second that shows its picture, under a lead that has none. */
  readonly pictured: Card | undefined;
  readonly latest: readonly Card[];
}

/** How many stories stand beside a pictured lead, under another, and in the column of the latest: least and most. */
const BESIDE = [2, 5] as const;
const UNDER = [3, 8] as const;
const LATEST = [5, 14] as const;
/** Where no column of the latest can be filled, so many stand under a lead at the most: three rows of three. */
const UNDER_ALONE = 9;
/** The first of so many that has a picture shows it. */
const PICTURE_WITHIN = 4;

/** Widths of a column of seconds, in rem: one beside a pictured lead, two under another. */
const BESIDE_WIDTH = 19.5;
const UNDER_WIDTH = 26.7;
/** A lead without a picture: kicker, two lines, standfirst, byline. */
const PLAIN_LEAD = 17;
/** Two rows of seconds. */
const PLAIN_ROWS = 27;
/** The label of the latest. */
const LABEL = 2.5;

/** A pictured lead: seconds as high as it is in a column of their own, the latest as high as both. */
export function planBeside(lead: Card, others: readonly Card[]): FrontPlan {
  const heightOf = (card: Card) => secondHeight(card, BESIDE_WIDTH, false);
  const target = leadHeight(lead);
  const count = fitting(others, target, BESIDE, heightOf);
  const seconds = others.slice(0, count);
  const height = Math.max(target, totalHeight(seconds, heightOf));
  const latest = latestOf(others.slice(count), height);
  return { seconds, pictured: undefined, latest };
}

/** A lead without: seconds below it in two columns, of which one picture's story has one to itself. */
export function planUnder(others: readonly Card[]): FrontPlan {
  const pictured = others.slice(0, PICTURE_WITHIN).find((card) => card.image);
  const heightOf = (card: Card) => secondHeight(card, UNDER_WIDTH, false);
  const target = pictured ? secondHeight(pictured, UNDER_WIDTH, true) : 2 * PLAIN_ROWS;
  const plain = others.filter((card) => card !== pictured);
  const beside = fitting(plain, target, UNDER, heightOf);
  const count = pictured ? Math.max(beside, others.indexOf(pictured)) + 1 : beside;
  const seconds = others.slice(0, count);
  const below = pictured
    ? Math.max(target, totalHeight(plain.slice(0, count - 1), heightOf))
    : totalHeight(seconds, heightOf) / 2;
  const latest = latestOf(others.slice(count), PLAIN_LEAD + below);
  return latest.length > 0
    ? { seconds, pictured, latest }
    : { seconds: others.slice(0, UNDER_ALONE), pictured, latest };
}

/** The latest that fill a height; none where they would leave half of it blank. */
function latestOf(cards: readonly Card[], height: number): readonly Card[] {
  const latest = cards.slice(0, fitting(cards, height - LABEL, LATEST, latestHeight));
  return totalHeight(latest, latestHeight) < height / 2 ? [] : latest;
}
