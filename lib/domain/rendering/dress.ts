import type { Card } from '../publishing/article.ts';
import type { Site } from '../site/site.ts';
import { type Locale, localeOf } from './locale.ts';
import { type Hole, html, type Markup } from './template.ts';
import type { Words } from './words/words.ts';

/** What every part of one page needs to know: the site, and the language the page speaks. */
export interface Dress {
  readonly site: Site;
  readonly locale: Locale;
  readonly words: Words;
}

/** The dress of a page in a language; words that the language lacks come in the site's. */
export function dressOf(site: Site, language: string): Dress {
  const locale = localeOf(language, site.timeZone, site.settings.language);
  return { site, locale, words: locale.words };
}

/** `lang` and `dir` for something in another language than its page; nothing when it is the same. */
export function tongue(dress: Dress, language: string): Markup | undefined {
  if (language === dress.locale.tag) return undefined;
  const other = localeOf(language, dress.site.timeZone, dress.site.settings.language);
  if (other.tag === dress.locale.tag) return undefined;
  return other.dir === dress.locale.dir
    ? html` lang="${other.tag}"`
    : html` lang="${other.tag}" dir="${other.dir}"`;
}

/** The dress of a story among others: its own language's, so that names and dates are joined and written as there. */
export const ownDress = (dress: Dress, { language }: Pick<Card, 'language'>): Dress =>
  tongue(dress, language) ? dressOf(dress.site, language) : dress;

/**
 * Parts of a line with a point between them. Each has an element of its own around it, which keeps the page's
 * direction: inside a part that runs the other way the point would stand on its far side.
 */
export const dotted = (...parts: readonly Hole[]): readonly Markup[] =>
  parts.filter((part) => part).map((part) => html`<span>${part}</span>`);

/** One of our sentences with markup where its `{}` is. */
export function phrase(words: string, filling: Markup): Markup {
  const [before = '', after = ''] = words.split('{}');
  return html`${before}${filling}${after}`;
}

/** The names of a byline with the language's own commas and “and”. */
export const names = (dress: Dress, card: Pick<Card, 'byline'>): string =>
  dress.locale
    .joined(card.byline.map((author) => author.name))
    .map((part) => part.value)
    .join('');
