import { invalid } from '../errors.ts';
import { syntaxError, type Token } from './lexer.ts';
import type { Path } from './path.ts';
import { isReserved } from './reserved-words.ts';

const PATH_DEPTH_MAX = 32;

/** Walks over the tokens of one expression. */
export class TokenReader {
  /** What the request calls the expression. */
  readonly parameter: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(parameter: string, tokens: readonly Token[]) {
    this.parameter = parameter;
    this.#tokens = tokens;
  }

  /** The token `ahead` of the next one. */
  peek(ahead = 0): Token {
    return this.#tokens[this.#at + ahead] ?? { kind: 'end', text: '<EOF>' };
  }

  take(): Token {
    const token = this.peek();
    this.#at += 1;
    return token;
  }

  isSymbol(text: string): boolean {
    const token = this.peek();
    return token.kind === 'symbol' && token.text === text;
  }

  isKeyword(keyword: string): boolean {
    const token = this.peek();
    return token.kind === 'word' && token.text.toUpperCase() === keyword;
  }

  /** Takes the symbol when it comes next. */
  skipSymbol(text: string): boolean {
    if (!this.isSymbol(text)) return false;
    this.#at += 1;
    return true;
  }

  skipKeyword(keyword: string): boolean {
    if (!this.isKeyword(keyword)) return false;
    this.#at += 1;
    return true;
  }

  expectSymbol(text: string): void {
    if (!this.skipSymbol(text)) throw this.unexpected();
  }

  expectKeyword(keyword: string): void {
    if (!this.skipKeyword(keyword)) throw this.unexpected();
  }

  expectEnd(): void {
    if (this.peek().kind !== 'end') throw this.unexpected();
  }

  unexpected(): Error {
    const near = [this.#tokens[this.#at - 1], this.peek(), this.peek(1)]
      .filter((token) => token !== undefined && token.kind !== 'end')
      .map((token) => token?.text);
    return syntaxError(this.parameter, this.peek().text, near.join(' '));
  }

  refuse(message: string): Error {
    return invalid(`Invalid ${this.parameter}: ${message}`);
  }

  /** A document path: `a`, `#a.b[0]`. */
  path(): Path {
    const steps: (string | number)[] = [this.#attribute()];
    for (;;) {
      if (this.skipSymbol('.')) steps.push(this.#attribute());
      else if (this.skipSymbol('[')) steps.push(this.#index());
      else break;
    }
    if (steps.length > PATH_DEPTH_MAX) {
      throw this.refuse(
        `The document path has too many nesting elements; nesting levels: ${steps.length}`,
      );
    }
    return steps;
  }

  #attribute(): string {
    const token = this.peek();
    if (token.kind !== 'name' && token.kind !== 'word') throw this.unexpected();
    this.#at += 1;
    if (token.kind === 'name') return token.name;
    if (isReserved(token.text)) {
      throw this.refuse(`Attribute name is a reserved keyword; reserved keyword: ${token.text}`);
    }
    return token.text;
  }

  #index(): number {
    const token = this.peek();
    if (token.kind !== 'number') throw this.unexpected();
    this.#at += 1;
    this.expectSymbol(']');
    return Number(token.text);
  }
}
