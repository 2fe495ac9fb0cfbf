import { safeHtml } from '../../ids.ts';
import { escaped, hexEscaped } from '../escape.ts';
import { html, type Markup, raw } from '../template.ts';

/**
 * What feed readers and the W3C validator alike take for markup in text that should have none: a closing tag, or an
 * entity.
 */
const LOOKS_LIKE_MARKUP = /<\/\w+>|&#?\w+;/;

/**
 * Plain text in RSS, which never said whether titles are markup. `&`, `<` and `>` are written in hexadecimal, as the
 * RSS Advisory Board asks; text that readers would still take for markup is written as markup that shows it.
 */
export const rssText = (text: string): Markup =>
  raw(safeHtml(hexEscaped(LOOKS_LIKE_MARKUP.test(text) ? escaped(text) : text)));

/** An Atom text construct (RFC 4287, 3.1), which can say what it is. */
export const atomText = (name: 'title' | 'summary', text: string): Markup =>
  LOOKS_LIKE_MARKUP.test(text)
    ? raw(safeHtml(`<${name} type="html">${escaped(escaped(text))}</${name}>\n`))
    : raw(safeHtml(`<${name}>${hexEscaped(text)}</${name}>\n`));

/** A title on a line of its own: the W3C validator looks for the hexadecimal references by line. */
export const rssTitle = (text: string): Markup => html`<title>${rssText(text)}</title>\n`;
