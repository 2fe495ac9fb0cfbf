import { rangeTest } from './cidr.ts';
import { InvalidPattern } from './invalid-pattern.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { wildcardTest } from './wildcard.ts';

/** A value that can match: arrays and objects are looked into first. */
export type Scalar = string | number | boolean | null;
type ValueTest = (value: Scalar) => boolean;

/** What one member of a pattern's value list asks for: a test of a present value, or its absence. */
export type Matcher = { readonly test: ValueTest } | { readonly absent: true };

export function readMatcher(member: Json): Matcher {
  if (!isObject(member)) {
    if (Array.isArray(member)) throw new InvalidPattern('A list of values cannot hold a list.');
    return { test: (value) => value === member };
  }
  const [name, argument] = onlyMember(member);
  if (name === 'exists') return existence(argument);
  const read = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (!read) throw new InvalidPattern(`Unrecognized match type "${name}".`);
  return { test: read(argument) };
}

const OPERATORS: Readonly<Record<string, (argument: Json) => ValueTest>> = {
  exactly: (argument) => textTest((value, wanted) => value === wanted, textOf('exactly', argument)),
  prefix: (argument) => foldable('prefix', argument, (value, part) => value.startsWith(part)),
  suffix: (argument) => foldable('suffix', argument, (value, part) => value.endsWith(part)),
  'equals-ignore-case': (argument) =>
    textTest(equalsIgnoringCase, textOf('equals-ignore-case', argument)),
  wildcard: (argument) => onText(wildcardTest(textOf('wildcard', argument))),
  numeric: numericTest,
  cidr: (argument) => onText(rangeTest(textOf('cidr', argument))),
  'anything-but': anythingBut,
};

function existence(argument: Json): Matcher {
  if (typeof argument !== 'boolean') throw new InvalidPattern('"exists" must be true or false.');
  return argument ? { test: () => true } : { absent: true };
}

const onText =
  (test: (value: string) => boolean): ValueTest =>
  (value) =>
    typeof value === 'string' && test(value);

const textTest = (compare: (value: string, wanted: string) => boolean, wanted: string): ValueTest =>
  onText((value) => compare(value, wanted));

const fold = (text: string): string => text.toUpperCase().toLowerCase();
const equalsIgnoringCase = (value: string, wanted: string): boolean => fold(value) === fold(wanted);

/** `prefix` and `suffix` take a text, or a text whose case does not matter. */
function foldable(
  name: string,
  argument: Json,
  compare: (value: string, part: string) => boolean,
): ValueTest {
  if (!isObject(argument)) return textTest(compare, textOf(name, argument));
  const [modifier, text] = onlyMember(argument);
  if (modifier !== 'equals-ignore-case')
    throw new InvalidPattern(`Unsupported ${name} pattern: "${modifier}".`);
  const folded = fold(textOf(modifier, text));
  return onText((value) => compare(fold(value), folded));
}

/** Matchers that `anything-but` can turn round; a list of them means none of them. */
const REVERSIBLE = new Set(['prefix', 'suffix', 'equals-ignore-case', 'wildcard']);

function anythingBut(argument: Json): ValueTest {
  if (isObject(argument)) return noneOf(argument);
  const values: readonly Json[] = Array.isArray(argument) ? argument : [argument];
  const type = typeof values[0];
  if (type !== 'string' && type !== 'number')
    throw new InvalidPattern('"anything-but" takes strings or numbers.');
  if (values.some((value) => typeof value !== type))
    throw new InvalidPattern('"anything-but" takes a list of strings or of numbers, not of both.');
  return (value) => !values.includes(value);
}

function noneOf(argument: JsonObject): ValueTest {
  const [name, listed] = onlyMember(argument);
  const read = OPERATORS[name];
  if (!read || !REVERSIBLE.has(name))
    throw new InvalidPattern(`Unsupported anything-but pattern: "${name}".`);
  const texts = (Array.isArray(listed) ? listed : [listed]).map((text) => textOf(name, text));
  if (texts.length === 0) throw new InvalidPattern('"anything-but" takes no empty list.');
  if ((name === 'prefix' || name === 'suffix') && texts.includes(''))
    throw new InvalidPattern(`"anything-but" takes no empty ${name}.`);
  const tests = texts.map(read);
  return (value) => !tests.some((test) => test(value));
}

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

function numericTest(argument: Json): ValueTest {
  if (!Array.isArray(argument) || (argument.length !== 2 && argument.length !== 4))
    throw new InvalidPattern('"numeric" takes a comparison and a number, once or twice.');
  const [lower, bottom, upper, top] = argument as readonly Json[];
  const first = comparison(lower, bottom);
  if (argument.length === 2) return first;
  const second = comparison(upper, top);
  if (!String(lower).startsWith('>') || !String(upper).startsWith('<'))
    throw new InvalidPattern('A numeric range is > or >= its bottom, then < or <= its top.');
  if (Number(bottom) >= Number(top))
    throw new InvalidPattern(`The numeric range from ${bottom} to ${top} is empty.`);
  return (value) => first(value) && second(value);
}

function comparison(operator: Json | undefined, bound: Json | undefined): ValueTest {
  const known = typeof operator === 'string' && Object.hasOwn(COMPARISONS, operator);
  const compare = known ? COMPARISONS[operator] : undefined;
  if (!compare) throw new InvalidPattern(`Unrecognized numeric comparison ${operator}.`);
  if (typeof bound !== 'number')
    throw new InvalidPattern(`The value of ${operator} must be a number.`);
  return (value) => typeof value === 'number' && compare(value, bound);
}

function textOf(name: string, argument: Json): string {
  if (typeof argument !== 'string') throw new InvalidPattern(`"${name}" takes a string.`);
  return argument;
}

function onlyMember(matcher: JsonObject): readonly [name: string, argument: Json] {
  const [first, ...more] = Object.entries(matcher);
  if (!first || more.length > 0)
    throw new InvalidPattern('A match expression has exactly one member.');
  return first;
}
