import { invalid } from '../errors.ts';
import type { Token } from '../expression/lexer.ts';
import { canonicalNumber } from '../number.ts';
import { parseValue } from '../parse-value.ts';
import type { Attribute } from '../value.ts';

const SPACE = /\s*/y;
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const QUOTED_NAME = /"((?:[^"]|"")*)"/y;
const TEXT = /'((?:[^']|'')*)'/y;
const NUMBER = /[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const SYMBOL = /<>|!=|<=|>=|[=<>(),.[\]+*-]/y;

/**
 * Splits a PartiQL statement into the tokens of DynamoDB's expressions: quoted names become names, literals and `?`
 * become values. So one parser reads the conditions of both.
 */
export function statementTokens(statement: string, parameters: readonly unknown[]): Token[] {
  const lexer = new StatementLexer(statement, parameters);
  const tokens: Token[] = [];
  for (let token = lexer.next(); token; token = lexer.next()) tokens.push(token);
  lexer.refuseUnusedParameters();
  return [...tokens, { kind: 'end', text: '<EOF>' }];
}

class StatementLexer {
  readonly #text: string;
  readonly #parameters: readonly unknown[];
  #at = 0;
  #used = 0;
  /** Whether a `[` that follows would be an index, not a list. */
  #afterPath = false;

  constructor(text: string, parameters: readonly unknown[]) {
    this.#text = text;
    this.#parameters = parameters;
  }

  next(): Token | undefined {
    this.#match(SPACE);
    if (this.#at >= this.#text.length) return undefined;
    const token = this.#name() ?? this.#index() ?? this.#literal() ?? this.#symbol();
    if (!token) throw this.#unexpected();
    this.#afterPath =
      token.kind === 'word' ||
      token.kind === 'name' ||
      (token.kind === 'symbol' && token.text === ']');
    return token;
  }

  refuseUnusedParameters(): void {
    if (this.#used === this.#parameters.length) return;
    throw invalid("Number of parameters in request and statement don't match.");
  }

  #name(): Token | undefined {
    const quoted = this.#match(QUOTED_NAME);
    if (quoted) {
      const name = (quoted[1] ?? '').replaceAll('""', '"');
      return { kind: 'name', text: quoted[0], name };
    }
    WORD.lastIndex = this.#at;
    const word = WORD.exec(this.#text)?.[0];
    if (word === undefined || /^(?:true|false|null)$/i.test(word)) return undefined;
    this.#at += word.length;
    return { kind: 'word', text: word };
  }

  /** `[0]` behind a path: the bracket now, the number and the other bracket next. */
  #index(): Token | undefined {
    const digits = /^\d+(?=\s*\])/.exec(this.#text.slice(this.#at, this.#at + 16));
    if (digits && this.#text.slice(0, this.#at).trimEnd().endsWith('[')) {
      this.#at += digits[0].length;
      return { kind: 'number', text: digits[0] };
    }
    if (!this.#afterPath || this.#text[this.#at] !== '[') return undefined;
    this.#at += 1;
    return { kind: 'symbol', text: '[' };
  }

  #literal(): Token | undefined {
    const from = this.#at;
    const operator = /^[+-]/.test(this.#text.slice(from, from + 1)) && this.#endsOperand();
    const value = operator ? undefined : this.#value(0);
    return value && { kind: 'value', text: this.#text.slice(from, this.#at), value };
  }

  /** Whether a sign here would stand between two operands. */
  #endsOperand(): boolean {
    return this.#afterPath || /[?)'\d]\s*$/.test(this.#text.slice(0, this.#at));
  }

  #symbol(): Token | undefined {
    const symbol = this.#match(SYMBOL)?.[0];
    if (symbol === undefined) return undefined;
    return { kind: 'symbol', text: symbol === '!=' ? '<>' : symbol };
  }

  #value(depth: number): Attribute | undefined {
    if (depth > 32) throw invalid('Nesting Levels have exceeded supported limits');
    this.#match(SPACE);
    if (this.#skip('?')) return this.#parameter();
    const text = this.#match(TEXT);
    if (text) return { S: (text[1] ?? '').replaceAll("''", "'") };
    const number = this.#match(NUMBER);
    if (number) return { N: canonicalNumber(number[0]) };
    if (this.#skip('<<')) return setLiteral(this.#members('>>', depth));
    if (this.#skip('[')) return { L: this.#members(']', depth) };
    if (this.#skip('{')) return { M: this.#entries(depth) };
    return this.#constant();
  }

  #constant(): Attribute | undefined {
    WORD.lastIndex = this.#at;
    const word = WORD.exec(this.#text)?.[0] ?? '';
    const constants: Readonly<Record<string, Attribute>> = {
      true: { BOOL: true },
      false: { BOOL: false },
      null: { NULL: true },
    };
    const found = constants[word.toLowerCase()];
    if (found) this.#at += word.length;
    return found;
  }

  #parameter(): Attribute {
    if (this.#used >= this.#parameters.length) {
      throw invalid("Number of parameters in request and statement don't match.");
    }
    this.#used += 1;
    return parseValue(this.#parameters[this.#used - 1]);
  }

  #members(end: string, depth: number): Attribute[] {
    const members: Attribute[] = [];
    while (!this.#closes(end, members.length)) {
      const member = this.#value(depth + 1);
      if (!member) throw this.#unexpected();
      members.push(member);
    }
    return members;
  }

  #entries(depth: number): Record<string, Attribute> {
    const entries: [string, Attribute][] = [];
    while (!this.#closes('}', entries.length)) {
      this.#match(SPACE);
      const name = this.#match(TEXT) ?? this.#match(QUOTED_NAME);
      this.#match(SPACE);
      const value = name && this.#skip(':') ? this.#value(depth + 1) : undefined;
      if (!name || !value) throw this.#unexpected();
      entries.push([(name[1] ?? '').replaceAll("''", "'"), value]);
    }
    return Object.fromEntries(entries);
  }

  /** Whether the literal ends here; if it goes on, its comma is taken. */
  #closes(end: string, members: number): boolean {
    this.#match(SPACE);
    if (this.#skip(end)) return true;
    if (members > 0 && !this.#skip(',')) throw this.#unexpected();
    return false;
  }

  #skip(text: string): boolean {
    if (!this.#text.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match) this.#at += match[0].length;
    return match ?? undefined;
  }

  #unexpected(): Error {
    return invalid(
      `Statement wasn't well formed, can't be processed: Unexpected term near “${this.#text.slice(this.#at, this.#at + 20)}”`,
    );
  }
}

function setLiteral(members: readonly Attribute[]): Attribute {
  const [first] = members;
  const type = first && 'N' in first ? 'NS' : first && 'B' in first ? 'BS' : 'SS';
  const texts = members.map((member) => Object.values(member)[0] as unknown);
  return parseValue({ [type]: texts });
}
