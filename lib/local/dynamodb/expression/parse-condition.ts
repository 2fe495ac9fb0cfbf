import { compareValues, typeOf } from '../value.ts';
import type { Comparator, Condition, Operand } from './condition.ts';
import { isConditionFunction, parseFunction } from './condition-functions.ts';
import { type Token, tokens } from './lexer.ts';
import { operandCount, operandType } from './operand-errors.ts';
import { pathText } from './path.ts';
import type { Placeholders } from './placeholders.ts';
import { TokenReader } from './reader.ts';

const COMPARATORS: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>=']);
const ORDERED_TYPES: ReadonlySet<string> = new Set(['S', 'N', 'B']);
const IN_OPERANDS_MAX = 100;

/** Parses a condition; `parameter` is what the request calls it. */
export function parseCondition(
  parameter: string,
  text: string,
  placeholders: Placeholders,
): Condition {
  const reader = new TokenReader(parameter, tokens(parameter, text, placeholders));
  const condition = new ConditionParser(reader).condition();
  reader.expectEnd();
  return condition;
}

/** Recursive descent: OR binds loosest, then AND, then NOT. */
export class ConditionParser {
  readonly #reader: TokenReader;
  /** The last condition that stood in parentheses of its own. */
  #parenthesised: Condition | undefined;

  constructor(reader: TokenReader) {
    this.#reader = reader;
  }

  condition(): Condition {
    let left = this.#conjunction();
    while (this.#reader.skipKeyword('OR')) {
      left = { kind: 'or', left, right: this.#conjunction() };
    }
    return left;
  }

  #conjunction(): Condition {
    let left = this.#negation();
    while (this.#reader.skipKeyword('AND')) {
      left = { kind: 'and', left, right: this.#negation() };
    }
    return left;
  }

  #negation(): Condition {
    if (this.#reader.skipKeyword('NOT')) return { kind: 'not', condition: this.#negation() };
    return this.#reader.isSymbol('(') ? this.#parentheses() : this.#predicate();
  }

  #parentheses(): Condition {
    this.#reader.expectSymbol('(');
    const inner = this.condition();
    this.#reader.expectSymbol(')');
    if (inner === this.#parenthesised) {
      throw this.#reader.refuse('The expression has redundant parentheses;');
    }
    this.#parenthesised = inner;
    return inner;
  }

  #predicate(): Condition {
    const name = functionName(this.#reader);
    if (name !== undefined && name !== 'size') {
      if (isConditionFunction(name)) {
        this.#reader.take();
        return parseFunction(this.#reader, name, this.#arguments());
      }
      throw refusedFunction(this.#reader, name);
    }
    const left = this.#operand();
    if (this.#reader.skipKeyword('BETWEEN')) return this.#between(left);
    if (this.#reader.skipKeyword('IN')) return this.#in(left);
    return this.#comparison(left);
  }

  #operand(): Operand {
    const reader = this.#reader;
    const token = reader.peek();
    if (token.kind === 'value') {
      reader.take();
      return { kind: 'value', value: token.value };
    }
    const name = functionName(reader);
    if (name === undefined) return { kind: 'path', path: reader.path() };
    if (name !== 'size') throw refusedFunction(reader, name);
    reader.take();
    const [of, ...more] = this.#arguments();
    if (of === undefined || more.length > 0) throw operandCount(reader, 'size', more.length + 1);
    if (of.kind === 'value' && typeOf(of.value) === 'N') throw operandType(reader, 'size', 'N');
    return { kind: 'size', of };
  }

  #arguments(): Operand[] {
    this.#reader.expectSymbol('(');
    const operands = [this.#operand()];
    while (this.#reader.skipSymbol(',')) operands.push(this.#operand());
    this.#reader.expectSymbol(')');
    return operands;
  }

  #comparison(left: Operand): Condition {
    const token = this.#reader.peek();
    const operator = comparator(token);
    if (operator === undefined) throw this.#reader.unexpected();
    this.#reader.take();
    const right = this.#operand();
    if (operator !== '=' && operator !== '<>') {
      for (const operand of [left, right]) refuseUnordered(this.#reader, operator, operand);
    }
    if (left.kind === 'path' && right.kind === 'path') {
      refuseSamePath(this.#reader, operator, pathText(left.path), pathText(right.path));
    }
    return { kind: 'compare', operator, left, right };
  }

  #between(operand: Operand): Condition {
    const low = this.#operand();
    this.#reader.expectKeyword('AND');
    const high = this.#operand();
    for (const one of [operand, low, high]) refuseUnordered(this.#reader, 'BETWEEN', one);
    if (low.kind === 'value' && high.kind === 'value') {
      const order = compareValues(low.value, high.value);
      if (order === undefined) {
        throw this.#reader.refuse(
          `The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: ${shown(low)}, upper bound operand: AttributeValue: ${shown(high)}`,
        );
      }
      if (order > 0) {
        throw this.#reader.refuse(
          `The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: ${shown(low)}, upper bound operand: AttributeValue: ${shown(high)}`,
        );
      }
    }
    return { kind: 'between', operand, low, high };
  }

  #in(operand: Operand): Condition {
    const options = this.#arguments();
    if (options.length > IN_OPERANDS_MAX) {
      throw this.#reader.refuse(
        `The IN operator is provided with too many operands; number of operands: ${options.length}`,
      );
    }
    return { kind: 'in', operand, options };
  }
}

/** The function that is called next, if one is. */
function functionName(reader: TokenReader): string | undefined {
  const [token, next] = [reader.peek(), reader.peek(1)];
  const called = token.kind === 'word' && next.kind === 'symbol' && next.text === '(';
  return called ? token.text : undefined;
}

function comparator(token: Token): Comparator | undefined {
  return token.kind === 'symbol' && isComparator(token.text) ? token.text : undefined;
}

const isComparator = (text: string): text is Comparator => COMPARATORS.has(text);

function shown(operand: Extract<Operand, { readonly kind: 'value' }>): string {
  const [type, value] = Object.entries(operand.value)[0] ?? [];
  return `{${type}:${String(value)}}`;
}

function refuseUnordered(reader: TokenReader, operator: string, operand: Operand): void {
  if (operand.kind !== 'value') return;
  const type = typeOf(operand.value);
  if (!ORDERED_TYPES.has(type)) throw operandType(reader, operator, type);
}

function refuseSamePath(reader: TokenReader, operator: string, one: string, two: string): void {
  if (one !== two) return;
  throw reader.refuse(
    `The first operand must be distinct from the remaining operands for this operator or function; operator: ${operator}, first operand: ${one}`,
  );
}

/** Functions of update expressions, and conditions used as operands, are known but out of place. */
function refusedFunction(reader: TokenReader, name: string): Error {
  const known = isConditionFunction(name) || name === 'if_not_exists' || name === 'list_append';
  return reader.refuse(
    known
      ? `The function is not allowed to be used this way in an expression; function: ${name}`
      : `Invalid function name; function: ${name}`,
  );
}
