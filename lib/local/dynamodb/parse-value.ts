import { invalid, serialization } from './errors.ts';
import { canonicalNumber } from './number.ts';
import { type Attribute, type AttributeMap, isAttributeType } from './value.ts';

const NESTING_MAX = 32;

/** A value of a request, checked and with its numbers in canonical form. */
export function parseValue(input: unknown, depth = 0): Attribute {
  if (!isRecord(input)) throw serialization('Unexpected value type in payload');
  const present = Object.keys(input).filter((key) => isAttributeType(key) && input[key] != null);
  const [type, more] = present;
  if (type === undefined) {
    throw invalid(
      'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes',
    );
  }
  if (more !== undefined) {
    throw invalid(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  }
  if (depth > NESTING_MAX) throw invalid('Nesting Levels have exceeded supported limits');
  return parseTyped(type, input[type], depth);
}

/** An item, a key, or any other map of values of a request. */
export function parseMap(input: unknown, depth = 0): AttributeMap {
  if (!isRecord(input)) throw serialization('Unexpected value type in payload');
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [name, parseValue(value, depth)]),
  );
}

export const isRecord = (input: unknown): input is Record<string, unknown> =>
  typeof input === 'object' && input !== null && !Array.isArray(input);

function parseTyped(type: string, value: unknown, depth: number): Attribute {
  switch (type) {
    case 'S':
      return { S: text(value) };
    case 'N':
      return { N: canonicalNumber(text(value)) };
    case 'B':
      return { B: binary(value) };
    case 'BOOL':
      return { BOOL: flag(value) };
    case 'NULL':
      return parseNull(value);
    case 'M':
      return { M: parseMap(value, depth + 1) };
    case 'L':
      return { L: list(value).map((member) => parseValue(member, depth + 1)) };
    default:
      return parseSet(type, list(value));
  }
}

function parseNull(value: unknown): Attribute {
  if (flag(value)) return { NULL: true };
  throw invalid(
    'One or more parameter values were invalid: Null attribute value types must have the value of true',
  );
}

function parseSet(type: string, input: readonly unknown[]): Attribute {
  if (type === 'SS') return { SS: distinct(input.map(text), 'An string set  may not be empty') };
  if (type === 'NS') {
    const members = input.map((member) => canonicalNumber(text(member)));
    return { NS: distinct(members, 'An number set  may not be empty') };
  }
  return { BS: distinct(input.map(binary), 'Binary sets should not be empty') };
}

function distinct(members: string[], whenEmpty: string): string[] {
  if (members.length === 0)
    throw invalid(`One or more parameter values were invalid: ${whenEmpty}`);
  if (new Set(members).size !== members.length) {
    throw invalid(
      `One or more parameter values were invalid: Input collection [${members.join(', ')}] contains duplicates.`,
    );
  }
  return members;
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  throw serialization(`${jsonType(value)} can not be converted to an String`);
}

function flag(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw serialization(`${jsonType(value)} can not be converted to a Boolean`);
}

function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw serialization('Unexpected value type in payload');
}

function binary(value: unknown): string {
  const given = text(value);
  const canonical = Buffer.from(given, 'base64').toString('base64');
  if (canonical.length === given.length && !/[-_]/.test(given)) return canonical;
  throw serialization('A binary value is not base64 text');
}

function jsonType(value: unknown): string {
  if (typeof value === 'number') return 'NUMBER_VALUE';
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE';
  return value === null ? 'NULL_VALUE' : 'START_OBJECT';
}
