/**
 * What no page may hold, in HTML and XML alike: C0 and C1 controls but tab and line ends, halves of surrogate pairs,
 * and noncharacters (XML 1.0 §2.2; the HTML standard calls each a parse error).
 */
const UNPRINTABLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to be kept out.
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ud83f\ud87f\ud8bf\ud8ff\ud93f\ud97f\ud9bf\ud9ff\uda3f\uda7f\udabf\udaff\udb3f\udb7f\udbbf\udbff][\udffe\udfff]/g;

const SUSPECT =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: as above; one quick test spares most texts the slow one.
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]/;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text without the characters that no page may hold. */
export const printable = (text: string): string =>
  SUSPECT.test(text) ? text.replace(UNPRINTABLE, '') : text;

const TO_ESCAPE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: as above; most texts need no more than this one test.
  /[&<>"'\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]/;

/** Text made safe between tags and inside quoted attributes, in HTML and in XML. */
export const escaped = (text: string): string =>
  TO_ESCAPE.test(text)
    ? printable(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
    : text;

/**
 * Text escaped as the RSS Advisory Board asks for titles (“RSS Best Practices Profile”, Title): hexadecimal
 * references, by which a reader knows that `<b>` is meant literally.
 */
export const hexEscaped = (text: string): string =>
  printable(text).replace(/[&<>]/g, (character) => HEXADECIMAL[character] ?? '');

const HEXADECIMAL: Readonly<Record<string, string>> = {
  '&': '&#x26;',
  '<': '&#x3C;',
  '>': '&#x3E;',
};

/** A value as JSON that may stand inside a script element: no `<`, no line separators, nothing unprintable. */
export function jsonForScript(value: unknown): string {
  const json = printable(JSON.stringify(value));
  return /[<>&\u2028\u2029]/.test(json) ? json.replace(/[<>&\u2028\u2029]/g, inJson) : json;
}

const inJson = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

const OPENS_DIRECTION = /[\u202a\u202b\u202d\u202e\u2066-\u2068]/;
const DIRECTION = /[\u202a-\u202e\u2066-\u2069]/g;
const POP_EMBEDDING = '\u202c';
const POP_ISOLATE = '\u2069';

/**
 * Text whose bidirectional embeddings and isolates are all closed, for places where no element can isolate it:
 * titles, descriptions, feeds. Unclosed, a right-to-left override in a headline would turn the site's name around.
 */
export function closed(text: string): string {
  if (!OPENS_DIRECTION.test(text)) return text;
  const open: string[] = [];
  for (const [character] of text.matchAll(DIRECTION)) follow(open, character);
  return text + open.reverse().join('');
}

/** `open` holds, innermost last, the character that will close each embedding and isolate. */
function follow(open: string[], character: string): void {
  if (character === POP_EMBEDDING) {
    if (open.at(-1) === POP_EMBEDDING) open.pop();
  } else if (character === POP_ISOLATE) {
    // It also closes the embeddings opened inside it (UAX #9, X6a).
    const at = open.lastIndexOf(POP_ISOLATE);
    if (at >= 0) open.length = at;
  } else open.push(character > POP_ISOLATE || character < '\u2066' ? POP_EMBEDDING : POP_ISOLATE);
}
