import { type Dress, ownDress, tongue } from './dress.ts';
import { picture } from './picture.ts';
import { attribution, headlineHeading, standfirst, timeElement } from './story.ts';
import { html, type Markup } from './template.ts';
import type { ListView } from './view.ts';

/** An author's or topic's page: everything in one column, curated order first, then newest first. */
export function riverMain(dress: Dress, view: ListView): Markup {
  const { words } = dress;
  const isAuthor = view.list.startsWith('author:');
  const cards = [...view.pins, ...view.cards];
  return html`<header class="head">
<p class="kick">${isAuthor ? words.author : words.topic}</p>
<h1 class="big">${view.title}</h1>
</header>
${
  cards.length === 0
    ? html`<p class="sf">${words.nothing}</p>`
    : html`<ul class="river">
${cards.map((card) => {
  const shown = card.image && picture(dress, card.image, { sizes: '14rem' });
  const own = ownDress(dress, card);
  return html`<li${tongue(dress, card.language)}><div>${headlineHeading('h2', card)}${standfirst(card)}${isAuthor ? html`<p class="meta">${timeElement(own, 'day', card.publishedAt)}</p>` : attribution(own, card)}</div>${
    shown && html`<figure>${shown}</figure>`
  }</li>\n`;
})}</ul>`
}`;
}
