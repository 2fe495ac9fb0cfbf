import { sectionTitle } from './addresses.ts';
import { CACHE } from './caching.ts';
import { designOf } from './design.ts';
import { type Dress, dressOf } from './dress.ts';
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
import { imageOrigins } from './picture.ts';
import { shell } from './shell.ts';
import { dayOf } from './site-time.ts';
import { breadcrumbs, newsArticle } from './structured-data.ts';
import { articleTag, articleTags } from './tags.ts';
import { html, type Markup } from './template.ts';
import { absolute, safeUrl } from './url.ts';
import type { ArticleView, Page } from './view.ts';

/** The page of an article. */
export function renderArticle(view: ArticleView, design = designOf(view.site)): Page {
  const { site, card, article } = view;
  const dress = dressOf(site, card.language);
  const day = dayOf(site.timeZone, card.publishedAt);
  const body = shell({
    dress,
    sheet: 'article',
    design,
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
    day: { day },
    imageOrigins: imageOrigins(dress, [card.image], article.body),
    main: design.article(dress, view),
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
