import { invalid } from '../errors.ts';
import { addNumbers, subtractNumbers } from '../number.ts';
import { type Attribute, type AttributeMap, setMembers, setOf } from '../value.ts';
import { type Draft, draftOf, removeAt, setAt } from './draft.ts';
import { type Path, valueAt } from './path.ts';
import type { SetValue, Update } from './update.ts';

/** The item after an update. Everything is computed from the item as it was before, whatever the order of actions. */
export function applyUpdate(item: AttributeMap, update: Update): AttributeMap {
  const draft = draftOf(item);
  const assignments = [
    ...update.set.map(({ path, value }) => ({ path, value: evaluate(value, item) })),
    ...update.add.map(({ path, value }) => ({ path, value: added(valueAt(item, path), value) })),
  ];
  for (const { path, value } of assignments.toSorted(byPath)) setAt(draft, path, value);
  for (const { path, value } of update.delete) applyDelete(draft, item, path, value);
  // From the end of a list to its start, so that each removal leaves the other indices as they were.
  for (const path of update.remove.toSorted((a, b) => -comparePaths(a, b))) removeAt(draft, path);
  return draft.item;
}

function applyDelete(draft: Draft, item: AttributeMap, path: Path, value: Attribute): void {
  const old = valueAt(item, path);
  const rest = old && without(old, value);
  if (rest) setAt(draft, path, rest);
  else removeAt(draft, path);
}

const byPath = (a: { readonly path: Path }, b: { readonly path: Path }): number =>
  comparePaths(a.path, b.path);

function comparePaths(one: Path, two: Path): number {
  for (const [at, step] of one.entries()) {
    const other = two[at];
    if (other === undefined) return 1;
    if (step === other) continue;
    return step < other ? -1 : 1;
  }
  return one.length - two.length;
}

function evaluate(value: SetValue, item: AttributeMap): Attribute {
  switch (value.kind) {
    case 'value':
      return value.value;
    case 'path': {
      const found = valueAt(item, value.path);
      if (found !== undefined) return found;
      throw invalid(
        'The provided expression refers to an attribute that does not exist in the item',
      );
    }
    case 'if_not_exists':
      return valueAt(item, value.path) ?? evaluate(value.otherwise, item);
    case 'list_append': {
      const [left, right] = [evaluate(value.left, item), evaluate(value.right, item)];
      if ('L' in left && 'L' in right) return { L: [...left.L, ...right.L] };
      throw wrongType();
    }
    case 'arithmetic': {
      const [left, right] = [evaluate(value.left, item), evaluate(value.right, item)];
      if (!('N' in left && 'N' in right)) throw wrongType();
      const operation = value.operator === '+' ? addNumbers : subtractNumbers;
      return { N: operation(left.N, right.N) };
    }
  }
}

/** ADD: a number to a number (absent counts as 0), members to a set of the same kind (absent counts as empty). */
function added(old: Attribute | undefined, value: Attribute): Attribute {
  if (old === undefined) return value;
  if ('N' in old && 'N' in value) return { N: addNumbers(old.N, value.N) };
  const [set, more] = [setMembers(old), setMembers(value)];
  if (!set || set.type !== more?.type) throw wrongType();
  return setOf(set.type, [...new Set([...set.members, ...more.members])]);
}

/** DELETE: a set without some members; `undefined` when none is left, for DynamoDB has no empty sets. */
function without(old: Attribute, value: Attribute): Attribute | undefined {
  const [set, less] = [setMembers(old), setMembers(value)];
  if (!set || set.type !== less?.type) throw wrongType();
  const gone = new Set(less.members);
  const members = set.members.filter((member) => !gone.has(member));
  return members.length === 0 ? undefined : setOf(set.type, members);
}

const wrongType = (): Error =>
  invalid('An operand in the update expression has an incorrect data type');
