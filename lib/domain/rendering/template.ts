import { type SafeHtml, safeHtml } from '../ids.ts';
import { escaped } from './escape.ts';
import { safeUrl } from './url.ts';

/** Finished markup. Only the template and `raw` make it, so text can never pass for it. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template's hole. Nothing is written for null, undefined, false and ''. */
export type Hole = Markup | string | number | null | undefined | false | readonly Hole[];

/** Markup that is known to be clean, written as it is. */
export const raw = (clean: SafeHtml): Markup => new Markup(clean);

/** The finished text of a page or fragment. */
export const finished = (markup: Markup): SafeHtml => safeHtml(markup.text);

type Context = 'text' | 'attribute' | 'url' | 'tag' | 'rawtext';

/** By template, not by call: the literal's array is the same object at every evaluation. */
const contexts = new WeakMap<TemplateStringsArray, readonly Context[]>();

/**
 * Markup from a template literal. Strings are escaped for the place where they stand, and addresses in `href`, `src`
 * and the like must be http, https, mailto, tel, `/…` or `#…`, else `#` is written. Arrays are joined.
 *
 * @throws TypeError on holes where nothing can be made safe: unquoted attributes, comments, text inside tags or scripts.
 */
export function html(strings: TemplateStringsArray, ...holes: readonly Hole[]): Markup {
  let places = contexts.get(strings);
  if (!places) {
    places = placesOf(strings);
    contexts.set(strings, places);
  }
  let out = strings[0] ?? '';
  for (let n = 0; n < holes.length; n++) {
    out += written(holes[n], places[n] ?? 'text') + strings[n + 1];
  }
  return new Markup(out);
}

function written(hole: Hole, place: Context): string {
  if (typeof hole === 'string') return fitted(hole, place);
  if (hole === null || hole === undefined || hole === false) return '';
  if (hole instanceof Markup) {
    if (place === 'attribute' || place === 'url')
      throw new TypeError('Markup inside an attribute.');
    return hole.text;
  }
  if (typeof hole === 'number') return fitted(String(hole), place);
  let out = '';
  for (const part of hole) out += written(part, place);
  return out;
}

function fitted(text: string, place: Context): string {
  switch (place) {
    case 'text':
    case 'attribute':
      return escaped(text);
    case 'url':
      return escaped(safeUrl(text) ?? '#');
    case 'tag':
    case 'rawtext':
      if (text === '') return '';
      throw new TypeError(`Text inside a ${place}: only finished markup may stand there.`);
  }
}

const URL_ATTRIBUTES = new Set(['href', 'src', 'action', 'formaction', 'cite', 'poster', 'data']);
const RAW_ELEMENTS = /<(script|style)\b[^>]*>(?:(?!<\/\1)[\s\S])*$/i;

/** Where each hole of a template stands, read once from the literal parts. */
function placesOf(strings: TemplateStringsArray): readonly Context[] {
  let before = '';
  return strings.slice(0, -1).map((part) => {
    before += part;
    const place = placeAfter(before);
    // A stand-in that changes no state, so that the next hole is judged in the same surroundings.
    before += place === 'tag' ? ' ' : 'x';
    return place;
  });
}

function placeAfter(before: string): Context {
  if (RAW_ELEMENTS.test(before)) return 'rawtext';
  if (/<!--(?:(?!-->)[\s\S])*$/.test(before)) throw new TypeError('A hole inside a comment.');
  const tag = /<[a-z/!?](?:[^<>"']|"[^"]*"|'[^']*')*(["'][^"']*)?$/i.exec(before);
  if (!tag) return 'text';
  if (tag[1] === undefined) {
    if (/=\s*[^\s"']*$/.test(tag[0])) throw new TypeError(`An unquoted attribute: ${tag[0]}`);
    return 'tag';
  }
  const attribute = /([\w:-]+)\s*=\s*$/.exec(tag[0].slice(0, -tag[1].length))?.[1]?.toLowerCase();
  if (!attribute || /^on/.test(attribute) || attribute === 'style' || attribute === 'srcdoc') {
    throw new TypeError(`A hole in the attribute ${attribute ?? tag[0]}.`);
  }
  // Only a hole at the value's start decides its scheme.
  return URL_ATTRIBUTES.has(attribute) && tag[1].length === 1 ? 'url' : 'attribute';
}
