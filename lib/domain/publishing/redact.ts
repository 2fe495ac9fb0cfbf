import { type Path, type SafeHtml, safeHtml } from '../ids.ts';
import { cellsOfMarkup, markedMarkup, markedText } from '../redaction/markup.ts';
import { cellsOf, find, wanted } from '../redaction/matching.ts';
import type { StoredArticle } from '../table/records.ts';
import type { StoredWithdrawal } from './accept-withdrawal.ts';
import type { Article, Card, Image, Withdrawal } from './article.ts';
import { excerptOf, textOf, wordCount } from './body.ts';
import { cardOf } from './normalise.ts';
import { slugOf } from './slug.ts';

/** Words that the law wants gone, ready to be looked for. */
export interface Redaction {
  /** Folded. */
  readonly words: readonly string[];
  /** As they stand in addresses. */
  readonly slugs: readonly string[];
}

export function redactionOf(words: readonly string[]): Redaction {
  const slugs = words.flatMap((each) => [slugOf(each, 'ascii'), slugOf(each, 'unicode')]);
  return {
    words: [...new Set(words.map(wanted))].filter((each) => each !== ''),
    slugs: [...new Set(slugs)].filter((each) => each !== ''),
  };
}

/** Plain text without the words. */
export const redactedText = (text: string, { words }: Redaction): string => markedText(text, words);

/** A body without the words; its elements stay, but for pictures whose address tells them. */
export function redactedBody(body: SafeHtml, redaction: Redaction): SafeHtml {
  const rules = {
    text: (text: string) => redactedText(text, redaction),
    holds: (address: string) => addressHolds(address, redaction),
  };
  return safeHtml(markedMarkup(body, redaction.words, rules));
}

/** Whether an address tells the words: as they are, percent-encoded, or as a slug. */
export function addressHolds(address: string, { words, slugs }: Redaction): boolean {
  const plain = decodedAddress(address);
  if (find(cellsOf(plain), words).spans.length > 0) return true;
  const spelled = [slugOfAddress(plain, 'ascii'), slugOfAddress(plain, 'unicode')];
  return slugs.some((slug) => spelled.some((parts) => `-${parts}-`.includes(`-${slug}-`)));
}

/** Word by word, because a slug is cut where it gets long. */
const slugOfAddress = (address: string, alphabet: 'ascii' | 'unicode'): string =>
  address
    .split(/[^\p{L}\p{M}\p{N}'’]+/u)
    .map((part) => slugOf(part, alphabet))
    .join('-');

function decodedAddress(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

/** A slug without the words; empty when it was nothing else. */
export function redactedSlug(slug: string, { slugs }: Redaction): string {
  let result = `-${slug}-`;
  for (const each of slugs)
    while (result.includes(`-${each}-`)) result = result.replace(`-${each}-`, '-');
  return result.replace(/^-+|-+$/g, '');
}

/**
 * A revision without the words, its body given whole. Tags and authors that are named by them are left out, for their
 * own pages would tell; addresses that hold them too. Its hash stays: the same content, sent again, is known.
 */
export function redactedArticle<A extends Article>(article: A, redaction: Redaction): A {
  const text = (value: string): string => redactedText(value, redaction);
  const maybe = (value: string | undefined): string | undefined => value && text(value);
  const named = (each: { readonly id: string; readonly name: string }): boolean =>
    text(each.name) === each.name && !addressHolds(each.id, redaction);
  const body = redactedBody(article.body, redaction);
  const plain = textOf(body);
  return {
    ...article,
    headline: text(article.headline),
    standfirst: maybe(article.standfirst),
    kicker: maybe(article.kicker),
    slug: redactedSlug(article.slug, redaction),
    dateline: maybe(article.dateline),
    agency: maybe(article.agency),
    byline: article.byline.filter(named),
    topics: article.topics.filter(named),
    body,
    excerpt: body === article.body ? article.excerpt : excerptOf(plain),
    wordCount: body === article.body ? article.wordCount : wordCount(plain),
    image: article.image && redactedImage(article.image, redaction),
    corrections: article.corrections.map((each) => ({ ...each, note: text(each.note) })),
    canonicalUrl:
      article.canonicalUrl && addressHolds(article.canonicalUrl, redaction)
        ? undefined
        : article.canonicalUrl,
  };
}

function redactedImage(image: Image, redaction: Redaction): Image | undefined {
  const addresses = [image.url, ...image.renditions.map(({ url }) => url)];
  if (addresses.some((url) => addressHolds(url, redaction))) return undefined;
  const text = (value: string): string => redactedText(value, redaction);
  return {
    ...image,
    alt: text(image.alt),
    caption: image.caption && text(image.caption),
    credit: image.credit && text(image.credit),
  };
}

/** What lists show of a redacted revision, its times as they were: a redaction is no update. */
export const redactedCard = (card: Card, article: Article, path: Path): Card => ({
  ...cardOf(article, { path, publishedAt: card.publishedAt }),
  modifiedAt: card.modifiedAt,
});

/** A withdrawal's words for readers and for the newsroom. */
export function redactedWithdrawal<W extends Withdrawal | StoredWithdrawal>(
  withdrawal: W,
  redaction: Redaction,
): W {
  const reason = redactedText(withdrawal.reason, redaction);
  return withdrawal.mode === 'notice'
    ? { ...withdrawal, reason, notice: redactedText(withdrawal.notice, redaction) }
    : { ...withdrawal, reason };
}

/** How often a revision, its body given whole, holds the words, and the longer words that hold them. */
export function heldBy(
  article: StoredArticle,
  { words }: Redaction,
): { readonly times: number; readonly within: readonly string[] } {
  const { image } = article;
  const texts = [
    article.headline,
    article.standfirst,
    article.kicker,
    article.dateline,
    article.agency,
    image?.alt,
    image?.caption,
    image?.credit,
    ...article.byline.map(({ name }) => name),
    ...article.topics.map(({ name }) => name),
    ...article.corrections.map(({ note }) => note),
  ];
  const found = [
    ...texts.flatMap((text) => (text ? [find(cellsOf(text), words)] : [])),
    find(cellsOfMarkup(article.body), words),
  ];
  return {
    times: found.reduce((sum, { spans }) => sum + spans.length, 0),
    within: [...new Set(found.flatMap(({ within }) => within))],
  };
}
