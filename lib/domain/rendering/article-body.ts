import type { SafeHtml } from '../ids.ts';
import { safeHtml } from '../ids.ts';
import type { Dress } from './dress.ts';
import { escaped, printable } from './escape.ts';
import { loadable } from './picture-address.ts';
import { html, type Markup, raw } from './template.ts';

/** A quotation this short hangs in the margin in large type; longer ones are extracts and stay in the text. */
const PULL_QUOTE_MAX = 180;

/** A sanitised body made ready for its page: headings under the headline, wide tables that scroll, pictures with sizes. */
export function articleBody(dress: Dress, body: SafeHtml): Markup {
  let out = printable(body);
  if (/<h[1-6]/.test(out)) out = nested(out);
  if (out.includes('<table')) out = scrolling(dress, out);
  if (out.includes('<blockquote')) out = hanging(out);
  if (out.includes('<img')) out = sized(dress, out);
  return raw(safeHtml(out));
}

/**
 * Headings by their nesting rather than their number: the first level used is h2 and no level is skipped, so that
 * readers who move by heading find the order they hear.
 */
function nested(body: string): string {
  const above: number[] = [];
  return body.replace(/<(\/?)h([1-6])(?=[\s>])/g, (_, slash: string, digit: string) => {
    const level = Number(digit);
    if (slash === '') {
      while ((above.at(-1) ?? 0) >= level) above.pop();
      above.push(level);
    }
    return `<${slash}h${Math.min(6, above.length + 1)}`;
  });
}

function scrolling(dress: Dress, body: string): string {
  const open = html`<section class="wide" aria-label="${dress.words.table}" tabindex="0">`;
  return body
    .replace(/<table\b/g, `${open.text}<table`)
    .replace(/<\/table>/g, '</table></section>')
    .replace(/<th>/g, '<th scope="col">');
}

const hanging = (body: string): string =>
  body.replace(
    /<blockquote>((?:(?!<\/?blockquote)[\s\S])*)<\/blockquote>/g,
    (whole, inner: string) =>
      isShort(inner) ? `<blockquote class="quote">${inner}</blockquote>` : whole,
  );

/** One paragraph, or one that ends its quotation marks and then a line saying whose words they are. */
function isShort(inner: string): boolean {
  if (inner.replace(/<[^>]*>/g, '').length > PULL_QUOTE_MAX) return false;
  const blocks = inner.match(/<(?:p|ul|ol|dl|table|pre|h\d|figure|hr)\b/g)?.length ?? 0;
  return (
    blocks <= 1 || (blocks === 2 && /[”"»」』›’]\s*<\/p>\s*<p>[^”"»」』›]*<\/p>\s*$/.test(inner))
  );
}

/** Pictures without a size would make the text jump when they come; those the page may not load are left out. */
const sized = (dress: Dress, body: string): string =>
  body.replace(/<img\b([^>]*?)\s*\/?>/g, (_, attributes: string) => {
    const src = /\bsrc="([^"]*)"/.exec(attributes)?.[1] ?? '';
    if (!loadable(dress.site, src.replaceAll('&amp;', '&'))) return '';
    const size = /\swidth="\d/.test(attributes) && /\sheight="\d/.test(attributes);
    return `<img${attributes}${size ? '' : ' width="1200" height="800"'}${lacking(attributes, 'alt', '')}${lacking(attributes, 'loading', 'lazy')} decoding="async">`;
  });

const lacking = (attributes: string, name: string, value: string): string =>
  attributes.includes(` ${name}=`) ? '' : ` ${name}="${escaped(value)}"`;
