import {
  type Attribute,
  type AttributeMap,
  bytesText,
  compareValues,
  sameValue,
  setMembers,
  typeOf,
} from '../value.ts';
import type { Comparator, Condition, Operand } from './condition.ts';
import { valueAt } from './path.ts';

/** Whether a condition holds of an item. An absent item has no attributes. */
export function holds(condition: Condition, item: AttributeMap): boolean {
  switch (condition.kind) {
    case 'and':
      return holds(condition.left, item) && holds(condition.right, item);
    case 'or':
      return holds(condition.left, item) || holds(condition.right, item);
    case 'not':
      return !holds(condition.condition, item);
    case 'exists':
      return (valueAt(item, condition.path) !== undefined) === condition.wanted;
    default:
      return leafHolds(condition, item);
  }
}

type Leaf = Exclude<Condition, { readonly kind: 'and' | 'or' | 'not' | 'exists' }>;

function leafHolds(leaf: Leaf, item: AttributeMap): boolean {
  const value = (operand: Operand) => operandValue(operand, item);
  switch (leaf.kind) {
    case 'compare':
      return compares(leaf.operator, value(leaf.left), value(leaf.right));
    case 'between': {
      const middle = value(leaf.operand);
      return compares('>=', middle, value(leaf.low)) && compares('<=', middle, value(leaf.high));
    }
    case 'in': {
      const found = value(leaf.operand);
      return leaf.options.some((option) => compares('=', found, value(option)));
    }
    case 'type': {
      const found = value(leaf.operand);
      return found !== undefined && typeOf(found) === leaf.type;
    }
    case 'begins':
      return beginsWith(value(leaf.operand), value(leaf.prefix));
    case 'contains':
      return contains(value(leaf.container), value(leaf.member));
  }
}

function operandValue(operand: Operand, item: AttributeMap): Attribute | undefined {
  if (operand.kind === 'value') return operand.value;
  if (operand.kind === 'path') return valueAt(item, operand.path);
  const size = lengthOf(operandValue(operand.of, item));
  return size === undefined ? undefined : { N: String(size) };
}

/** What `size()` gives: characters, bytes or members; none of numbers, booleans and nulls. */
function lengthOf(value: Attribute | undefined): number | undefined {
  if (value === undefined) return undefined;
  if ('S' in value) return value.S.length;
  if ('B' in value) return Buffer.byteLength(value.B, 'base64');
  if ('L' in value) return value.L.length;
  if ('M' in value) return Object.keys(value.M).length;
  return setMembers(value)?.members.length;
}

/** An absent attribute differs from everything and compares with nothing. */
function compares(
  operator: Comparator,
  left: Attribute | undefined,
  right: Attribute | undefined,
): boolean {
  const both = left !== undefined && right !== undefined;
  if (operator === '=') return both && sameValue(left, right);
  if (operator === '<>') return !(both && sameValue(left, right));
  const order = both ? compareValues(left, right) : undefined;
  if (order === undefined) return false;
  if (order === 0) return operator === '<=' || operator === '>=';
  return order < 0 ? operator.startsWith('<') : operator.startsWith('>');
}

function beginsWith(value: Attribute | undefined, prefix: Attribute | undefined): boolean {
  if (value === undefined || prefix === undefined) return false;
  if ('S' in value && 'S' in prefix) return value.S.startsWith(prefix.S);
  if ('B' in value && 'B' in prefix) return bytesText(value.B).startsWith(bytesText(prefix.B));
  return false;
}

function contains(container: Attribute | undefined, member: Attribute | undefined): boolean {
  if (container === undefined || member === undefined) return false;
  if ('S' in container) return 'S' in member && container.S.includes(member.S);
  if ('B' in container) {
    return 'B' in member && bytesText(container.B).includes(bytesText(member.B));
  }
  if ('L' in container) return container.L.some((one) => sameValue(one, member));
  const set = setMembers(container);
  const scalar = set && scalarOf(set.type, member);
  return scalar !== undefined && set?.members.includes(scalar) === true;
}

/** The member as a set of the type would hold it. */
function scalarOf(type: 'SS' | 'NS' | 'BS', member: Attribute): string | undefined {
  if (type === 'SS') return 'S' in member ? member.S : undefined;
  if (type === 'NS') return 'N' in member ? member.N : undefined;
  return 'B' in member ? member.B : undefined;
}
