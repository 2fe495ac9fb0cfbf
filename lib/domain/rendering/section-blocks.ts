import type { Card } from '../publishing/article.ts';
import { fitting, secondHeight, textLines, totalHeight } from './cast-off.ts';
import { type Dress, names, ownDress, tongue } from './dress.ts';
import { picture } from './picture.ts';
import { sectionLink } from './section-link.ts';
import { headlineBlock, headlineHeading, headlineLink, standfirst } from './story.ts';
import { html, type Markup } from './template.ts';

interface Block {
  readonly section: string;
  readonly cards: readonly Card[];
}

/** A block's headlines besides its first story; what is left over goes into one list below. */
const HEADLINES = 4;
const HEADLINES_MAX = 9;
const OPINION_MAX = 4;
const BLOCKS_MAX = 12;
/** A picture leads its block unless it is older news than this many others there. */
const PICTURE_WITHIN = 3;

/**
 * The rest of a home front: opinion as a band, then a block for each section in the site's order, in rows whose
 * blocks end together as far as there are stories to fill them.
 */
export function sectionBlocks(
  dress: Dress,
  cards: readonly Card[],
  shown: ReadonlySet<string>,
): Markup | undefined {
  if (cards.length === 0) return undefined;
  const blocks = worthwhile(blocksOf(dress, cards));
  const opinion = blocks.find((block) => isOpinion(block.section));
  const news = blocks.filter((block) => block !== opinion);
  const pictures = new Set(shown);
  const rows = rowsOf(news).map((row) => chooseStories(row, pictures));
  const placed = new Set([
    ...rows.flat().flatMap(({ first, others }) => [first, ...others]),
    ...(opinion?.cards.slice(0, OPINION_MAX) ?? []),
  ]);
  const left = cards.filter((card) => !placed.has(card));
  return html`${opinion && opinionBand(dress, opinion)}${rows.map((row) => newsRow(dress, row))}${headlineBlock(dress, dress.words.moreNews, 'more', left)}`;
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

/** At most four abreast, in rows as even as can be: seven blocks are four and three. */
function rowsOf<T>(blocks: readonly T[]): readonly (readonly T[])[] {
  const count = Math.ceil(blocks.length / ABREAST);
  const rows: T[][] = [];
  for (let from = 0; rows.length < count; from += rows.at(-1)?.length ?? 0)
    rows.push(blocks.slice(from, from + Math.ceil((blocks.length - from) / (count - rows.length))));
  return rows;
}
const ABREAST = 4;

interface Chosen {
  readonly section: string;
  readonly first: Card;
  readonly pictured: boolean;
  readonly others: readonly Card[];
}

/**
 * Each block's first story, with its picture unless that was shown above, and its headlines: four, and in a block that
 * would end above its neighbours as many as fill the row.
 */
function chooseStories(blocks: readonly Block[], pictures: Set<string>): readonly Chosen[] {
  const firsts = blocks.flatMap(({ section, cards }) => {
    const pictured = cards
      .slice(0, PICTURE_WITHIN)
      .find(({ image }) => image && !pictures.has(image.url));
    const first = pictured ?? cards[0];
    if (!first) return [];
    if (pictured?.image) pictures.add(pictured.image.url);
    const others = cards.filter((card) => card !== first);
    const top = secondHeight(first, BLOCK_WIDTH, pictured !== undefined);
    const height = top + totalHeight(others.slice(0, HEADLINES), headlineHeight);
    return [{ section, first, pictured: pictured !== undefined, others, top, height }];
  });
  const row = Math.max(...firsts.map(({ height }) => height));
  return firsts.map(({ top, others, ...chosen }) => ({
    ...chosen,
    others: others.slice(0, fitting(others, row - top, [HEADLINES, HEADLINES_MAX], headlineHeight)),
  }));
}

const BLOCK_WIDTH = 18;
const headlineHeight = (card: Card): number => 1 + 1.4 * textLines(card.headline, BLOCK_WIDTH);

const newsRow = (dress: Dress, blocks: readonly Chosen[]): Markup => html`
<div class="cols row blk c${blocks.length}">
${blocks.map((block) => newsBlock(dress, block))}</div>`;

function newsBlock(dress: Dress, { section, first, pictured, others }: Chosen): Markup {
  const figure =
    pictured &&
    first.image &&
    picture(dress, first.image, { sizes: '(min-width: 60rem) 18rem, 50vw' });
  return html`<section><h2 class="lab">${sectionLink(dress, section)}</h2>
<div${tongue(dress, first.language)}>${figure && html`<figure>${figure}</figure>`}${headlineHeading('h3', first)}${standfirst(first)}</div>${
    others.length > 0 &&
    html`<ul class="list">${others.map((card) => html`<li>${headlineLink(dress, card)}</li>`)}</ul>`
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
    html`<article${tongue(dress, card.language)}>${headlineHeading('h3', card)}${standfirst(card)}${card.byline.length > 0 && html`<p class="meta"><span class="by">${names(ownDress(dress, card), card)}</span></p>`}</article>\n`,
)}</div>
</section>`;
}
