import type { Card, Image } from '../publishing/article.ts';
import { isLong } from './cast-off.ts';
import { type Dress, dotted, names, ownDress, tongue } from './dress.ts';
import { planBeside, planUnder } from './front-plan.ts';
import { isTall, picture } from './picture.ts';
import { sectionLink } from './section-link.ts';
import { dayOf } from './site-time.ts';
import { headlineHeading, headlineLink, standfirst, timeElement } from './story.ts';
import { html, type Markup } from './template.ts';
import { encodedPath } from './url.ts';

/** The head of a front and what is left of its cards. */
export interface FrontHead {
  readonly markup: Markup;
  readonly rest: readonly Card[];
  /** Pictures already shown, so that none is shown twice. */
  readonly shown: ReadonlySet<string>;
}

/**
 * Lead, seconds and the latest. A lead with a picture has its seconds in a column of their own; one without has them
 * below, in two columns, so that no paper stays blank where the picture would be. How many there are of each depends
 * on their length.
 */
export function frontHead(
  dress: Dress,
  cards: readonly [Card, ...Card[]],
  newest: string,
  section: string | undefined,
): FrontHead {
  const [lead, ...others] = cards;
  const shown = lead.image && picture(dress, lead.image, { sizes: LEAD_SIZES, first: true });
  const { seconds, pictured, latest } = shown ? planBeside(lead, others) : planUnder(others);
  return {
    markup: html`<div class="top${!shown && ' text'}">
${leadStory(dress, lead, shown, section)}${secondStories(dress, seconds, pictured, section)}${latestColumn(dress, latest, newest)}</div>`,
    rest: others.slice(seconds.length + latest.length),
    shown: new Set([lead, pictured].flatMap((card) => (card?.image ? [card.image.url] : []))),
  };
}

const LEAD_SIZES = '(min-width: 60rem) 40rem, 100vw';

function leadStory(
  dress: Dress,
  card: Card,
  pictured: Markup | undefined,
  section: string | undefined,
): Markup {
  const own = ownDress(dress, card);
  const text = card.standfirst ?? card.excerpt;
  return html`<article class="lead"${tongue(dress, card.language)}>
${kicker(own, card, section)}<h2 class="big${isLong(card.headline) && ' less'}"><a href="${encodedPath(card.path)}">${card.headline}</a></h2>
${text !== '' && html`<p class="sf">${text}</p>\n`}${pictured && leadFigure(pictured, card.image)}<p class="meta dot">${dotted(
    byline(own, card),
    timeElement(own, 'day', card.publishedAt),
  )}</p>
</article>
`;
}

const leadFigure = (pictured: Markup, image: Image | undefined): Markup =>
  html`<figure${image && isTall(image) && html` class="tall"`}>${pictured}${
    image?.credit && html`<figcaption><cite>${image.credit}</cite></figcaption>`
  }</figure>\n`;

const secondStories = (
  dress: Dress,
  cards: readonly Card[],
  pictured: Card | undefined,
  section: string | undefined,
): Markup | undefined =>
  cards.length === 0
    ? undefined
    : html`<div class="sec">
${cards.map((card) => {
  const own = ownDress(dress, card);
  const shown =
    card === pictured &&
    card.image &&
    picture(dress, card.image, { sizes: '(min-width: 60rem) 28rem, 100vw', first: true });
  return html`<article${tongue(dress, card.language)}>${shown && html`<figure>${shown}</figure>`}${kicker(own, card, section)}${headlineHeading('h2', card)}${standfirst(card)}${card.byline.length > 0 && html`<p class="meta">${byline(own, card)}</p>`}</article>\n`;
})}</div>
`;

const byline = (dress: Dress, card: Card): Markup | undefined =>
  card.byline.length > 0 ? html`<span class="by">${names(dress, card)}</span>` : undefined;

/** The section a story comes from, unless the page is that section's own; then the newsroom's kicker. */
function kicker(dress: Dress, card: Card, section: string | undefined): Markup | undefined {
  const own = card.sections[0];
  const link = own !== undefined && own !== section ? sectionLink(dress, own) : undefined;
  return link || card.kicker
    ? html`<p class="kick dot">${dotted(link, card.kicker)}</p>\n`
    : undefined;
}

function latestColumn(dress: Dress, cards: readonly Card[], newest: string): Markup | undefined {
  if (cards.length === 0) return undefined;
  const today = dayOf(dress.site.timeZone, newest as Card['publishedAt']);
  return html`<section class="late" aria-labelledby="late">
<h2 class="lab" id="late">${dress.words.latest}</h2>
<ol class="list">${cards.map((card) => {
    const when =
      dayOf(dress.site.timeZone, card.publishedAt) === today
        ? timeElement(dress, 'time', card.publishedAt)
        : html`<span class="past">${timeElement(dress, 'short', card.publishedAt)}</span>`;
    return html`<li>${when}<span>${headlineLink(dress, card)}</span></li>\n`;
  })}</ol>
</section>
`;
}
