import type { Attribute, AttributeType } from '../value.ts';
import type { Path } from './path.ts';

/** What a condition compares: an attribute, a given value, or how large an attribute is. */
export type Operand =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly value: Attribute }
  | { readonly kind: 'size'; readonly of: Operand };

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** A parsed ConditionExpression, FilterExpression or KeyConditionExpression. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly condition: Condition }
  | {
      readonly kind: 'compare';
      readonly operator: Comparator;
      readonly left: Operand;
      readonly right: Operand;
    }
  | {
      readonly kind: 'between';
      readonly operand: Operand;
      readonly low: Operand;
      readonly high: Operand;
    }
  | { readonly kind: 'in'; readonly operand: Operand; readonly options: readonly Operand[] }
  | { readonly kind: 'exists'; readonly path: Path; readonly wanted: boolean }
  | { readonly kind: 'type'; readonly operand: Operand; readonly type: AttributeType }
  | { readonly kind: 'begins'; readonly operand: Operand; readonly prefix: Operand }
  | { readonly kind: 'contains'; readonly container: Operand; readonly member: Operand };

/** Every path that a condition looks at. */
export function pathsOf(condition: Condition): Path[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return [...pathsOf(condition.left), ...pathsOf(condition.right)];
    case 'not':
      return pathsOf(condition.condition);
    case 'exists':
      return [condition.path];
    default:
      return operandsOf(condition).flatMap(operandPaths);
  }
}

type Leaf = Exclude<Condition, { readonly kind: 'and' | 'or' | 'not' | 'exists' }>;

function operandsOf(leaf: Leaf): readonly Operand[] {
  switch (leaf.kind) {
    case 'compare':
      return [leaf.left, leaf.right];
    case 'between':
      return [leaf.operand, leaf.low, leaf.high];
    case 'in':
      return [leaf.operand, ...leaf.options];
    case 'type':
      return [leaf.operand];
    case 'begins':
      return [leaf.operand, leaf.prefix];
    case 'contains':
      return [leaf.container, leaf.member];
  }
}

function operandPaths(operand: Operand): Path[] {
  if (operand.kind === 'path') return [operand.path];
  return operand.kind === 'size' ? operandPaths(operand.of) : [];
}
