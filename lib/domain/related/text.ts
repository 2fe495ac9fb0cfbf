import type { SafeHtml } from '../ids.ts';

const BLOCK =
  /<\/?(?:p|div|h[1-6]|li|ul|ol|blockquote|figure|figcaption|tr|table|hr|br|pre|section|aside|dl|dt|dd)\b[^>]*>/gi;
const TAG = /<[^>]*>/g;
const ENTITY = /&(?:#(\d+)|#x([0-9a-f]+)|(amp|lt|gt|quot|apos|nbsp));/gi;
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** What a reader reads of sanitised markup, one line a block. */
export const plainText = (html: SafeHtml): string =>
  html.replace(BLOCK, '\n').replace(TAG, '').replace(ENTITY, decoded).trim();

function decoded(all: string, decimal?: string, hexadecimal?: string, name?: string): string {
  if (name) return NAMED[name.toLowerCase()] ?? all;
  const code = decimal ? Number(decimal) : Number.parseInt(hexadecimal ?? '', 16);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ' ';
}
