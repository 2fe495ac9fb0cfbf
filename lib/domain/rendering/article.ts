import type { Day, Instant } from '../ids.ts';
import type { Card } from '../publishing/article.ts';
import { lineage, listPath, sectionTitle } from './addresses.ts';
import { articleBody } from './article-body.ts';
import { CACHE } from './caching.ts';
import { type Dress, dressOf, phrase, tongue } from './dress.ts';
import { localeOf } from './locale.ts';
import { marker } from './marker.ts';
import {
  articleProperties,
  canonical,
  describedAs,
  description,
  feedLinks,
  languageLinks,
  openGraph,
  robots,
} from './metadata.ts';
import { imageOrigins, isTall, picture } from './picture.ts';
import { shell } from './shell.ts';
import { dayOf } from './site-time.ts';
import { headlineBlock, timeElement } from './story.ts';
import { breadcrumbs, newsArticle } from './structured-data.ts';
import { articleTag, articleTags } from './tags.ts';
import { html, type Markup } from './template.ts';
import { absolute, encodedPath, safeUrl } from './url.ts';
import type { ArticleView, Page } from './view.ts';

/** The page of an article. */
export function renderArticle(view: ArticleView): Page {
  const { site, card, article } = view;
  const dress = dressOf(site, card.language);
  const day = dayOf(site.timeZone, card.publishedAt);
  const body = shell({
    dress,
    sheet: 'article',
    title: card.headline,
    marker: marker(card.id, card.revision),
    meta: metadata(dress, view),
    graph: [
      newsArticle(dress, card, article),
      breadcrumbs(site, card.sections[0], {
        name: card.headline,
        address: absolute(site, card.path),
      }),
    ],
    section: card.sections[0],
    day: { day, text: dress.locale.say('weekday', card.publishedAt) },
    imageOrigins: imageOrigins(dress, [card.image], article.body),
    main: html`<article class="art">
<header class="head">
${kicker(dress, view)}<h1 class="big">${card.headline}</h1>
${card.standfirst && html`<p class="sf">${card.standfirst}</p>\n`}</header>
${leadPicture(dress, card)}${byline(dress, view, day)}
<div class="body">
${articleBody(dress, article.body)}
</div>
${articleFoot(dress, view)}</article>${headlineBlock(dress, dress.words.related, 'rel', view.related)}`,
  });
  return {
    path: card.path,
    status: 200,
    contentType: 'text/html; charset=utf-8',
    cacheControl: CACHE.article,
    tags: [
      articleTag(site.id, card.id),
      ...articleTags(site.id, [...view.related, ...view.translations]),
    ],
    body,
  };
}

/** Every section the article is in, from the primary one's ancestors on, then the newsroom's own kicker. */
function kicker(dress: Dress, { site, card }: ArticleView): Markup | undefined {
  const sections = [...new Set(card.sections.flatMap(lineage))];
  if (sections.length === 0 && !card.kicker) return undefined;
  const lang = tongue(dress, site.settings.language);
  return html`<p class="kick dot">${sections.map(
    (section) =>
      html`<a href="${encodedPath(listPath(`section:${section}`))}"${lang}>${sectionTitle(site, section)}</a>`,
  )}${card.kicker && html`<span>${card.kicker}</span>`}</p>\n`;
}

function leadPicture(dress: Dress, { image }: Card): Markup | undefined {
  const shown =
    image && picture(dress, image, { sizes: '(min-width: 60rem) 62rem, 100vw', first: true });
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
    html`<p class="topics plain"><b>${words.topics}</b> <span class="dot">${card.topics.map(
      (topic) => html`<a href="${encodedPath(listPath(`topic:${topic.id}`))}">${topic.name}</a>`,
    )}</span></p>\n`;
  const also =
    translations.length > 0 &&
    html`<p class="also"><b>${words.alsoIn}</b> <span class="dot">${translations.map((other) => {
      const { tag, languageName } = localeOf(other.language, site.timeZone);
      return html`<a rel="alternate" hreflang="${tag}" href="${encodedPath(other.path)}"${tongue(dress, tag)}>${languageName}</a>`;
    })}</span></p>\n`;
  return corrections || topics || also
    ? html`<footer>\n${corrections}${topics}${also}</footer>\n`
    : undefined;
}

function metadata(dress: Dress, view: ArticleView): Markup {
  const { site, card, article } = view;
  const address = absolute(site, card.path);
  const text = description(card);
  const original = article.canonicalUrl === undefined ? undefined : safeUrl(article.canonicalUrl);
  const primary = card.sections[0];
  const sections = card.sections.map((section) => sectionTitle(site, section));
  return html`${describedAs(text)}${robots(!card.noIndex)}${canonical(
    original && /^http/i.test(original) ? original : address,
  )}${languageLinks(dress, card, view.translations)}${feedLinks(
    primary ? `section:${primary}` : '',
    primary ? `${site.settings.name}: ${sectionTitle(site, primary)}` : site.settings.name,
  )}${openGraph(dress, { type: 'article', title: card.headline, address, text })}${articleProperties(
    dress,
    card,
    sections,
  )}`;
}
