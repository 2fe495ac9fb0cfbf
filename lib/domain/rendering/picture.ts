import type { Image } from '../publishing/article.ts';
import type { Dress } from './dress.ts';
import { loadable } from './picture-address.ts';
import { html, type Markup } from './template.ts';
import { originOf } from './url.ts';

/** When the newsroom sends no size, the space kept until the picture comes: three to two. */
const ASSUMED = { width: 1200, height: 800 } as const;

/** How a picture is to be fetched. `first`: the page's largest thing above the fold. */
export interface Placing {
  readonly sizes: string;
  readonly first?: boolean;
}

/** The picture's element, or nothing when its address is none that a page of this site may load. */
export function picture(dress: Dress, image: Image, placing: Placing): Markup | undefined {
  const src = loadable(dress.site, image.url);
  if (!src) return undefined;
  const { width, height } = image.width > 0 && image.height > 0 ? image : ASSUMED;
  const choices = srcset(dress, image, src);
  return html`<img src="${src}"${choices && html` srcset="${choices}" sizes="${placing.sizes}"`} width="${width}" height="${height}" alt="${image.alt}"${
    placing.first ? html` fetchpriority="high"` : html` loading="lazy" decoding="async"`
  }>`;
}

/** Pictures higher than wide are not cropped to a wide frame. */
export const isTall = (image: Image): boolean => image.height > image.width;

function srcset(dress: Dress, image: Image, src: string): string {
  const choices = new Map<number, string>();
  for (const rendition of image.renditions) {
    const url = loadable(dress.site, rendition.url);
    if (url && rendition.width > 0) choices.set(rendition.width, url);
  }
  if (choices.size === 0) return '';
  if (image.width > 0) choices.set(image.width, src);
  return [...choices]
    .sort(([a], [b]) => a - b)
    .map(([width, url]) => `${url.replaceAll(',', '%2C')} ${width}w`)
    .join(', ');
}

/** The origins that a page showing these pictures loads from: the allow-list, or what the pictures say. */
export function imageOrigins(
  dress: Dress,
  images: readonly (Image | undefined)[],
  body = '',
): readonly string[] {
  const origins = new Set<string>();
  const note = (url: string) => {
    const origin = originOf(url);
    const allowed = dress.site.settings.imageOrigins;
    if (origin && (!allowed || allowed.includes(origin))) origins.add(origin);
  };
  for (const image of images) {
    if (!image) continue;
    note(image.url);
    for (const rendition of image.renditions) note(rendition.url);
  }
  if (body.includes('<img')) {
    for (const [, src = ''] of body.matchAll(/<img\b[^>]*?\bsrc="([^"]*)"/g)) note(src);
  }
  return [...origins];
}
