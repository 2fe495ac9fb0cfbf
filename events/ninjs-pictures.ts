import { httpUrl } from './addresses.ts';
import type { ArticlePublishInput } from './article-publish.ts';
import {
  cutTo,
  type Fields,
  type Found,
  member,
  objects,
  plainText,
  preferred,
  textMember,
  wordings,
} from './ninjs-reading.ts';

type Image = NonNullable<ArticlePublishInput['image']>;
type Rendition = NonNullable<Image['renditions']>[number];

const RENDITIONS_MAX = 20;

/** The first picture of the associations, else the first graphic, whose sizes are known: pages hold its place open. */
export function imageOf(associations: readonly Found<Fields>[]): Found<Image> | undefined {
  for (const type of ['picture', 'graphic']) {
    for (const { value, path } of associations) {
      const image = value['type'] === type ? pictureOf(value) : undefined;
      if (image) return { value: image, path };
    }
  }
  return undefined;
}

function pictureOf(item: Fields): Image | undefined {
  const [largest, ...others] = objects(member(item, 'renditions'))
    .flatMap(({ value }) => renditionOf(value))
    .sort((a, b) => b.width - a.width);
  if (!largest) return undefined;
  const caption = preferred(wordings(item, 'descriptions', 'description'), [
    'caption',
    'main',
    'text',
  ]);
  const alt = textMember(item, 'altText') ?? textMember(item, 'title', 'headline');
  const credit = textMember(item, 'creditLine', 'by', 'byline', 'copyrightHolder');
  return {
    ...largest,
    alt: cutTo(alt?.value ?? '', 1_000),
    ...(caption && { caption: cutTo(plainText(caption), 2_000) }),
    ...(credit && { credit: cutTo(credit.value, 200) }),
    renditions: others.slice(0, RENDITIONS_MAX),
  };
}

function renditionOf(rendition: Fields): readonly Rendition[] {
  const url = textMember(rendition, 'href')?.value ?? '';
  const type = textMember(rendition, 'contentType', 'mimeType')?.value ?? 'image/';
  const [width, height] = [pixels(rendition['width']), pixels(rendition['height'])];
  if (!width || !height || !type.startsWith('image/') || url.length > 2_048) return [];
  return httpUrl(url) === undefined ? [] : [{ url, width, height }];
}

function pixels(value: unknown): number | undefined {
  const count = typeof value === 'string' ? Number(value) : value;
  return typeof count === 'number' && Number.isInteger(count) && count > 0 && count <= 100_000
    ? count
    : undefined;
}
