import type { Day, Instant } from '../ids.ts';
import type { Card } from '../publishing/article.ts';
import { lineage, listPath } from './addresses.ts';
import { articleBody } from './article-body.ts';
import { isLong } from './cast-off.ts';
import { type Dress, dotted, phrase, tongue } from './dress.ts';
import { localeOf } from './locale.ts';
import { isTall, picture } from './picture.ts';
import { sectionLink } from './section-link.ts';
import { dayOf } from './site-time.ts';
import { headlineBlock, timeElement } from './story.ts';
import { html, type Markup } from './template.ts';
import { encodedPath } from './url.ts';
import type { ArticleView } from './view.ts';

/** An article in the seed newspaper's order: sections, headline, standfirst, who, where, when, the text, related posts. */
export function articleMain(dress: Dress, view: ArticleView): Markup {
  const { site, card, article } = view;
  const day = dayOf(site.timeZone, card.publishedAt);
  return html`<article class="art">
<header class="head">
${kicker(dress, view)}<h1 class="big${isLong(card.headline) && ' less'}">${card.headline}</h1>
${card.standfirst && html`<p class="sf">${card.standfirst}</p>\n`}</header>
${leadPicture(dress, card)}${byline(dress, view, day)}
<div class="body">
${articleBody(dress, article.body)}
</div>
${articleFoot(dress, view)}</article>${headlineBlock(dress, dress.words.related, 'rel', view.related)}`;
}

/** Every section the article is in, from the primary one's ancestors on, then the newsroom's own kicker. */
function kicker(dress: Dress, { card }: ArticleView): Markup | undefined {
  const sections = [...new Set(card.sections.flatMap(lineage))];
  if (sections.length === 0 && !card.kicker) return undefined;
  return html`<p class="kick dot">${dotted(
    ...sections.map((section) => sectionLink(dress, section)),
    card.kicker,
  )}</p>\n`;
}

function leadPicture(dress: Dress, { image }: Card): Markup | undefined {
  // A portrait stands in the margin of a wide page, and as wide as the text on others.
  const sizes = `(min-width: 60rem) ${image && isTall(image) ? '24' : '62'}rem, 100vw`;
  const shown = image && picture(dress, image, { sizes, first: true });
  if (!image || !shown) return undefined;
  const caption = image.caption && html`${image.caption} `;
  const credit = image.credit && html`<cite>${image.credit}</cite>`;
  return html`<figure${isTall(image) && html` class="tall"`}>${shown}${
    (caption || credit) && html`<figcaption>${caption}${credit}</figcaption>`
  }</figure>
`;
}

/** Who, where from, when. */
function byline(dress: Dress, { card, article }: ArticleView, day: Day): Markup {
  const { words } = dress;
  const corrected = article.corrections.at(-1);
  return html`<div class="meta">
${card.byline.length > 0 && html`<p>${phrase(words.by, authors(dress, card))}</p>\n`}${
  article.agency && html`<p>${article.agency}</p>\n`
}${article.dateline && html`<p class="dl">${article.dateline}</p>\n`}<p>${phrase(
    words.published,
    timeElement(dress, 'moment', card.publishedAt),
  )}</p>
${
  card.modifiedAt &&
  card.modifiedAt > card.publishedAt &&
  html`<p>${phrase(words.updated, since(dress, day, card.modifiedAt))}</p>\n`
}${
  corrected &&
  html`<p><a href="#corrections">${phrase(words.corrected, since(dress, day, corrected.at))}</a></p>\n`
}</div>`;
}

/** A later time; its day goes without saying while it is the day of publication. */
const since = (dress: Dress, day: Day, later: Instant): Markup =>
  timeElement(dress, dayOf(dress.site.timeZone, later) === day ? 'time' : 'moment', later);

function authors(dress: Dress, card: Card): Markup {
  let next = 0;
  return html`${dress.locale.joined(card.byline.map((author) => author.name)).map((part) => {
    const author = part.type === 'element' ? card.byline[next++] : undefined;
    return author
      ? html`<a class="by" rel="author" href="${encodedPath(listPath(`author:${author.id}`))}"><bdi>${author.name}</bdi></a>`
      : part.value;
  })}`;
}

/** Corrections, topics and other languages, below the text. Nothing when there is none. */
function articleFoot(
  dress: Dress,
  { site, card, article, translations }: ArticleView,
): Markup | undefined {
  const { words } = dress;
  const heading = article.corrections.length > 1 ? words.corrections : words.correction;
  const corrections =
    article.corrections.length > 0 &&
    html`<section class="box" id="corrections" aria-labelledby="cor"><h2 id="cor">${heading}</h2>
${article.corrections.map((each) => html`<p>${timeElement(dress, 'moment', each.at)}: ${each.note}</p>\n`)}</section>\n`;
  const topics =
    card.topics.length > 0 &&
    html`<p class="topics plain"><b>${words.topics}</b> <span class="dot">${dotted(
      ...card.topics.map(
        (topic) => html`<a href="${encodedPath(listPath(`topic:${topic.id}`))}">${topic.name}</a>`,
      ),
    )}</span></p>\n`;
  const also =
    translations.length > 0 &&
    html`<p class="also"><b>${words.alsoIn}</b> <span class="dot">${dotted(
      ...translations.map((other) => {
        const { tag, languageName } = localeOf(other.language, site.timeZone);
        return html`<a rel="alternate" hreflang="${tag}" href="${encodedPath(other.path)}"${tongue(dress, tag)}>${languageName}</a>`;
      }),
    )}</span></p>\n`;
  return corrections || topics || also
    ? html`<footer>\n${corrections}${topics}${also}</footer>\n`
    : undefined;
}
