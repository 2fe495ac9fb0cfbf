import { invalid } from '../errors.ts';
import type { Attribute } from '../value.ts';
import type { Placeholders } from './placeholders.ts';

export type Token =
  /** A bare word: a keyword, a function or an attribute's name. */
  | { readonly kind: 'word'; readonly text: string }
  /** An attribute's name that cannot be mistaken for anything else: `#name`, or quoted in PartiQL. */
  | { readonly kind: 'name'; readonly text: string; readonly name: string }
  | { readonly kind: 'value'; readonly text: string; readonly value: Attribute }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'symbol'; readonly text: string }
  | { readonly kind: 'end'; readonly text: '<EOF>' };

const TOKEN =
  /\s*(?:(?<word>[A-Za-z_][A-Za-z0-9_]*)|(?<name>#[A-Za-z0-9_]+)|(?<value>:[A-Za-z0-9_]+)|(?<number>\d+)|(?<symbol><>|<=|>=|[=<>(),.[\]+-]))/y;

const EXPRESSION_BYTES_MAX = 4096;

/** A syntax error in the words of DynamoDB: the token and its surroundings. */
export function syntaxError(expression: string, token: string, near: string): Error {
  return invalid(`Invalid ${expression}: Syntax error; token: "${token}", near: "${near}"`);
}

/** The tokens of an expression. `parameter` is what the request calls it: `ConditionExpression`. */
export function tokens(parameter: string, text: string, placeholders: Placeholders): Token[] {
  if (text.trim() === '') {
    throw invalid(`Invalid ${parameter}: The expression can not be empty;`);
  }
  if (Buffer.byteLength(text) > EXPRESSION_BYTES_MAX) {
    throw invalid(
      `Invalid ${parameter}: Expression size has exceeded the maximum allowed size; expression size: ${Buffer.byteLength(text)}`,
    );
  }
  const found: Token[] = [];
  let at = 0;
  const end = text.trimEnd().length;
  while (at < end) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (!match?.groups) {
      const rest = text.slice(at).trim();
      throw syntaxError(parameter, rest.slice(0, 1), text.slice(Math.max(0, at - 5), at + 6));
    }
    found.push(resolved(parameter, match.groups, placeholders));
    at = TOKEN.lastIndex;
  }
  return [...found, { kind: 'end', text: '<EOF>' }];
}

function resolved(
  parameter: string,
  groups: Readonly<Record<string, string | undefined>>,
  placeholders: Placeholders,
): Token {
  const { word, name, value, number, symbol = '' } = groups;
  if (word !== undefined) return { kind: 'word', text: word };
  if (name !== undefined) return named(parameter, name, placeholders);
  if (value !== undefined) return valued(parameter, value, placeholders);
  return number === undefined ? { kind: 'symbol', text: symbol } : { kind: 'number', text: number };
}

function named(parameter: string, text: string, placeholders: Placeholders): Token {
  const name = placeholders.name(text);
  if (name !== undefined) return { kind: 'name', text, name };
  throw invalid(
    `Invalid ${parameter}: An expression attribute name used in the document path is not defined; attribute name: ${text}`,
  );
}

function valued(parameter: string, text: string, placeholders: Placeholders): Token {
  const value = placeholders.value(text);
  if (value !== undefined) return { kind: 'value', text, value };
  throw invalid(
    `Invalid ${parameter}: An expression attribute value used in expression is not defined; attribute value: ${text}`,
  );
}
