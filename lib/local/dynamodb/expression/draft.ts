import { invalid } from '../errors.ts';
import { type Attribute, type AttributeMap, attribute, mapOf } from '../value.ts';
import type { Path } from './path.ts';

/** An item under change. The item it came from stays as it was: changed levels are copied. */
export interface Draft {
  item: AttributeMap;
}

export const draftOf = (item: AttributeMap): Draft => ({ item });

/** Puts a value at a path. All but its last step must be there already. */
export function setAt(draft: Draft, path: Path, value: Attribute): void {
  draft.item = mapIn(changed({ M: draft.item }, path, value));
}

/** Removes what is at a path, if anything is. Its parent must be there. */
export function removeAt(draft: Draft, path: Path): void {
  draft.item = mapIn(changed({ M: draft.item }, path, undefined));
}

function mapIn(value: Attribute): AttributeMap {
  return 'M' in value ? value.M : {};
}

function changed(parent: Attribute, path: Path, value: Attribute | undefined): Attribute {
  const [step, ...rest] = path;
  if (typeof step === 'string' && 'M' in parent) {
    const next =
      rest.length === 0 ? value : changed(present(attribute(parent.M, step)), rest, value);
    return { M: withMember(parent.M, step, next) };
  }
  if (typeof step === 'number' && 'L' in parent) {
    const next = rest.length === 0 ? value : changed(present(parent.L[step]), rest, value);
    return { L: withElement(parent.L, step, next) };
  }
  throw invalidPath();
}

function withMember(map: AttributeMap, name: string, value: Attribute | undefined): AttributeMap {
  if (value !== undefined && Object.hasOwn(map, name)) {
    return mapOf(Object.entries(map).map(([key, old]) => [key, key === name ? value : old]));
  }
  const others = Object.entries(map).filter(([key]) => key !== name);
  return mapOf(value === undefined ? others : [...others, [name, value]]);
}

/** An index beyond the end of a list appends to it. */
function withElement(
  list: readonly Attribute[],
  index: number,
  value: Attribute | undefined,
): readonly Attribute[] {
  if (value === undefined) return list.filter((_, at) => at !== index);
  return index < list.length ? list.with(index, value) : [...list, value];
}

function present(value: Attribute | undefined): Attribute {
  if (value === undefined) throw invalidPath();
  return value;
}

const invalidPath = (): Error =>
  invalid('The document path provided in the update expression is invalid for update');
