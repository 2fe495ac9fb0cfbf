import { Failure } from '../failure.ts';

/** One JSON value of a source, and the line it begins on. */
export interface JsonValue {
  readonly value: unknown;
  readonly line: number;
}

const QUOTE = 34;
const COMMA = 44;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
const NEW_LINE = 10;

const isSpace = (code: number): boolean =>
  code === 32 || code === NEW_LINE || code === 13 || code === 9;

/** Where a scan is between two values: outside every list, or at a place in the outermost one. */
type Place = 'outside' | 'list begun' | 'after comma' | 'after value';

/**
 * Cuts text that arrives in pieces into JSON values: one value, values one after the other (a line each or not), or the
 * entries of a list. Only the value in progress is kept in memory.
 */
export class JsonValues {
  readonly #name: string;
  #text = '';
  #at = 0;
  #line = 1;
  #place: Place = 'outside';
  /** The value in progress: where it begins, or −1. */
  #start = -1;
  #startLine = 1;
  #depth = 0;
  #inString = false;
  #escaped = false;

  constructor(name: string) {
    this.#name = name;
  }

  /** The values that end in the next piece. @throws Failure naming the line of what is no JSON. */
  *push(piece: string): Generator<JsonValue> {
    this.#text += piece;
    for (; this.#at < this.#text.length; this.#at++) {
      const value = this.#step(this.#text.charCodeAt(this.#at));
      if (value) yield value;
    }
    const used = this.#start < 0 ? this.#at : this.#start;
    this.#text = this.#text.slice(used);
    this.#at -= used;
    this.#start = Math.min(this.#start, 0);
  }

  #step(code: number): JsonValue | undefined {
    const end = this.#start < 0 ? this.#between(code) : this.#within(code);
    const value = end && this.#finish(end === 'with this' ? this.#at + 1 : this.#at);
    // A number or word ends before the character that tells so, which still has its own meaning.
    if (end === 'before this') this.#between(code);
    if (code === NEW_LINE) this.#line++;
    return value;
  }

  /** The value that only the end of the source ends. @throws Failure when it ends too early. */
  *end(): Generator<JsonValue> {
    if (this.#start >= 0 && (this.#depth > 0 || this.#inString)) {
      throw this.#failure(this.#startLine, 'the value that begins here is cut off');
    }
    if (this.#start >= 0) yield this.#finish(this.#at);
    if (this.#place !== 'outside') throw this.#failure(this.#line, 'the list is not closed');
  }

  #between(code: number): undefined {
    if (isSpace(code)) return;
    if (code === OPEN_LIST && this.#place === 'outside') this.#place = 'list begun';
    else if (
      code === CLOSE_LIST &&
      (this.#place === 'list begun' || this.#place === 'after value')
    ) {
      this.#place = 'outside';
    } else if (code === COMMA && this.#place === 'after value') this.#place = 'after comma';
    else if (this.#place === 'after value') throw this.#unexpected(', or ] expected');
    else if (code === COMMA || code === CLOSE_LIST || code === CLOSE_OBJECT) {
      throw this.#unexpected('a value expected');
    } else this.#begin(code);
  }

  #begin(code: number): void {
    this.#start = this.#at;
    this.#startLine = this.#line;
    this.#depth = code === OPEN_OBJECT || code === OPEN_LIST ? 1 : 0;
    this.#inString = code === QUOTE;
    this.#escaped = false;
  }

  #within(code: number): 'with this' | 'before this' | undefined {
    if (this.#inString) return this.#inText(code);
    if (this.#depth === 0) {
      const ends = isSpace(code) || code === COMMA || code === CLOSE_LIST || code === CLOSE_OBJECT;
      return ends ? 'before this' : undefined;
    }
    if (code === QUOTE) this.#inString = true;
    else if (code === OPEN_OBJECT || code === OPEN_LIST) this.#depth++;
    else if (code === CLOSE_OBJECT || code === CLOSE_LIST) this.#depth--;
    return this.#depth === 0 ? 'with this' : undefined;
  }

  #inText(code: number): 'with this' | undefined {
    if (this.#escaped) this.#escaped = false;
    else if (code === BACKSLASH) this.#escaped = true;
    else if (code === QUOTE) {
      this.#inString = false;
      return this.#depth === 0 ? 'with this' : undefined;
    }
    return undefined;
  }

  #finish(end: number): JsonValue {
    const text = this.#text.slice(this.#start, end);
    this.#start = -1;
    if (this.#place !== 'outside') this.#place = 'after value';
    try {
      const value: unknown = JSON.parse(text);
      return { value, line: this.#startLine };
    } catch (error) {
      throw this.#badValue(text, error);
    }
  }

  #badValue(text: string, error: unknown): Failure {
    const said = error instanceof Error ? error.message : String(error);
    const position = Number(/at position (\d+)/.exec(said)?.[1] ?? text.length);
    const line = this.#startLine + (text.slice(0, position).match(/\n/g)?.length ?? 0);
    const what = said.replace(
      /,? ?(?:"[\s\S]*" is not valid JSON|in JSON at position[\s\S]*)$/,
      '',
    );
    return this.#failure(line, what.trim() || 'no JSON');
  }

  #unexpected(what: string): Failure {
    return this.#failure(this.#line, `${what}, not ${JSON.stringify(this.#text[this.#at] ?? '')}`);
  }

  #failure(line: number, what: string): Failure {
    return new Failure(`${this.#name}, line ${line}: not valid JSON (${what}).`);
  }
}
