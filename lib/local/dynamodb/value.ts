import { compareNumbers } from './number.ts';

/** A value as DynamoDB's wire has it. Numbers are canonical text, binaries base64. Never changed once stored. */
export type Attribute =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly BS: readonly string[] }
  | { readonly L: readonly Attribute[] }
  | { readonly M: AttributeMap };

export interface AttributeMap {
  readonly [name: string]: Attribute;
}

/** An item, or some attributes of one. */
export type Item = AttributeMap;

export type AttributeType = 'S' | 'N' | 'B' | 'BOOL' | 'NULL' | 'SS' | 'NS' | 'BS' | 'L' | 'M';

const TYPES: ReadonlySet<string> = new Set([
  'S',
  'N',
  'B',
  'BOOL',
  'NULL',
  'SS',
  'NS',
  'BS',
  'L',
  'M',
]);

export const isAttributeType = (text: string): text is AttributeType => TYPES.has(text);

/** The one member that a value has. */
export function typeOf(value: Attribute): AttributeType {
  for (const type in value) if (isAttributeType(type)) return type;
  throw new TypeError(`Not an attribute value: ${JSON.stringify(value)}`);
}

/** An attribute of a map, whatever it is called: `constructor` and `__proto__` are names like others. */
export const attribute = (map: AttributeMap, name: string): Attribute | undefined =>
  Object.hasOwn(map, name) ? map[name] : undefined;

/** A map of the given entries. */
export function mapOf(entries: Iterable<readonly [string, Attribute]>): AttributeMap {
  return Object.fromEntries(entries);
}

/** The members of a set and which kind of set it is; `undefined` for any other value. */
export function setMembers(
  value: Attribute,
): { readonly type: 'SS' | 'NS' | 'BS'; readonly members: readonly string[] } | undefined {
  if ('SS' in value) return { type: 'SS', members: value.SS };
  if ('NS' in value) return { type: 'NS', members: value.NS };
  if ('BS' in value) return { type: 'BS', members: value.BS };
  return undefined;
}

export function setOf(type: 'SS' | 'NS' | 'BS', members: readonly string[]): Attribute {
  if (type === 'SS') return { SS: members };
  return type === 'NS' ? { NS: members } : { BS: members };
}

/** Whether two values are the same; the order of a set's members does not matter. */
export function sameValue(left: Attribute, right: Attribute): boolean {
  if (left === right) return true;
  if ('M' in left) return 'M' in right && sameItem(left.M, right.M);
  if ('L' in left) return 'L' in right && sameList(left.L, right.L);
  const leftSet = setMembers(left);
  if (leftSet) return sameSet(leftSet, setMembers(right));
  const type = typeOf(left);
  return type === typeOf(right) && scalar(left) === scalar(right);
}

export function sameItem(left: AttributeMap, right: AttributeMap): boolean {
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every((name) => {
    const [a, b] = [attribute(left, name), attribute(right, name)];
    return a !== undefined && b !== undefined && sameValue(a, b);
  });
}

function sameList(left: readonly Attribute[], right: readonly Attribute[]): boolean {
  return (
    left.length === right.length &&
    left.every((value, index) => {
      const other = right[index];
      return other !== undefined && sameValue(value, other);
    })
  );
}

function sameSet(
  left: { readonly type: string; readonly members: readonly string[] },
  right: { readonly type: string; readonly members: readonly string[] } | undefined,
): boolean {
  if (left.type !== right?.type || left.members.length !== right.members.length) return false;
  const members = new Set(right.members);
  return left.members.every((member) => members.has(member));
}

function scalar(value: Attribute): string | boolean | undefined {
  if ('S' in value) return value.S;
  if ('N' in value) return value.N;
  if ('B' in value) return value.B;
  return 'BOOL' in value ? value.BOOL : undefined;
}

/**
 * Below, equal to or above zero as `left` is to `right`; `undefined` where DynamoDB has no order: between types, and for
 * all but strings (by their UTF-8), numbers and binaries (by unsigned bytes).
 */
export function compareValues(left: Attribute, right: Attribute): number | undefined {
  if ('N' in left && 'N' in right) return compareNumbers(left.N, right.N);
  if ('S' in left && 'S' in right) return compareText(orderedText(left.S), orderedText(right.S));
  if ('B' in left && 'B' in right) return compareText(bytesText(left.B), bytesText(right.B));
  return undefined;
}

export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

const HIGH_UNITS = /[\ud800-\uffff]/g;

/**
 * Text whose code-unit order is the UTF-8 order of `text`. They differ only where surrogates meet the characters from
 * U+E000 on: UTF-8 has those beyond the surrogates' code points below them.
 */
export function orderedText(text: string): string {
  return text.replace(HIGH_UNITS, (unit) => {
    const code = unit.charCodeAt(0);
    return String.fromCharCode(code >= 0xe000 ? code - 0x800 : code + 0x2000);
  });
}

/** The bytes of base64 text, one character each. */
export const bytesText = (base64: string): string =>
  Buffer.from(base64, 'base64').toString('latin1');
