import type { ArticlePublish } from '#events';
import { cleanMarkup } from '#events';
import { sha256Hex } from '../hash.ts';
import { safeHtml } from '../ids.ts';
import type { Ports } from '../ports.ts';
import type { BodyType } from '../publishing/body.ts';
import { picturesOf } from '../publishing/pictures.ts';
import type { Reason } from '../publishing/receipt.ts';
import type { StoredArticle } from '../table/records.ts';

/** A body by reference may be larger than an event, not larger than a page that anybody would read: 5 MB. */
const REFERENCE_BYTES_MAX = 5_000_000;
const REFERENCE = /^s3:\/\/([^/]+)\/(.+)$/;

type Body = { readonly contentType: BodyType; readonly value: string };

/** The body's text: the event's own, or that of the object in the drop bucket which it names, if its hash is right. */
export async function bodyOf(
  { body }: ArticlePublish,
  { drop }: Pick<Ports, 'drop'>,
): Promise<Body | { readonly reason: Reason }> {
  if ('value' in body) return body;
  const [, bucket, key] = REFERENCE.exec(body.ref) ?? [];
  if (bucket !== drop.name || !key)
    return refused('ref', `must name an object of this stage’s drop bucket, s3://${drop.name}/…`);
  const text = await readWithin(key, drop);
  if (typeof text === 'object') return text;
  if (text === undefined)
    return refused('ref', `there is no object ${body.ref}; put it there before sending the event`);
  if (sha256Hex(text) !== body.sha256.toLowerCase())
    return refused(
      'sha256',
      `is not the hash of ${body.ref}; send the hash of the object as it is now`,
    );
  return { contentType: body.contentType, value: cleanMarkup(text) };
}

async function readWithin(
  key: string,
  drop: Ports['drop'],
): Promise<string | undefined | { readonly reason: Reason }> {
  try {
    return await drop.read(key, REFERENCE_BYTES_MAX);
  } catch (error) {
    if (error instanceof RangeError)
      return refused('ref', `must be at most ${REFERENCE_BYTES_MAX} bytes`);
    throw error;
  }
}

const refused = (field: 'ref' | 'sha256', message: string): { readonly reason: Reason } => ({
  reason: { path: `body.${field}`, message },
});

/**
 * An item holds 400 KB in all; a longer body is kept in the drop bucket: an object for each revision, so that words can
 * be taken out of one article and stay where another's law is not touched.
 */
const INLINE_CHARACTERS_MAX = 100_000;

/** The article as it fits an item: a long body is moved to the drop bucket, where it may be put twice without harm. */
export async function outsized(
  article: StoredArticle,
  { drop }: Pick<Ports, 'drop'>,
): Promise<StoredArticle> {
  if (article.bodyKey || article.body.length <= INLINE_CHARACTERS_MAX) return article;
  const { site, id, revision, body } = article;
  const bodyKey = `bodies/${site}/${id}/${revision}-${sha256Hex(body)}.html`;
  await drop.write(bodyKey, body);
  return { ...article, body: safeHtml(''), bodyKey, pictures: picturesOf(article) };
}

/** The article with its body, wherever that lies. @throws Error when it is lost. */
export async function wholeArticle(
  article: StoredArticle,
  { drop }: Pick<Ports, 'drop'>,
): Promise<StoredArticle> {
  if (!article.bodyKey) return article;
  const body = await drop.read(article.bodyKey, BODY_BYTES_MAX);
  if (body === undefined)
    throw new Error(`The body of ${article.site}/${article.id} is missing: ${article.bodyKey}`);
  return { ...article, body: safeHtml(body) };
}

/** What a body by reference may come to once it is sanitised. */
const BODY_BYTES_MAX = 8_000_000;
