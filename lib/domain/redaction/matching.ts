/** One character of a text as a reader sees it: how it compares, and where it stands in the source. */
export interface Cell {
  /** Folded; empty for what no reader sees or hears: accents, soft hyphens. White space of any kind is one blank. */
  readonly folded: string;
  readonly start: number;
  readonly end: number;
  /** Whether it is markup that only parts words, as a line break does: it is never replaced. */
  readonly fixed?: boolean;
}

/** Cells `from` up to, not including, `to`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Accents and vowel points of scripts that are read without them, and characters that take no room. */
const UNSEEN =
  /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u0652\u0670\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|[\ufe00-\ufe0f]/g;

/** What most text is made of, and what folding leaves as it is. */
const LETTER_OR_BLANK = /^[a-z0-9 .,]$/;

/** What a character is compared by: `É`, `é` and `e` are one, `’` is `'`, every dash is `-`. */
export function folded(character: string): string {
  if (LETTER_OR_BLANK.test(character)) return character;
  if (/\s/u.test(character)) return ' ';
  return character
    .normalize('NFKD')
    .replace(UNSEEN, '')
    .toLowerCase()
    .replace(/[‘’ʼ′]/g, "'")
    .replace(/[‐‑‒–—−]/g, '-')
    .replace(/ς/g, 'σ')
    .replace(/ß/g, 'ss')
    .replace(/ı/g, 'i');
}

/** The cells of plain text. */
export function cellsOf(text: string): readonly Cell[] {
  const cells: Cell[] = [];
  let start = 0;
  for (const character of text) {
    const end = start + character.length;
    cells.push({ folded: folded(character), start, end });
    start = end;
  }
  return cells;
}

/** Words to look for, as they compare: blanks once, none around. */
export const wanted = (words: string): string =>
  [...words].map(folded).join('').replace(/ +/g, ' ').trim();

interface Joined {
  readonly text: string;
  /** Of each character of `text`, the cell it comes from. */
  readonly cells: readonly number[];
}

/** The folded text: runs of blanks count as one. */
function joined(cells: readonly Cell[]): Joined {
  const from: number[] = [];
  const text: string[] = [];
  let last = '';
  for (const [n, cell] of cells.entries()) {
    if (cell.folded === '' || (cell.folded === ' ' && last === ' ')) continue;
    for (let each = 0; each < cell.folded.length; each++) from.push(n);
    text.push(cell.folded);
    last = cell.folded;
  }
  return { text: text.join(''), cells: from };
}

/** Where words stand in a text. `whole`: not inside a longer word. */
export interface Found {
  readonly spans: readonly Span[];
  /** The longer words that hold them, as a reader sees them. */
  readonly within: readonly string[];
}

/** Looks for words, as whole words, in whatever case, accents and line breaks they are written. */
export function find(cells: readonly Cell[], words: readonly string[]): Found {
  const { text, cells: from } = joined(cells);
  const spans: Span[] = [];
  const within: string[] = [];
  for (const word of words) {
    if (word === '') continue;
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      const end = at + word.length;
      if (isBound(text, at, end)) spans.push({ from: from[at] ?? 0, to: (from[end - 1] ?? 0) + 1 });
      else within.push(wordAround(text, at, end));
    }
  }
  return { spans: merged(spans), within };
}

const WORD = /[\p{L}\p{N}\p{M}]/u;
/** Scripts that put no blank between words: there, a word begins and ends anywhere. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

function isBound(text: string, at: number, end: number): boolean {
  return !(
    parts(characterBefore(text, at), characterAt(text, at)) ||
    parts(characterBefore(text, end), characterAt(text, end))
  );
}

/** Whether two neighbours belong to one word. */
const parts = (left: string, right: string): boolean =>
  WORD.test(left) && WORD.test(right) && !UNSPACED.test(left) && !UNSPACED.test(right);

const characterAt = (text: string, at: number): string =>
  String.fromCodePoint(text.codePointAt(at) ?? 32);

const characterBefore = (text: string, at: number): string =>
  [...text.slice(Math.max(0, at - 2), at)].at(-1) ?? ' ';

function wordAround(text: string, at: number, end: number): string {
  let first = at;
  let last = end;
  while (first > 0 && WORD.test(characterBefore(text, first))) first--;
  while (last < text.length && WORD.test(characterAt(text, last))) last++;
  return text.slice(first, last);
}

function merged(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last && span.from < last.to)
      result[result.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    else result.push(span);
  }
  return result;
}

/** Stands where words stood. Always the same, so that it does not tell how long they were, and in no language. */
export const MARK = '█████';

/** A source with a mark in place of each span; markup that parts the words stays. */
export function marked(source: string, cells: readonly Cell[], spans: readonly Span[]): string {
  let result = '';
  let done = 0;
  for (const { from, to } of spans) {
    let isMarked = false;
    for (const cell of cells.slice(from, extended(cells, to))) {
      if (cell.fixed) continue;
      result += source.slice(done, cell.start) + (isMarked ? '' : MARK);
      isMarked = true;
      done = cell.end;
    }
  }
  return result + source.slice(done);
}

/** Accents written after the last letter go with it. */
function extended(cells: readonly Cell[], to: number): number {
  let end = to;
  while (cells[end]?.folded === '' && !cells[end]?.fixed) end++;
  return end;
}
