import type { Card } from '../publishing/article.ts';
import type { Site } from '../site/site.ts';
import { safeUrl } from './url.ts';

/** The absolute address of an article's picture, where it has one that pages may name. */
export function pictureAddress(site: Site, card: Pick<Card, 'image'>): string | undefined {
  const address = card.image && safeUrl(card.image.url);
  if (!address) return undefined;
  if (address.startsWith('/')) return site.baseUrl + address;
  return /^https?:/i.test(address) ? address : undefined;
}
