import { marked } from 'marked';
import sanitizeHtml from 'sanitize-html';
import { type SafeHtml, safeHtml } from '../ids.ts';

/** How a body was written. */
export type BodyType = 'text/html' | 'text/markdown' | 'text/plain';

const BLOCKS = [
  'p',
  'h2',
  'h3',
  'h4',
  'blockquote',
  'pre',
  'hr',
  'br',
  'ul',
  'ol',
  'li',
  'dl',
  'dt',
  'dd',
];
const TABLES = ['table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td'];
const PHRASES = [
  'a',
  'abbr',
  'b',
  'bdi',
  'cite',
  'code',
  'del',
  'em',
  'i',
  'ins',
  'kbd',
  'mark',
  'q',
  's',
  'small',
  'span',
  'strong',
  'sub',
  'sup',
  'time',
  'u',
  'ruby',
  'rb',
  'rt',
  'rp',
  'wbr',
];
const FIGURES = ['figure', 'figcaption', 'img'];

/** `http:`, `https:`, `mailto:`, `tel:`, or an address on this site: one `/`, or `#`. */
const SAFE_LINK = /^(?:https?:\/\/|mailto:|tel:|#|\/(?![/\\]))/i;
const SAFE_IMAGE = /^(?:https?:\/\/|\/(?![/\\]))/i;
const WHOLE_NUMBER = /^[1-9]\d{0,4}$/;

const OPTIONS: sanitizeHtml.IOptions = {
  allowedTags: [...BLOCKS, ...TABLES, ...PHRASES, ...FIGURES],
  allowedAttributes: {
    a: ['href', 'hreflang', 'lang', 'dir'],
    abbr: ['title'],
    img: ['src', 'alt', 'width', 'height', 'loading'],
    ol: ['start', 'reversed', 'type'],
    td: ['colspan', 'rowspan'],
    th: ['colspan', 'rowspan', 'scope'],
    time: ['datetime'],
    '*': ['lang', 'dir'],
  },
  // Protocols are checked by the expressions above, which also see what a browser would make of odd spellings.
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  nestingLimit: 60,
  transformTags: {
    h1: 'h2',
    h5: 'h4',
    h6: 'h4',
    strike: 's',
    a: (tagName, attribs) => ({ tagName, attribs: linkAttributes(attribs) }),
    img: (tagName, attribs) => ({ tagName, attribs: imageAttributes(attribs) }),
    iframe: embedAsLink,
    embed: embedAsLink,
    video: embedAsLink,
    audio: embedAsLink,
  },
  exclusiveFilter: (frame) => frame.tag === 'img' && frame.attribs['src'] === undefined,
};

/**
 * A body as it will stand in pages: only what the allow-list knows, headings below the page's own, embeds as links.
 * The markup may be anything; what comes out is safe to write into a page.
 */
export function sanitisedBody(type: BodyType, value: string): SafeHtml {
  return safeHtml(sanitizeHtml(asHtml(type, value), OPTIONS).trim());
}

function asHtml(type: BodyType, value: string): string {
  switch (type) {
    case 'text/html':
      return value;
    case 'text/markdown':
      return marked.parse(value, { async: false, gfm: true });
    case 'text/plain':
      return value
        .split(/\n\s*\n/)
        .map((paragraph) => `<p>${escaped(paragraph.trim()).replace(/\n/g, '<br>')}</p>`)
        .join('');
  }
}

const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

function linkAttributes({ href, ...rest }: sanitizeHtml.Attributes): sanitizeHtml.Attributes {
  const target = href?.trim();
  return target && SAFE_LINK.test(target) ? { ...rest, href: target } : rest;
}

function imageAttributes({
  src,
  alt,
  width,
  height,
}: sanitizeHtml.Attributes): sanitizeHtml.Attributes {
  if (!src || !SAFE_IMAGE.test(src.trim())) return {};
  return {
    src: src.trim(),
    alt: alt ?? '',
    ...(width && WHOLE_NUMBER.test(width) && { width }),
    ...(height && WHOLE_NUMBER.test(height) && { height }),
    loading: 'lazy',
  };
}

/** Embeds run other people's scripts; readers get a link instead. */
function embedAsLink(_tag: string, { src, title }: sanitizeHtml.Attributes): sanitizeHtml.Tag {
  const target = src?.trim() ?? '';
  if (!SAFE_LINK.test(target)) return { tagName: 'span', attribs: {} };
  return { tagName: 'a', attribs: { href: target }, text: title || target };
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: ' ',
};

/** The words of a sanitised body, one line a block. */
export function textOf(body: SafeHtml): string {
  return body
    .replace(/<(?:\/(?:p|h\d|li|blockquote|tr|figcaption|dt|dd|pre|caption)|br)\b[^>]*>/g, '\n')
    .replace(/<\/t[dh]>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[\s]*/g, '\n')
    .trim();
}

const EXCERPT_MAX = 300;

/** The beginning of a text, cut at a word near 300 characters. */
export function excerptOf(text: string): string {
  const line = text.replace(/\s+/g, ' ').slice(0, EXCERPT_MAX + 1);
  if (line.length <= EXCERPT_MAX) return line;
  const end = line.lastIndexOf(' ');
  return `${line.slice(0, end > EXCERPT_MAX / 2 ? end : EXCERPT_MAX).trim()}…`;
}

const words = new Intl.Segmenter('und', { granularity: 'word' });

/** How many words a text has, in any script. */
export function wordCount(text: string): number {
  let count = 0;
  // By line: segmenting one long string takes time quadratic in its length.
  for (const line of text.split('\n'))
    for (const part of words.segment(line)) if (part.isWordLike) count++;
  return count;
}
