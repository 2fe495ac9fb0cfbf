import { agree, type FlatValue, flatten, type Membership } from './flatten.ts';
import { InvalidPattern } from './invalid-pattern.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { type Matcher, readMatcher } from './value-tests.ts';

/** Tells whether an event matches. */
export type EventTest = (event: unknown) => boolean;

/** What one path of a pattern asks for: any of its matchers. */
type Condition = readonly [path: string, matchers: readonly Matcher[]];

/** `$or`s multiply; EventBridge refuses patterns that come to more combinations than this. */
const COMBINATIONS_MAX = 1000;

/**
 * Reads an event pattern; throws `InvalidPattern` for one that EventBridge refuses.
 *
 * As in AWS's rule engine, paths are dotted, so `{"a": {"b": …}}` and `{"a.b": …}` are the same; a `$or` stands for one
 * pattern per choice; and values under different elements of one array never count together.
 */
export function compilePattern(pattern: unknown): EventTest {
  if (!isObject(pattern)) throw new InvalidPattern('An event pattern must be an object.');
  const combinations: Map<string, readonly Matcher[]>[] = [];
  readObject(combinations, pattern, '', false);
  const used = new Set<string>();
  // In the order of the paths, as the rule engine goes: an absence is judged by the array elements chosen before it.
  const alternatives = combinations.map((combination) => {
    for (const path of combination.keys()) addPrefixes(used, path);
    return [...combination].sort(([a], [b]) => (a < b ? -1 : 1));
  });
  return (event) => {
    if (!isObject(event)) return false;
    const values = flatten(event, used);
    return alternatives.some((conditions) => holds(conditions, 0, values, new Map()));
  };
}

function addPrefixes(used: Set<string>, path: string): void {
  used.add(path);
  for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1))
    used.add(path.slice(0, dot));
}

/** Whether the conditions from `index` on hold together with the array elements chosen so far. */
function holds(
  conditions: readonly Condition[],
  index: number,
  values: ReadonlyMap<string, readonly FlatValue[]>,
  chosen: Membership,
): boolean {
  const condition = conditions[index];
  if (!condition) return true;
  const [path, matchers] = condition;
  const reachable = (values.get(path) ?? []).flatMap(({ value, under }) => {
    const both = agree(chosen, under);
    return both ? [{ value, under: both }] : [];
  });
  if (reachable.length === 0 && matchers.some((matcher) => 'absent' in matcher))
    return holds(conditions, index + 1, values, chosen);
  return reachable.some(
    ({ value, under }) =>
      matchers.some((matcher) => 'test' in matcher && matcher.test(value)) &&
      holds(conditions, index + 1, values, under),
  );
}

type Combinations = Map<string, readonly Matcher[]>[];

/** Adds what an object of the pattern asks for to every combination. */
function readObject(into: Combinations, object: JsonObject, path: string, inOr: boolean): void {
  const members = Object.entries(object);
  if (members.length === 0) throw new InvalidPattern('Empty objects are not allowed.');
  for (const [name, value] of members) {
    if (name === '$or' && isChoice(value)) readOr(into, value, path);
    else if (inOr && RESERVED_IN_OR.has(name))
      throw new InvalidPattern(`"${name}" cannot be a field inside $or.`);
    else readField(into, value, path === '' ? name : `${path}.${name}`, inOr);
  }
}

function readField(into: Combinations, value: Json, path: string, inOr: boolean): void {
  if (isObject(value)) readObject(into, value, path, inOr);
  else if (Array.isArray(value)) setCondition(into, path, value);
  else throw new InvalidPattern(`"${path}" must be an object or an array.`);
}

/** A `$or` is one only as a list of two or more objects with fields in them; else it is a field of that name. */
function isChoice(value: Json): value is readonly JsonObject[] {
  return (
    Array.isArray(value) &&
    value.length >= 2 &&
    value.every((each) => isObject(each) && !Object.keys(each).some((n) => RESERVED_IN_OR.has(n)))
  );
}

function readOr(into: Combinations, choices: readonly JsonObject[], path: string): void {
  const before = into.length === 0 ? [new Map<string, readonly Matcher[]>()] : [...into];
  into.length = 0;
  for (const choice of choices) {
    const copies = before.map((combination) => new Map(combination));
    readObject(copies, choice, path, true);
    into.push(...copies);
    if (into.length > COMBINATIONS_MAX)
      throw new InvalidPattern(`The $or patterns make over ${COMBINATIONS_MAX} combinations.`);
  }
}

function setCondition(into: Combinations, path: string, list: readonly Json[]): void {
  if (list.length === 0) throw new InvalidPattern(`Empty arrays are not allowed: "${path}".`);
  const matchers = list.map(readMatcher);
  if (into.length === 0) into.push(new Map());
  for (const combination of into) combination.set(path, matchers);
}

/** Words of the pattern language, some for its future, that no field inside a `$or` may be called. */
const RESERVED_IN_OR = new Set([
  'exactly',
  'equals-ignore-case',
  'prefix',
  'suffix',
  'anything-but',
  'exists',
  'wildcard',
  'numeric',
  'cidr',
  '=',
  '<',
  '<=',
  '>',
  '>=',
  'regex',
  'not-wildcard',
  'not-equals-ignore-case',
  'date-after',
  'date-on-or-after',
  'date-before',
  'date-on-or-before',
  'in-date-range',
  'ip-address-in-range',
  'ip-address-not-in-range',
]);
