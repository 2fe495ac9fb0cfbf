import type { ArticlePublish } from '#events';
import { articleId, type Instant, path, revision, siteId } from '../ids.ts';
import type { Site } from '../site/site.ts';
import { parseInstant } from '../time.ts';
import type { Article, Author, Card, Image, Topic } from './article.ts';
import { type BodyType, excerptOf, sanitisedBody, textOf, wordCount } from './body.ts';
import { slugOf } from './slug.ts';

/** What of the envelope counts: the bus's own time, never a handler's clock. */
export interface Sent {
  readonly at: Instant;
  /** The body's text: that of the event, or of the object that it refers to. */
  readonly body: { readonly contentType: BodyType; readonly value: string };
}

/** A publish event's detail as a complete article: defaults filled in, names given ids, the body sanitised. */
export function articleOf(detail: ArticlePublish, sent: Sent, site: Site): Article {
  return {
    site: siteId(detail.site),
    id: articleId(detail.id),
    revision: revision(detail.revision),
    sentAt: sent.at,
    headline: detail.headline,
    standfirst: detail.standfirst || undefined,
    kicker: detail.kicker || undefined,
    dateline: detail.dateline || undefined,
    agency: detail.agency || undefined,
    canonicalUrl: detail.canonicalUrl,
    slug: slugFor(detail, site.settings.slugs),
    language: detail.language ?? site.settings.language,
    image: imageOf(detail.image),
    ...namesOf(detail),
    ...timesOf(detail),
    ...wordsOf(sent),
    ...handlingOf(detail),
  };
}

/** A slug in another script is transliterated where the site's addresses are: settings never decide whether an event is lawful. */
function slugFor({ slug, headline }: ArticlePublish, alphabet: 'ascii' | 'unicode'): string {
  return slug !== undefined && /^[a-z0-9-]+$/.test(slug)
    ? slug
    : slugOf(slug ?? headline, alphabet);
}

const namesOf = ({ sections = [], byline = [], topics = [], aliasPaths = [] }: ArticlePublish) => ({
  sections: [...new Set(sections)],
  byline: byline.map(authorOf),
  topics: topics.map(topicOf),
  aliasPaths: aliasPaths.map(path),
});

const timesOf = ({ publishAt, modifiedAt, corrections = [] }: ArticlePublish) => ({
  publishAt: publishAt === undefined ? undefined : parseInstant(publishAt),
  modifiedAt: modifiedAt === undefined ? undefined : parseInstant(modifiedAt),
  corrections: corrections.flatMap(({ at, note }) => {
    const when = parseInstant(at);
    return when ? [{ at: when, note }] : [];
  }),
});

function wordsOf({ body: { contentType, value } }: Sent) {
  const body = sanitisedBody(contentType, value);
  const text = textOf(body);
  return { body, excerpt: excerptOf(text), wordCount: wordCount(text) };
}

function handlingOf({ related, ...detail }: ArticlePublish) {
  const { silent = false, sensitive = false, lane = 'live', noIndex = false } = detail;
  const { show = true, pin = [], exclude = [] } = related ?? {};
  return {
    silent,
    sensitive,
    lane,
    noIndex,
    related: { show, pin: pin.map(articleId), exclude: exclude.map(articleId) },
    translationOf: detail.translationOf === undefined ? undefined : articleId(detail.translationOf),
    reinstates: detail.reinstates === undefined ? undefined : revision(detail.reinstates),
  };
}

/** A card is part of the head, which is read and written with every edit. */
const CORRECTIONS_MAX = 3;

/** What lists show of an article at an address and date. */
export function cardOf(
  article: Article,
  at: { readonly path: Card['path']; readonly publishedAt: Instant },
): Card {
  const { id, headline, standfirst, kicker, excerpt, byline, language, sections, topics, image } =
    article;
  const { corrections, noIndex, sensitive, modifiedAt, revision: number } = article;
  return {
    id,
    revision: number,
    path: at.path,
    publishedAt: at.publishedAt,
    modifiedAt,
    headline,
    standfirst,
    kicker,
    excerpt: standfirst ? '' : excerpt,
    byline,
    language,
    sections,
    topics,
    image,
    translationOf: article.translationOf,
    corrected: corrections.length > 0,
    ...(corrections.length > 0 && { corrections: corrections.slice(-CORRECTIONS_MAX) }),
    noIndex,
    sensitive,
  };
}

type Sender<Name extends keyof ArticlePublish> = NonNullable<ArticlePublish[Name]>;

function authorOf({ name, id }: Sender<'byline'>[number]): Author {
  return { name, id: id ?? nameId(name) };
}

function topicOf(topic: Sender<'topics'>[number]): Topic {
  return typeof topic === 'string'
    ? { id: nameId(topic), name: topic }
    : { id: topic.id, name: topic.name };
}

/** The last part of an author's or topic's address, where the event gave only a name. */
const nameId = (name: string): string =>
  slugOf(name, 'ascii') || slugOf(name, 'unicode') || 'unnamed';

function imageOf(image: Sender<'image'> | undefined): Image | undefined {
  if (!image) return undefined;
  const { url, width, height, alt, caption, credit, renditions } = image;
  return { url, width, height, alt: alt ?? '', caption, credit, renditions: renditions ?? [] };
}
