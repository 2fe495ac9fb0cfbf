import type { Card } from '../publishing/article.ts';
import { type Dress, ownDress, tongue } from './dress.ts';
import { picture } from './picture.ts';
import { attribution, headlineHeading, headlineList, standfirst } from './story.ts';
import { html, type Markup } from './template.ts';

/** Stories in full; those after them are headlines. */
const IN_FULL = 12;
/** Fewer headlines than this are no list: they are stories too. */
const FEW = 4;

/** The rest of a section's front: stories flowing through columns, with pictures, then headlines. */
export function storyFlow(
  dress: Dress,
  cards: readonly Card[],
  shown: ReadonlySet<string>,
): Markup | undefined {
  if (cards.length === 0) return undefined;
  const pictures = new Set(shown);
  const inFull = cards.length < IN_FULL + FEW ? cards.length : IN_FULL;
  return html`
<section class="blk" aria-labelledby="flow">
<h2 class="lab" id="flow">${dress.words.moreNews}</h2>
<div class="flow c${Math.max(2, Math.min(4, inFull))}">
${cards.slice(0, inFull).map((card) => flowing(dress, card, pictures))}</div>
${headlineList(dress, cards.slice(inFull))}
</section>`;
}

function flowing(dress: Dress, card: Card, pictures: Set<string>): Markup {
  const shown =
    card.image &&
    !pictures.has(card.image.url) &&
    picture(dress, card.image, { sizes: '(min-width: 60rem) 18rem, 50vw' });
  if (card.image) pictures.add(card.image.url);
  return html`<article${tongue(dress, card.language)}>${shown && html`<figure>${shown}</figure>`}${headlineHeading('h3', card)}${standfirst(card)}${attribution(ownDress(dress, card), card)}</article>\n`;
}
