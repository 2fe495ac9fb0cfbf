import type * as v from 'valibot';
import { nearest } from './nearest.ts';
import { kindOf, pathText, type Reason } from './reasons.ts';

type Keys = readonly (string | number)[];

/**
 * Every property that an event's schema does not know, and every list where an object belongs.
 *
 * Valibot names only the first unknown property of each object and takes a list for an object; a sender is told all.
 */
export function* unknownProperties(
  schema: v.GenericSchema,
  value: unknown,
  keys: Keys = [],
): Generator<Reason> {
  if (wraps(schema)) yield* unknownProperties(schema.wrapped, value, keys);
  else if (chooses(schema)) yield* unknownProperties(schema.getter(value), value, keys);
  else if (lists(schema) && Array.isArray(value)) {
    for (const [n, entry] of value.entries())
      yield* unknownProperties(schema.item, entry, [...keys, n]);
  } else if (Array.isArray(value) && /^(?:strict|loose)_object$/.test(schema.type)) {
    yield { path: pathText(keys), message: `must be an object, is ${kindOf(value)}` };
  } else if (holds(schema) && typeof value === 'object' && value !== null) {
    yield* unknownIn(schema.entries, value, keys);
  }
}

function* unknownIn(
  entries: Readonly<Record<string, v.GenericSchema>>,
  value: object,
  keys: Keys,
): Generator<Reason> {
  for (const [key, inner] of Object.entries(value)) {
    const known = Object.hasOwn(entries, key) ? entries[key] : undefined;
    if (known) yield* unknownProperties(known, inner, [...keys, key]);
    else
      yield { path: pathText([...keys, key]), message: unknownMessage(key, Object.keys(entries)) };
  }
}

function unknownMessage(key: string, known: readonly string[]): string {
  const meant = nearest(key, known);
  return meant === undefined
    ? 'is not a property of this event; leave it out'
    : `is not a property of this event; did you mean “${meant}”?`;
}

const wraps = (s: v.GenericSchema): s is v.GenericSchema & { readonly wrapped: v.GenericSchema } =>
  s.type === 'optional' || s.type === 'exact_optional';

const chooses = (
  s: v.GenericSchema,
): s is v.GenericSchema & { readonly getter: (input: unknown) => v.GenericSchema } =>
  s.type === 'lazy';

const lists = (s: v.GenericSchema): s is v.GenericSchema & { readonly item: v.GenericSchema } =>
  s.type === 'array';

const holds = (
  s: v.GenericSchema,
): s is v.GenericSchema & { readonly entries: Readonly<Record<string, v.GenericSchema>> } =>
  s.type === 'strict_object';
