import type { StoredArticle } from '../table/records.ts';

const SOURCE = /<img\b[^>]*?\ssrc="([^"]*)"/g;

/** The addresses of all pictures that an article shows: Offstone never has the files, and cannot remove them. */
export function picturesOf({
  image,
  body,
  pictures = [],
}: Pick<StoredArticle, 'image' | 'body' | 'pictures'>): readonly string[] {
  const own = image ? [image.url, ...image.renditions.map(({ url }) => url)] : [];
  const inBody = [...body.matchAll(SOURCE)].map(([, src = '']) => src.replaceAll('&amp;', '&'));
  return [...new Set([...own, ...inBody, ...pictures])];
}
