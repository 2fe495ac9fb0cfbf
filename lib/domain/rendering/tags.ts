import { sha256Base32 } from '../hash.ts';
import type { ArticleId, SiteId } from '../ids.ts';
import type { Card } from '../publishing/article.ts';
import { remembered } from './memo.ts';

/** What the edge takes per object (CloudFront, “Invalidate by cache tag”). */
const TAGS_MAX = 50;

/** On every page that lists articles: fronts, feeds, archives, sitemaps. */
export const LISTS_TAG = 'lists';

const TAG_LENGTH = 16;
const hashed = remembered((key) => `a-${sha256Base32(key, TAG_LENGTH)}`);

/** The cache tag of everything that shows an article by name. A hash, because tags are compared without case. */
export const articleTag = (site: SiteId, id: ArticleId): string => hashed(`${site}/${id}`);

/** The tags of a list's page. One that names more articles than tags fit is found by `lists` alone. */
export function listTags(site: SiteId, cards: readonly Card[]): readonly string[] {
  if (cards.length + 1 > TAGS_MAX) return [LISTS_TAG];
  return [LISTS_TAG, ...articleTags(site, cards)];
}

/** The tags of the articles, each once, as many as fit. */
export const articleTags = (site: SiteId, cards: readonly Pick<Card, 'id'>[]): readonly string[] =>
  [...new Set(cards.map((card) => articleTag(site, card.id)))].slice(0, TAGS_MAX - 1);
