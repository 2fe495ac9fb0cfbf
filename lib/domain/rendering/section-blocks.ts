import type { Card } from '../publishing/article.ts';
import { listPath, sectionTitle } from './addresses.ts';
import { type Dress, names } from './dress.ts';
import { picture } from './picture.ts';
import { headlineBlock, headlineHeading, headlineLink, standfirst } from './story.ts';
import { html, type Markup } from './template.ts';
import { encodedPath } from './url.ts';

interface Block {
  readonly section: string;
  readonly cards: readonly Card[];
}

/** A block's headlines besides its first story; what is left over goes into one list below. */
const HEADLINES = 4;
const OPINION_MAX = 4;
const BLOCKS_MAX = 12;

/** The rest of a home front: a block for each section in the site's order, opinion as a band between them. */
export function sectionBlocks(dress: Dress, cards: readonly Card[]): Markup | undefined {
  if (cards.length === 0) return undefined;
  const blocks = worthwhile(blocksOf(dress, cards));
  const opinion = blocks.find((block) => isOpinion(block.section));
  const news = blocks.filter((block) => block !== opinion);
  const first = columns(news.length);
  const shown = new Set([
    ...news.flatMap((block) => block.cards.slice(0, HEADLINES + 1)),
    ...(opinion?.cards.slice(0, OPINION_MAX) ?? []),
  ]);
  return html`${row(dress, news.slice(0, first))}${opinion && opinionBand(dress, opinion)}${row(dress, news.slice(first))}${headlineBlock(
    dress,
    dress.words.moreNews,
    'more',
    cards.filter((card) => !shown.has(card)),
  )}`;
}

/** How many of a row's blocks stand side by side: four, or three where that leaves no lone block in the last row. */
function columns(count: number): number {
  if (count <= 4) return Math.max(1, count);
  if (count % 4 === 0) return 4;
  return count % 3 === 0 || (count % 4 < 3 && count % 3 === 2) ? 3 : 4;
}

/** By top section: those of the settings in their order, then others as they come. What is in no section is left to the list below. */
function blocksOf(dress: Dress, cards: readonly Card[]): readonly Block[] {
  const groups = Map.groupBy(cards, (card) => card.sections[0]?.split('/')[0]);
  const known = dress.site.settings.sections.map((section) => section.path);
  const order = [...known, ...groups.keys()];
  return [...new Set(order)].flatMap((section) => {
    const own = section === undefined ? undefined : groups.get(section);
    return own && section !== undefined ? [{ section, cards: own }] : [];
  });
}

/** On a site of many sections those with a single story would fill a page with empty columns; the list below has them. */
const worthwhile = (blocks: readonly Block[]): readonly Block[] =>
  blocks.length <= BLOCKS_MAX
    ? blocks
    : blocks.filter((block) => block.cards.length > 1).slice(0, BLOCKS_MAX);

const isOpinion = (section: string): boolean => /^(?:opinion|comment|views)$/.test(section);

const row = (dress: Dress, blocks: readonly Block[]): Markup | undefined =>
  blocks.length === 0
    ? undefined
    : html`
<div class="cols blk c${columns(blocks.length)}">
${blocks.map((block) => newsBlock(dress, block))}</div>`;

function newsBlock(dress: Dress, { section, cards }: Block): Markup {
  const [first, ...others] = cards;
  if (!first) return html``;
  const shown =
    first.image && picture(dress, first.image, { sizes: '(min-width: 60rem) 18rem, 50vw' });
  return html`<section><h2 class="lab">${sectionLink(dress, section)}</h2>${
    shown && html`<figure>${shown}</figure>`
  }${headlineHeading(dress, 'h3', first)}${standfirst(dress, first)}${
    others.length > 0 &&
    html`<ul class="list">${others
      .slice(0, HEADLINES)
      .map((card) => html`<li>${headlineLink(dress, card)}</li>`)}</ul>`
  }</section>
`;
}

function opinionBand(dress: Dress, { section, cards }: Block): Markup {
  const shown = cards.slice(0, OPINION_MAX);
  return html`
<section class="blk op" aria-labelledby="op">
<h2 class="lab" id="op">${sectionLink(dress, section)}</h2>
<div class="cols c${shown.length}">
${shown.map(
  (card) =>
    html`<article>${headlineHeading(dress, 'h3', card)}${standfirst(dress, card)}${card.byline.length > 0 && html`<p class="meta"><span class="by">${names(dress, card)}</span></p>`}</article>\n`,
)}</div>
</section>`;
}

const sectionLink = (dress: Dress, section: string): Markup =>
  html`<a href="${encodedPath(listPath(`section:${section}`))}">${sectionTitle(dress.site, section)}</a>`;
