import { type Cell, cellsOf, find, folded, marked, type Span } from './matching.ts';

/*
 * Sanitised markup is written by one serialiser: tags without `>` inside, attributes in double quotes, text with
 * entities. So it is read here by two expressions, and everything but text and attribute values stays as it is.
 */

const PIECE = /<[^>]*>|&(?:#(\d+)|#x([0-9a-f]+)|(\w+));|[\ud800-\udbff][\udc00-\udfff]|[\s\S]/gi;
/** Tags that stand inside a word or between two: all others part words, as a reader sees it. */
const INLINE =
  /^<\/?(?:a|abbr|b|bdi|cite|code|del|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|time|u|ruby|rb|wbr)\b/i;
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** What is done to the parts of markup that are not text. */
export interface MarkupRules {
  /** An attribute's text that is read to somebody. */
  readonly text: (text: string) => string;
  /** Whether an address must go. */
  readonly holds: (address: string) => boolean;
}

/** The cells of a body's text, markup counting as a reader sees it. */
export function cellsOfMarkup(html: string): readonly Cell[] {
  const cells: Cell[] = [];
  for (const match of html.matchAll(PIECE)) {
    const [piece, decimal, hexadecimal, name] = match;
    const start = match.index;
    const end = start + piece.length;
    if (piece.startsWith('<') && piece.length > 1) {
      if (!INLINE.test(piece)) cells.push({ folded: ' ', start, end, fixed: true });
      continue;
    }
    const character = decoded(piece, decimal, hexadecimal, name);
    cells.push({ folded: [...character].map(folded).join(''), start, end });
  }
  return cells;
}

function decoded(piece: string, decimal?: string, hexadecimal?: string, name?: string): string {
  if (name !== undefined) return NAMED[name.toLowerCase()] ?? piece;
  if (decimal === undefined && hexadecimal === undefined) return piece;
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : piece;
}

/** Markup with a mark where words stood, its attributes treated by the rules. Its elements stay as they are, but for pictures whose address must go. */
export function markedMarkup(html: string, words: readonly string[], rules: MarkupRules): string {
  const cells = cellsOfMarkup(html);
  const spans: readonly Span[] = find(cells, words).spans;
  return marked(html, cells, spans).replace(/<[a-z][^>]*>/gi, (tag) => treated(tag, rules));
}

const ATTRIBUTE = /\s([a-z-]+)="([^"]*)"/gi;

function treated(tag: string, rules: MarkupRules): string {
  let isLost = false;
  const result = tag.replace(ATTRIBUTE, (whole, name: string, value: string) => {
    const text = unescaped(value);
    if (name === 'alt' || name === 'title') return ` ${name}="${escaped(rules.text(text))}"`;
    if (!rules.holds(text)) return whole;
    isLost ||= name === 'src';
    return '';
  });
  return isLost ? '' : result;
}

const unescaped = (text: string): string =>
  text.replace(
    /&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi,
    (piece, decimal?: string, hexadecimal?: string, name?: string) =>
      decoded(piece, decimal, hexadecimal, name),
  );

const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

/** Plain text with a mark where words stood. */
export function markedText(text: string, words: readonly string[]): string {
  const cells = cellsOf(text);
  return marked(text, cells, find(cells, words).spans);
}
