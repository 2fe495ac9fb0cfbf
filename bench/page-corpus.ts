import { articleId, path, revision, safeHtml, siteId } from '#domain/ids.ts';
import type { Article, Card } from '#domain/publishing/article.ts';
import type { ArticleView } from '#domain/rendering/view.ts';
import type { Site } from '#domain/site/site.ts';
import { instant, millis } from '#domain/time.ts';

/** An article of a thousand words with a picture and six related posts. */
const ARTICLE_WORDS = 1_000;

export const NOON = instant(Date.UTC(2026, 10, 24, 12));

export const SITE: Site = {
  id: siteId('daily'),
  baseUrl: 'https://www.example.com',
  timeZone: 'Europe/London',
  sources: [],
  settings: {
    revision: 0,
    name: 'The Daily Offstone',
    tagline: 'News from the composing room',
    language: 'en',
    sections: ['world', 'politics', 'business', 'science', 'culture', 'sport', 'opinion'].map(
      (name) => ({
        path: name,
        title: name.charAt(0).toUpperCase() + name.slice(1),
      }),
    ),
    social: [],
    theme: {},
    related: { count: 6 },
    feeds: { content: 'summary' },
    slugs: 'ascii',
  },
};

/**
 * Two thousand made-up words. Their letters repeat less than those of any language, so that pages of real articles
 * compress better than these.
 */
const WORDS = Array.from({ length: 2_000 }, (_, n) => {
  const syllable = (k: number): string =>
    ['b', 'd', 'f', 'gr', 'h', 'k', 'l', 'm', 'n', 'p', 'r', 's', 'st', 't', 'v', 'w'].at(k % 16) +
    ('aeiou'.charAt(Math.floor(k / 16) % 5) +
      ['', '', 'n', 'r', 's', 'l'].at(Math.floor(k / 80) % 6));
  return Array.from({ length: 1 + (n % 3) }, (_, k) =>
    syllable((n + 1) * 7_919 * (k + 1) * (k + 3)),
  ).join('');
});

/** Different articles, each with a picture, a correction and six neighbours, as a rebuild meets them. */
export function pageCorpus(count: number): readonly ArticleView[] {
  const articles = Array.from({ length: count }, (_, n) => articleOf(n));
  const cards = articles.map((article, n) => cardOf(article, n));
  return articles.map((article, n) => ({
    site: SITE,
    article,
    card: picked(cards, n),
    related: [1, 2, 3, 5, 8, 13].map((step) => picked(cards, n + step)),
    translations: [],
  }));
}

/** The same words for the same seed (a linear congruential generator's, so that benches can be compared). */
function text(seed: number, length: number): string {
  let state = (seed * 2_654_435_761 + 12_345) % 4_294_967_296;
  return Array.from({ length }, () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return WORDS[Math.floor((state / 4_294_967_296) ** 2 * WORDS.length)];
  }).join(' ');
}

function articleOf(n: number): Article {
  const paragraphs = Array.from(
    { length: ARTICLE_WORDS / 50 },
    (_, p) => `<p>${text(n + p, 50)}.</p>`,
  );
  const picture = `https://img.example.com/${n}`;
  return {
    site: SITE.id,
    id: articleId(`cms-${n}`),
    revision: revision(2),
    headline: text(n, 9),
    standfirst: `${text(n + 3, 22)}.`,
    slug: `story-${n}`,
    sections: [picked(SITE.settings.sections, n).path],
    byline: [
      { id: `author-${n % 40}`, name: `Author ${n % 40}` },
      { id: `author-${n % 31}`, name: `Author ${n % 31}` },
    ],
    language: 'en',
    dateline: 'Port Ellery',
    sentAt: NOON,
    modifiedAt: instant(millis(NOON) - n * 60_000 + 3_600_000),
    silent: false,
    body: safeHtml(
      `${paragraphs.slice(0, 5).join('')}<h2>${text(n, 5)}</h2>${paragraphs.slice(5).join('')}`,
    ),
    excerpt: text(n, 40),
    wordCount: ARTICLE_WORDS,
    topics: [{ id: `topic-${n % 50}`, name: `Topic ${n % 50}` }],
    image: {
      url: `${picture}-1200.jpg`,
      width: 1200,
      height: 800,
      alt: text(n, 8),
      caption: text(n + 1, 14),
      credit: 'Photograph: the desk',
      renditions: [600, 2400].map((width) => ({
        url: `${picture}-${width}.jpg`,
        width,
        height: (width * 2) / 3,
      })),
    },
    corrections: [{ at: NOON, note: `${text(n, 20)}.` }],
    related: { show: true, pin: [], exclude: [] },
    sensitive: false,
    lane: 'live',
    aliasPaths: [],
    noIndex: false,
  };
}

const cardOf = (article: Article, n: number): Card => ({
  id: article.id,
  revision: article.revision,
  path: path(`/2026/11/24/${article.slug}`),
  headline: article.headline,
  standfirst: article.standfirst,
  excerpt: article.excerpt,
  byline: article.byline,
  language: article.language,
  sections: article.sections,
  topics: article.topics,
  publishedAt: instant(millis(NOON) - n * 60_000),
  modifiedAt: article.modifiedAt,
  image: article.image,
  corrected: true,
  noIndex: false,
  sensitive: false,
});

export function picked<T>(from: readonly T[], n: number): T {
  const found = from[n % from.length];
  if (found === undefined) throw new RangeError('Nothing to pick from.');
  return found;
}
