import { isObject, type Json, type JsonObject } from './json.ts';
import type { Scalar } from './value-tests.ts';

/**
 * Which element of which array a value lies under.
 *
 * Two values agree when no array has them under different elements: only then may one match of a pattern use both.
 */
export type Membership = ReadonlyMap<number, number>;

export interface FlatValue {
  readonly value: Scalar;
  readonly under: Membership;
}

const NOWHERE: Membership = new Map();

/** Every scalar of an event by its dotted path; arrays add nothing to a path. Only paths in `used` are looked at. */
export function flatten(
  event: JsonObject,
  used: ReadonlySet<string>,
): ReadonlyMap<string, readonly FlatValue[]> {
  const found = new Map<string, FlatValue[]>();
  let arrays = 0;

  const visitObject = (object: JsonObject, path: string, under: Membership) => {
    for (const name of Object.keys(object)) {
      const below = path === '' ? name : `${path}.${name}`;
      const value = object[name];
      if (used.has(below) && value !== undefined) visit(value, below, under);
    }
  };
  const visit = (value: Json, path: string, under: Membership) => {
    if (Array.isArray(value)) visitArray(value, path, under);
    else if (isObject(value)) visitObject(value, path, under);
    else {
      const values = found.get(path);
      const flat = { value: value as Scalar, under };
      if (values) values.push(flat);
      else found.set(path, [flat]);
    }
  };
  const visitArray = (array: readonly Json[], path: string, under: Membership) => {
    const id = arrays;
    arrays += 1;
    for (const [index, element] of array.entries()) {
      const inside = typeof element === 'object' && element !== null;
      visit(element, path, inside ? new Map(under).set(id, index) : under);
    }
  };

  visitObject(event, '', NOWHERE);
  return found;
}

/** Both memberships in one, or `undefined` when they disagree. */
export function agree(a: Membership, b: Membership): Membership | undefined {
  if (a.size === 0) return b;
  if (b.size === 0) return a;
  const both = new Map(a);
  for (const [array, index] of b) {
    const other = both.get(array);
    if (other !== undefined && other !== index) return undefined;
    both.set(array, index);
  }
  return both;
}
