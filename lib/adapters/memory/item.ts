import type { Item, Key, Value } from '#domain/ports.ts';

/** DynamoDB's own bounds, in bytes of UTF-8. */
const ITEM_BYTES_MAX = 400 * 1024;
const PK_BYTES_MAX = 2048;
const SK_BYTES_MAX = 1024;

/** What DynamoDB answers to a request that can never succeed. */
export class ValidationException extends Error {
  override readonly name = 'ValidationException';
}

/** An item as it is kept, and what it counts for against DynamoDB's limits. */
export interface Stored {
  readonly item: Item;
  readonly bytes: number;
}

/**
 * A frozen copy of an item as DynamoDB would keep it: without undefined attributes, `members` as a set.
 *
 * @throws ValidationException where DynamoDB would refuse the item.
 */
export function stored(item: Item): Stored {
  checkKey(item);
  const { members, ...rest } = item;
  const set = memberSet(members);
  const copy = Object.freeze({
    ...copyOfFields(`Item ${item.pk} ${item.sk}`, rest),
    ...(set.length > 0 && { members: set }),
    pk: item.pk,
    sk: item.sk,
  });
  const bytes = bytesOfFields(copy);
  if (bytes > ITEM_BYTES_MAX) {
    throw new ValidationException(
      `Item size has exceeded the maximum allowed size: ${bytes} bytes at ${item.pk} ${item.sk}.`,
    );
  }
  return { item: copy, bytes };
}

export function checkKey({ pk, sk }: Key): void {
  checkKeyPart('pk', pk, PK_BYTES_MAX);
  checkKeyPart('sk', sk, SK_BYTES_MAX);
}

function checkKeyPart(name: string, text: string, max: number): void {
  const bytes = Buffer.byteLength(text);
  if (bytes === 0 || bytes > max) {
    throw new ValidationException(
      `Key attribute ${name} must have 1 to ${max} bytes, not ${bytes}.`,
    );
  }
}

type Fields = { readonly [name: string]: Value | undefined };

function copyOfFields(where: string, fields: Fields): { readonly [name: string]: Value } {
  const copy: Record<string, Value> = {};
  for (const [name, field] of Object.entries(fields)) {
    if (field !== undefined) copy[name] = copyOf(`${where}.${name}`, field);
  }
  return Object.freeze(copy);
}

function copyOf(where: string, value: Value): Value {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new ValidationException(`${where} is ${value}: not a number to store.`);
  }
  if (typeof value !== 'object' || value === null) return value;
  return isList(value)
    ? Object.freeze(value.map((entry, at) => copyOf(`${where}[${at}]`, entry)))
    : copyOfFields(where, value);
}

/** As DynamoDB counts: names and texts in UTF-8, numbers two digits a byte, 3 bytes a list or map, 1 each entry. */
export function bytesOfFields(fields: Fields): number {
  let bytes = 0;
  for (const [name, field] of Object.entries(fields)) {
    if (field !== undefined) bytes += Buffer.byteLength(name) + bytesOf(field);
  }
  return bytes;
}

function bytesOf(value: Value): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return Math.ceil(String(Math.abs(value)).length / 2) + 1;
  if (typeof value !== 'object' || value === null) return 1;
  return isList(value)
    ? value.reduce<number>((bytes, entry) => bytes + bytesOf(entry) + 1, 3)
    : bytesOfFields(value) + Object.keys(value).length + 3;
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

/** `members` is the one attribute kept as a string set, here in sorted order so that runs repeat. */
export function memberSet(value: Value | undefined): readonly string[] {
  if (value === undefined) return [];
  if (!isList(value) || !value.every((member) => typeof member === 'string' && member !== '')) {
    throw new ValidationException(
      'members must be a list of texts that are not empty: it is kept as a set.',
    );
  }
  return Object.freeze([...new Set(value.map(String))].sort());
}
