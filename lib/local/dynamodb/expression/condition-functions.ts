import { isAttributeType, typeOf } from '../value.ts';
import type { Condition, Operand } from './condition.ts';
import { operandCount, operandType } from './operand-errors.ts';
import type { TokenReader } from './reader.ts';

const FUNCTIONS = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
} as const;

type FunctionName = keyof typeof FUNCTIONS;

/** Whether a call of the function is a condition by itself. Function names are case-sensitive. */
export const isConditionFunction = (name: string): name is FunctionName =>
  Object.hasOwn(FUNCTIONS, name);

export function parseFunction(
  reader: TokenReader,
  name: FunctionName,
  operands: readonly Operand[],
): Condition {
  const [first, second] = operands;
  if (first === undefined || operands.length !== FUNCTIONS[name]) {
    throw operandCount(reader, name, operands.length);
  }
  if (name === 'attribute_exists' || name === 'attribute_not_exists') {
    if (first.kind !== 'path') {
      throw reader.refuse(
        `Operator or function requires a document path; operator or function: ${name}`,
      );
    }
    return { kind: 'exists', path: first.path, wanted: name === 'attribute_exists' };
  }
  if (second === undefined) throw operandCount(reader, name, operands.length);
  return parseBinary(reader, name, first, second);
}

function parseBinary(
  reader: TokenReader,
  name: 'attribute_type' | 'begins_with' | 'contains',
  first: Operand,
  second: Operand,
): Condition {
  switch (name) {
    case 'contains':
      return { kind: 'contains', container: first, member: second };
    case 'begins_with':
      for (const operand of [first, second]) refuseUnlessText(reader, operand);
      return { kind: 'begins', operand: first, prefix: second };
    case 'attribute_type':
      return parseType(reader, first, second);
  }
}

function refuseUnlessText(reader: TokenReader, operand: Operand): void {
  if (operand.kind === 'size') throw operandType(reader, 'begins_with', 'N');
  if (operand.kind !== 'value') return;
  const type = typeOf(operand.value);
  if (type !== 'S' && type !== 'B') throw operandType(reader, 'begins_with', type);
}

function parseType(reader: TokenReader, operand: Operand, wanted: Operand): Condition {
  if (wanted.kind !== 'value') throw operandType(reader, 'attribute_type', 'PATH');
  if (!('S' in wanted.value)) throw operandType(reader, 'attribute_type', typeOf(wanted.value));
  const type = wanted.value.S;
  if (isAttributeType(type)) return { kind: 'type', operand, type };
  throw reader.refuse(
    `Invalid attribute type name found; type: ${type}, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}`,
  );
}
