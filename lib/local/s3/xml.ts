/** An element with its children, or with its text when it has none. */
interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

interface OpenElement {
  readonly name: string;
  text: string;
  readonly children: XmlElement[];
}

const TOKEN = /<!\[CDATA\[([\s\S]*?)\]\]>|<[?!][^>]*>|<(\/?)([\w:.-]+)[^>]*?(\/?)>|([^<]+)/gy;

/** Reads the small, plain XML that AWS clients send: elements and text; attributes are passed over. */
export function parseXml(xml: string): XmlElement | undefined {
  const root: OpenElement = { name: '', text: '', children: [] };
  const open: OpenElement[] = [root];
  let read = 0;
  for (const token of xml.matchAll(TOKEN)) {
    read += token[0].length;
    if (!step(open, token)) return undefined;
  }
  return read === xml.length && open.length === 1 ? root.children[0] : undefined;
}

/** Takes one token in; `false` when it closes what is not open. */
function step(open: OpenElement[], token: RegExpExecArray): boolean {
  const [, cdata, closing, name, empty, text] = token;
  const top = open.at(-1);
  if (!top) return false;
  if (name === undefined) {
    top.text += cdata ?? unescapeXml(text ?? '');
    return true;
  }
  if (closing === '/') {
    open.pop();
    return top.name === name && open.length > 0;
  }
  const element: OpenElement = { name, text: '', children: [] };
  top.children.push(element);
  if (empty !== '/') open.push(element);
  return true;
}

/** The first child of that name. */
export const child = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element?.children.find((each) => each.name === name);

export const childText = (element: XmlElement | undefined, name: string): string | undefined =>
  child(element, name)?.text;

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

function unescapeXml(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

const SPECIAL = /[&<>"\p{Cc}\ufffe\uffff]/gu;

/** Text for an element; what XML cannot hold goes out as a reference, as S3 sends it. */
export const escapeXml = (text: string): string =>
  text.replace(SPECIAL, (found) => {
    if (found === '&') return '&amp;';
    if (found === '<') return '&lt;';
    if (found === '>') return '&gt;';
    if (found === '"') return '&quot;';
    return `&#x${found.charCodeAt(0).toString(16)};`;
  });

type XmlItem = string | number | boolean | XmlValues;
type XmlValue = XmlItem | undefined | readonly XmlItem[];
export interface XmlValues {
  readonly [name: string]: XmlValue;
}

/** Writes elements from plain values: a list repeats its element, `undefined` leaves it out. */
function writeXml(values: XmlValues): string {
  let xml = '';
  for (const [name, value] of Object.entries(values))
    for (const each of itemsOf(value)) xml += `<${name}>${inner(each)}</${name}>`;
  return xml;
}

const itemsOf = (value: XmlValue): readonly XmlItem[] => {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
};

const isList = (value: XmlItem | readonly XmlItem[]): value is readonly XmlItem[] =>
  Array.isArray(value);

const inner = (value: XmlItem): string =>
  typeof value === 'object' ? writeXml(value) : escapeXml(String(value));

/** A whole document with its root element in a namespace. */
export const xmlDocument = (root: string, namespace: string, values: XmlValues): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${namespace}">${writeXml(values)}</${root}>`;
