import type { TokenReader } from './reader.ts';

export function operandType(reader: TokenReader, operator: string, type: string): Error {
  return reader.refuse(
    `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`,
  );
}

export function operandCount(reader: TokenReader, operator: string, count: number): Error {
  return reader.refuse(
    `Incorrect number of operands for operator or function; operator or function: ${operator}, number of operands: ${count}`,
  );
}
