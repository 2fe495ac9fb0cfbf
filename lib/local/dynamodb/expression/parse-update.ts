import { setMembers, typeOf } from '../value.ts';
import { type Token, tokens } from './lexer.ts';
import { operandCount, operandType } from './operand-errors.ts';
import { refuseClashes } from './path.ts';
import type { Placeholders } from './placeholders.ts';
import { TokenReader } from './reader.ts';
import { NO_UPDATE, type SetValue, targetsOf, type Update } from './update.ts';

const PARAMETER = 'UpdateExpression';
const SECTIONS = ['SET', 'REMOVE', 'ADD', 'DELETE'] as const;
type Section = (typeof SECTIONS)[number];

/* What DynamoDB's messages call the types. */
const TYPE_NAMES = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  BOOL: 'BOOLEAN',
  NULL: 'NULL',
  SS: 'STRING_SET',
  NS: 'NUMBER_SET',
  BS: 'BINARY_SET',
  L: 'LIST',
  M: 'MAP',
} as const;

/** Parses an UpdateExpression: each section at most once, in any order. */
export function parseUpdate(text: string, placeholders: Placeholders): Update {
  const reader = new TokenReader(PARAMETER, tokens(PARAMETER, text, placeholders));
  const seen = new Set<Section>();
  let update = NO_UPDATE;
  while (reader.peek().kind !== 'end') {
    const section = SECTIONS.find((name) => reader.skipKeyword(name));
    if (section === undefined) throw reader.unexpected();
    if (seen.has(section)) {
      throw reader.refuse(
        `The "${section}" section can only be used once in an update expression;`,
      );
    }
    seen.add(section);
    update = { ...update, ...parseSection(reader, section) };
  }
  refuseClashes(targetsOf(update), (message) => reader.refuse(message));
  return update;
}

function parseSection(reader: TokenReader, section: Section): Partial<Update> {
  switch (section) {
    case 'SET':
      return { set: listOf(reader, parseAssignment) };
    case 'REMOVE':
      return { remove: listOf(reader, (one) => one.path()) };
    case 'ADD':
      return { add: listOf(reader, (one) => parseSetChange(one, 'ADD')) };
    case 'DELETE':
      return { delete: listOf(reader, (one) => parseSetChange(one, 'DELETE')) };
  }
}

function listOf<T>(reader: TokenReader, parse: (reader: TokenReader) => T): T[] {
  const found = [parse(reader)];
  while (reader.skipSymbol(',')) found.push(parse(reader));
  return found;
}

function parseAssignment(reader: TokenReader): Update['set'][number] {
  const path = reader.path();
  reader.expectSymbol('=');
  return { path, value: parseSetValue(reader) };
}

/** The right-hand side of a SET: an operand, or two with a sign between. */
export function parseSetValue(reader: TokenReader): SetValue {
  const left = parseOperand(reader);
  const operator = (['+', '-'] as const).find((sign) => reader.skipSymbol(sign));
  if (operator === undefined) return left;
  const right = parseOperand(reader);
  for (const operand of [left, right]) {
    if (operand.kind !== 'value' || 'N' in operand.value) continue;
    throw operandType(reader, operator, typeOf(operand.value));
  }
  return { kind: 'arithmetic', operator, left, right };
}

function parseOperand(reader: TokenReader): SetValue {
  if (reader.skipSymbol('(')) {
    const inner = parseSetValue(reader);
    reader.expectSymbol(')');
    return inner;
  }
  const [token, next] = [reader.peek(), reader.peek(1)];
  if (token.kind === 'value') {
    reader.take();
    return { kind: 'value', value: token.value };
  }
  if (token.kind === 'word' && next.kind === 'symbol' && next.text === '(') {
    return parseCall(reader, token);
  }
  return { kind: 'path', path: reader.path() };
}

function parseCall(reader: TokenReader, { text: name }: Token): SetValue {
  if (name !== 'if_not_exists' && name !== 'list_append') {
    throw reader.refuse(`Invalid function name; function: ${name}`);
  }
  reader.take();
  reader.expectSymbol('(');
  const operands = listOf(reader, parseOperand);
  reader.expectSymbol(')');
  const [left, right] = operands;
  if (left === undefined || right === undefined || operands.length > 2) {
    throw operandCount(reader, name, operands.length);
  }
  return name === 'if_not_exists'
    ? ifNotExists(reader, left, right)
    : listAppend(reader, left, right);
}

function ifNotExists(reader: TokenReader, left: SetValue, otherwise: SetValue): SetValue {
  if (left.kind === 'path') return { kind: 'if_not_exists', path: left.path, otherwise };
  throw reader.refuse(
    'Operator or function requires a document path; operator or function: if_not_exists',
  );
}

function listAppend(reader: TokenReader, left: SetValue, right: SetValue): SetValue {
  for (const operand of [left, right]) {
    if (operand.kind !== 'value' || 'L' in operand.value) continue;
    throw operandType(reader, 'list_append', typeOf(operand.value));
  }
  return { kind: 'list_append', left, right };
}

function parseSetChange(reader: TokenReader, section: 'ADD' | 'DELETE'): Update['add'][number] {
  const path = reader.path();
  const token = reader.peek();
  if (token.kind !== 'value') throw reader.unexpected();
  reader.take();
  const allowed =
    setMembers(token.value) !== undefined || (section === 'ADD' && 'N' in token.value);
  if (allowed) return { path, value: token.value };
  throw reader.refuse(
    `Incorrect operand type for operator or function; operator: ${section}, operand type: ${TYPE_NAMES[typeOf(token.value)]}, typeSet: ALLOWED_FOR_${section}_OPERAND`,
  );
}
