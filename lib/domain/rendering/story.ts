import type { Card } from '../publishing/article.ts';
import { type Dress, dotted, names, ownDress, tongue } from './dress.ts';
import { machineTime, type TimeStyle } from './locale.ts';
import { html, type Markup } from './template.ts';
import { encodedPath } from './url.ts';

/** An instant as readers of the page write it. */
export const timeElement = (dress: Dress, style: TimeStyle, at: Card['publishedAt']): Markup =>
  html`<time datetime="${machineTime(at)}">${dress.locale.say(style, at)}</time>`;

/** A headline as a link, marked when it is in another language than the page. */
export const headlineLink = (dress: Dress, card: Card): Markup =>
  html`<a href="${encodedPath(card.path)}"${tongue(dress, card.language)}>${card.headline}</a>`;

/** A headline as a heading of its own. What stands around it says in which language. */
export function headlineHeading(level: 'h2' | 'h3', card: Card): Markup {
  const link = html`<a href="${encodedPath(card.path)}">${card.headline}</a>`;
  return level === 'h2' ? html`<h2>${link}</h2>` : html`<h3>${link}</h3>`;
}

/** What stands under a headline, where the newsroom wrote anything. */
export const standfirst = (card: Card): Markup | undefined =>
  card.standfirst ? html`<p class="sf">${card.standfirst}</p>` : undefined;

/** Who and when, in one line. */
export function attribution(dress: Dress, card: Card, style: TimeStyle = 'day'): Markup {
  const by = card.byline.length > 0 && html`<span class="by">${names(dress, card)}</span>`;
  return html`<p class="meta dot">${dotted(by, timeElement(dress, style, card.publishedAt))}</p>`;
}

/** More than this flow through columns from top to bottom; fewer are read in rows. */
const ROWS_MAX = 12;

/** In rows of three, or of four where the last of three would be a lone one. */
const setting = (count: number): string =>
  count > ROWS_MAX ? 'flow' : count === 1 ? 'cols c2' : count % 3 === 1 ? 'cols c4' : 'cols';

/** Headlines with byline and date: related posts, more news, what to read instead. */
export const headlineBlock = (
  dress: Dress,
  heading: string,
  id: string,
  cards: readonly Card[],
): Markup | undefined =>
  cards.length === 0
    ? undefined
    : html`
<section class="blk" aria-labelledby="${id}">
<h2 class="lab" id="${id}">${heading}</h2>
${headlineList(dress, cards)}
</section>`;

/** The same without a heading of their own. */
export const headlineList = (dress: Dress, cards: readonly Card[]): Markup | undefined =>
  cards.length === 0
    ? undefined
    : html`<ul class="${setting(cards.length)} rel">
${cards.map((card) => headlineItem(dress, card))}</ul>`;

const headlineItem = (dress: Dress, card: Card): Markup =>
  html`<li class="plain"${tongue(dress, card.language)}><a href="${encodedPath(card.path)}">${card.headline}</a>${attribution(ownDress(dress, card), card)}</li>\n`;
