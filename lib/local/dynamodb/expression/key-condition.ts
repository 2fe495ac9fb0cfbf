import { invalid } from '../errors.ts';
import type { KeySchema } from '../key-schema.ts';
import type { Attribute, AttributeType } from '../value.ts';
import { typeOf } from '../value.ts';
import type { Condition, Operand } from './condition.ts';
import { parseCondition } from './parse-condition.ts';
import type { Placeholders } from './placeholders.ts';

/** Which sort keys a query wants. */
export type SortRange =
  | { readonly operator: '=' | '<' | '<=' | '>' | '>='; readonly value: Attribute }
  | { readonly operator: 'between'; readonly low: Attribute; readonly high: Attribute }
  | { readonly operator: 'begins'; readonly prefix: Attribute };

export interface KeyCondition {
  readonly partition: Attribute;
  readonly sort: SortRange | undefined;
}

const PARAMETER = 'KeyConditionExpression';

/** Parses a KeyConditionExpression: the partition key's value and, at most, one range of sort keys. */
export function parseKeyCondition(
  text: string,
  placeholders: Placeholders,
  schema: KeySchema,
): KeyCondition {
  const parts = conjuncts(parseCondition(PARAMETER, text, placeholders));
  const byName = new Map<string, SortRange>();
  for (const part of parts) {
    const { name, range } = rangeOf(part);
    if (byName.has(name)) {
      throw invalid(
        `Invalid ${PARAMETER}: KeyConditionExpressions must only contain one condition per key`,
      );
    }
    byName.set(name, range);
  }
  const partition = byName.get(schema.partition.name);
  if (partition === undefined) {
    throw invalid(`Query condition missed key schema element: ${schema.partition.name}`);
  }
  if (partition.operator !== '=') throw invalid('Query key condition not supported');
  byName.delete(schema.partition.name);
  const sort = schema.sort && byName.get(schema.sort.name);
  if (byName.size > (sort ? 1 : 0)) throw unknownKey(schema, byName.size);
  refuseOtherType(partition, schema.partition.type);
  if (sort && schema.sort) refuseOtherType(sort, schema.sort.type);
  return { partition: partition.value, sort };
}

function unknownKey(schema: KeySchema, others: number): Error {
  const missed = schema.sort && others === 1;
  return invalid(
    missed
      ? `Query condition missed key schema element: ${schema.sort.name}`
      : 'Query key condition not supported',
  );
}

function conjuncts(condition: Condition): Condition[] {
  if (condition.kind === 'and') return [condition.left, condition.right].flatMap(conjuncts);
  if (condition.kind === 'or' || condition.kind === 'not') {
    throw invalid(`Invalid operator used in ${PARAMETER}: ${condition.kind.toUpperCase()}`);
  }
  return [condition];
}

function rangeOf(condition: Condition): { readonly name: string; readonly range: SortRange } {
  switch (condition.kind) {
    case 'compare': {
      if (condition.operator === '<>') {
        throw invalid(`Invalid operator used in ${PARAMETER}: <>`);
      }
      const range = { operator: condition.operator, value: given(condition.right) } as const;
      return { name: keyName(condition.left), range };
    }
    case 'between': {
      const range = {
        operator: 'between',
        low: given(condition.low),
        high: given(condition.high),
      } as const;
      return { name: keyName(condition.operand), range };
    }
    case 'begins': {
      const range = { operator: 'begins', prefix: given(condition.prefix) } as const;
      return { name: keyName(condition.operand), range };
    }
    default:
      throw invalid(`Invalid operator used in ${PARAMETER}: ${condition.kind}`);
  }
}

function keyName(operand: Operand): string {
  const [name, ...more] = operand.kind === 'path' ? operand.path : [];
  if (typeof name === 'string' && more.length === 0) return name;
  throw invalid(
    operand.kind === 'path'
      ? `Invalid ${PARAMETER}: KeyConditionExpressions cannot have conditions on nested attributes`
      : 'Query key condition not supported',
  );
}

function given(operand: Operand): Attribute {
  if (operand.kind === 'value') return operand.value;
  throw invalid(
    `Invalid ${PARAMETER}: KeyConditionExpressions cannot compare a key with another attribute`,
  );
}

function refuseOtherType(range: SortRange, type: AttributeType): void {
  const values = Object.values(range).filter((value) => typeof value !== 'string');
  if (values.every((value) => typeOf(value) === type)) return;
  throw invalid(
    'One or more parameter values were invalid: Condition parameter type does not match schema type',
  );
}
