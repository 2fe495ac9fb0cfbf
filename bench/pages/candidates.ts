import { generateAtomFeed, generateJsonFeed, generateRssFeed } from 'feedsmith';
import type { Card } from '#domain/publishing/article.ts';
import { atom } from '#domain/rendering/feeds/atom.ts';
import { type Feed, feedOf } from '#domain/rendering/feeds/feed.ts';
import { jsonFeed } from '#domain/rendering/feeds/json-feed.ts';
import { rss } from '#domain/rendering/feeds/rss.ts';
import { machineTime } from '#domain/rendering/locale.ts';
import { finished, html, raw } from '#domain/rendering/template.ts';
import type { ArticleView } from '#domain/rendering/view.ts';
import { millis } from '#domain/time.ts';
import { listView } from './kinds.ts';

/** Ways to write the same thing: what we do, and what is installed besides. */
export interface Candidate {
  readonly name: string;
  readonly work: () => string;
}

/**
 * An article's body and 60 cards, by the house's templates and by concatenation with everything escaped by hand. The
 * libraries that were weighed besides (decision 101) are not installed.
 */
export function fragmentCandidates(views: readonly ArticleView[]): readonly Candidate[] {
  const [first] = views;
  if (!first) return [];
  const cards = views.slice(0, 60).map(({ card }) => card);
  return [
    { name: 'own templates', work: () => templated(first, cards) },
    { name: 'concatenation', work: () => concatenated(first, cards) },
  ];
}

const templated = ({ article }: ArticleView, cards: readonly Card[]): string =>
  finished(
    html`<div>${raw(article.body)}</div><ul>${cards.map(
      (card) =>
        html`<li class="card"><h3><a href="${card.path}">${card.headline}</a></h3><p>${card.standfirst}</p><p class="by">${card.byline.map(({ name }) => name).join(', ')}</p><time datetime="${card.publishedAt}">${card.publishedAt}</time></li>`,
    )}</ul>`,
  );

function concatenated({ article }: ArticleView, cards: readonly Card[]): string {
  let out = `<div>${article.body}</div><ul>`;
  for (const card of cards) {
    const names = card.byline.map(({ name }) => name).join(', ');
    out += `<li class="card"><h3><a href="${byHand(card.path)}">${byHand(card.headline)}</a></h3><p>${byHand(card.standfirst ?? '')}</p><p class="by">${byHand(names)}</p><time datetime="${byHand(card.publishedAt)}">${byHand(card.publishedAt)}</time></li>`;
  }
  return `${out}</ul>`;
}

const byHand = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

/** The three feeds of a front, by the house's templates and by Feedsmith's generators. */
export function feedCandidates(views: readonly ArticleView[]): readonly Candidate[] {
  const view = listView(
    '',
    views.map(({ card }) => card),
  );
  const feed = feedOf(view);
  return [
    {
      name: 'own templates',
      work: () => {
        const own = feedOf(view);
        return [rss(own, []), atom(own, []), jsonFeed(own, [])].map(({ body }) => body).join('');
      },
    },
    { name: 'Feedsmith', work: () => feedsmith(feed) },
  ];
}

function feedsmith(feed: Feed): string {
  const entries = feed.entries.map((entry) => ({
    ...entry,
    published: new Date(millis(entry.published)),
    updated: new Date(millis(entry.updated)),
  }));
  const links = [{ href: feed.home }];
  const asRss = generateRssFeed({
    title: feed.title,
    link: feed.home,
    description: feed.description,
    items: entries.map((entry) => ({
      title: entry.title,
      link: entry.url,
      guid: { value: entry.id, isPermaLink: false },
      pubDate: entry.published,
      description: entry.summary,
      categories: entry.categories.map((name) => ({ name })),
      dc: { creators: entry.authors.map(({ name }) => name) },
    })),
  });
  const asAtom = generateAtomFeed({
    id: feed.id,
    title: { value: feed.title },
    updated: new Date(millis(feed.updated)),
    links,
    entries: entries.map((entry) => ({
      id: entry.id,
      title: { value: entry.title },
      links: [{ href: entry.url }],
      published: entry.published,
      updated: entry.updated,
      authors: entry.authors.map(({ name }) => ({ name })),
      categories: entry.categories.map((term) => ({ term })),
      summary: { value: entry.summary },
    })),
  });
  const asJson = generateJsonFeed({
    title: feed.title,
    home_page_url: feed.home,
    items: entries.map((entry) => ({
      id: entry.id,
      url: entry.url,
      title: entry.title,
      content_text: entry.summary,
      date_published: entry.published,
      date_modified: entry.updated,
      tags: [...entry.categories],
      authors: entry.authors.map(({ name }) => ({ name })),
    })),
  });
  return `${asRss}${asAtom}${JSON.stringify(asJson)}${machineTime(feed.updated)}`;
}
