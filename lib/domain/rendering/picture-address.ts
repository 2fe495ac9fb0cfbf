import type { Card } from '../publishing/article.ts';
import type { Site } from '../site/site.ts';
import { originOf, safeUrl } from './url.ts';

/** A picture's address, if a page may load it: the site's own, or of an origin that its allow-list (when it has one) knows. */
export function loadable({ settings }: Site, url: string): string | undefined {
  const safe = safeUrl(url);
  if (!safe || safe.startsWith('/')) return safe;
  const origin = originOf(safe);
  if (!origin) return undefined;
  return !settings.imageOrigins || settings.imageOrigins.includes(origin) ? safe : undefined;
}

/** The absolute address of an article's picture, where it has one that pages may name. */
export function pictureAddress(site: Site, card: Pick<Card, 'image'>): string | undefined {
  const address = card.image && loadable(site, card.image.url);
  return address?.startsWith('/') ? site.baseUrl + address : address;
}
