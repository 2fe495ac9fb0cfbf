import type { Card } from '../publishing/article.ts';
import { listPath, sectionTitle } from './addresses.ts';
import { type Dress, names, tongue } from './dress.ts';
import { picture } from './picture.ts';
import { sectionBlocks } from './section-blocks.ts';
import { dayOf } from './site-time.ts';
import { headlineBlock, headlineHeading, headlineLink, standfirst, timeElement } from './story.ts';
import { html, type Markup } from './template.ts';
import { encodedPath } from './url.ts';
import type { ListView } from './view.ts';

/** How many stand beside the lead, and in the column of the latest. The rest is sorted into blocks below. */
const SECONDS = 4;
const LATEST = 11;
/** Stories to fill the space that a picture would take. */
const UNDER = 4;

/** The home front or a section's: curated order first, then newest first, by weight rather than in one column. */
export function frontMain(dress: Dress, view: ListView, section: string | undefined): Markup {
  const [lead, ...others] = [...view.pins, ...view.cards];
  const heading = section !== undefined && sectionHeading(dress, view, section);
  if (!lead) return html`${heading}<p class="head sf">${dress.words.nothing}</p>`;
  const latestEnd = SECONDS + LATEST;
  const under = lead.image ? [] : others.slice(latestEnd, latestEnd + UNDER);
  const rest = others.slice(latestEnd + under.length);
  return html`${heading}<div class="top">
${leadStory(dress, lead, section)}${secondStories(dress, others.slice(0, SECONDS), section)}${latest(
  dress,
  others.slice(SECONDS, latestEnd),
  newestOf(view),
)}${underLead(dress, under)}</div>${
    section === undefined
      ? sectionBlocks(dress, rest)
      : headlineBlock(dress, dress.words.moreNews, 'more', rest)
  }`;
}

/** A section's name between the section above it and those below. */
function sectionHeading(dress: Dress, view: ListView, section: string): Markup {
  const parent = section.includes('/') ? section.slice(0, section.lastIndexOf('/')) : undefined;
  const within = view.site.settings.sections.filter(
    (each) =>
      each.path.startsWith(`${section}/`) && !each.path.slice(section.length + 1).includes('/'),
  );
  return html`<header class="head">
${parent !== undefined && html`<p class="kick">${sectionLink(dress, parent)}</p>\n`}<h1 class="big">${view.title}</h1>
${within.length > 0 && html`<p class="kick dot">${within.map((each) => sectionLink(dress, each.path))}</p>\n`}</header>
`;
}

const sectionLink = (dress: Dress, section: string): Markup =>
  html`<a href="${encodedPath(listPath(`section:${section}`))}">${sectionTitle(dress.site, section)}</a>`;

const newestOf = (view: ListView): string =>
  [...view.pins, ...view.cards].reduce(
    (latest, card) => (card.publishedAt > latest ? card.publishedAt : latest),
    '',
  );

function leadStory(dress: Dress, card: Card, section: string | undefined): Markup {
  const shown =
    card.image &&
    picture(dress, card.image, { sizes: '(min-width: 60rem) 40rem, 100vw', first: true });
  const lang = tongue(dress, card.language);
  const text = card.standfirst ?? card.excerpt;
  return html`<article class="lead">
${kicker(dress, card, section)}<h2 class="big"${lang}><a href="${encodedPath(card.path)}">${card.headline}</a></h2>
${text !== '' && html`<p class="sf"${lang}>${text}</p>\n`}${
  shown &&
  html`<figure>${shown}${
    card.image?.credit && html`<figcaption><cite>${card.image.credit}</cite></figcaption>`
  }</figure>\n`
}<p class="meta dot">${byline(dress, card)}${timeElement(dress, 'day', card.publishedAt)}</p>
</article>
`;
}

const secondStories = (
  dress: Dress,
  cards: readonly Card[],
  section: string | undefined,
): Markup | undefined =>
  cards.length === 0
    ? undefined
    : html`<div class="sec">
${cards.map(
  (card) =>
    html`<article>${kicker(dress, card, section)}${headlineHeading(dress, 'h2', card)}${standfirst(dress, card)}${card.byline.length > 0 && html`<p class="meta">${byline(dress, card)}</p>`}</article>\n`,
)}</div>
`;

const underLead = (dress: Dress, cards: readonly Card[]): Markup | undefined =>
  cards.length === 0
    ? undefined
    : html`<div class="cols under">
${cards.map((card) => html`<article>${headlineHeading(dress, 'h3', card)}${standfirst(dress, card)}</article>\n`)}</div>
`;

const byline = (dress: Dress, card: Card): Markup | undefined =>
  card.byline.length > 0 ? html`<span class="by">${names(dress, card)}</span>` : undefined;

/** The section a story comes from, unless the page is that section's own; then the newsroom's kicker. */
function kicker(dress: Dress, card: Card, section: string | undefined): Markup | undefined {
  const own = card.sections[0];
  const link = own !== undefined && own !== section && sectionLink(dress, own);
  const word = card.kicker && html`<span${tongue(dress, card.language)}>${card.kicker}</span>`;
  return link || word ? html`<p class="kick dot">${link}${word}</p>\n` : undefined;
}

function latest(dress: Dress, cards: readonly Card[], newest: string): Markup | undefined {
  if (cards.length === 0) return undefined;
  const today = dayOf(dress.site.timeZone, newest as Card['publishedAt']);
  return html`<section class="late" aria-labelledby="late">
<h2 class="lab" id="late">${dress.words.latest}</h2>
<ol class="list">${cards.map((card) => {
    const style = dayOf(dress.site.timeZone, card.publishedAt) === today ? 'time' : 'short';
    return html`<li>${timeElement(dress, style, card.publishedAt)}<span>${headlineLink(dress, card)}</span></li>\n`;
  })}</ol>
</section>
`;
}
