import { isObject, type Json, type JsonObject } from './value.ts';

/** What a template's functions may look up. `undefined` stands for AWS::NoValue. */
export interface Scope {
  ref(logicalId: string): Json | undefined;
  getAtt(logicalId: string, attribute: string): Json;
  importValue(exportName: string): Json;
  condition(name: string): boolean;
  mapping(name: string): JsonObject;
}

type Intrinsic = (argument: Json, scope: Scope) => Json | undefined;

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, scope) => scope.ref(text(argument, 'Ref')),
  Condition: (argument, scope) => scope.condition(text(argument, 'Condition')),
  'Fn::GetAtt': getAtt,
  'Fn::ImportValue': (argument, scope) =>
    scope.importValue(text(evaluate(argument, scope), 'Fn::ImportValue')),
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = pair(argument, scope, 'Fn::Join');
    return list(parts, 'Fn::Join')
      .map((part) => text(part, 'Fn::Join'))
      .join(text(separator, 'Fn::Join'));
  },
  'Fn::Split': (argument, scope) => {
    const [separator, whole] = pair(argument, scope, 'Fn::Split');
    return text(whole, 'Fn::Split').split(text(separator, 'Fn::Split'));
  },
  'Fn::Select': (argument, scope) => {
    const [index, from] = pair(argument, scope, 'Fn::Select');
    const chosen = list(from, 'Fn::Select')[Number(index)];
    if (chosen === undefined) throw new Error(`Fn::Select finds no element ${String(index)}.`);
    return chosen;
  },
  'Fn::Sub': substitute,
  'Fn::If': (argument, scope) => {
    const [name, then, otherwise] = list(argument, 'Fn::If');
    return evaluate((scope.condition(text(name, 'Fn::If')) ? then : otherwise) ?? null, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = pair(argument, scope, 'Fn::Equals');
    return text(left, 'Fn::Equals') === text(right, 'Fn::Equals');
  },
  'Fn::Not': (argument, scope) => !evaluate(list(argument, 'Fn::Not')[0] ?? null, scope),
  'Fn::And': (argument, scope) =>
    list(argument, 'Fn::And').every((part) => evaluate(part, scope) === true),
  'Fn::Or': (argument, scope) =>
    list(argument, 'Fn::Or').some((part) => evaluate(part, scope) === true),
  'Fn::FindInMap': findInMap,
  'Fn::Base64': (argument, scope) =>
    Buffer.from(text(evaluate(argument, scope), 'Fn::Base64')).toString('base64'),
};

/** A template value with every function in it worked out. @throws Error on a function that is not known here. */
export function evaluate(value: Json, scope: Scope): Json | undefined {
  if (Array.isArray(value)) {
    return value.map((part) => evaluate(part, scope)).filter((part) => part !== undefined);
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value);
  const [name, argument] = entries[0] ?? [];
  if (
    entries.length === 1 &&
    name !== undefined &&
    argument !== undefined &&
    isFunction(name, argument)
  ) {
    const intrinsic = INTRINSICS[name];
    if (!intrinsic) throw new Error(`The template uses ${name}, which cannot be worked out here.`);
    return intrinsic(argument, scope);
  }
  const result: Record<string, Json> = {};
  for (const [key, part] of entries) {
    const resolved = evaluate(part, scope);
    if (resolved !== undefined) result[key] = resolved;
  }
  return result;
}

/** `Condition` is also an ordinary key, e.g. of a policy statement: only its use with a name is a function. */
const isFunction = (name: string, argument: Json): boolean =>
  name === 'Ref' ||
  name.startsWith('Fn::') ||
  (name === 'Condition' && typeof argument === 'string');

function getAtt(argument: Json, scope: Scope): Json {
  if (typeof argument === 'string') {
    const dot = argument.indexOf('.');
    return scope.getAtt(argument.slice(0, dot), argument.slice(dot + 1));
  }
  const [logicalId, attribute] = pair(argument, scope, 'Fn::GetAtt');
  return scope.getAtt(text(logicalId, 'Fn::GetAtt'), text(attribute, 'Fn::GetAtt'));
}

/** `${Name}`, `${Name.Attribute}`, `${AWS::Region}`; `${!Literal}` stays as `${Literal}`. */
function substitute(argument: Json, scope: Scope): Json {
  const [template, variables] = Array.isArray(argument) ? argument : [argument, {}];
  const own = isObject(variables) ? variables : {};
  return text(template, 'Fn::Sub').replace(
    /\$\{(!?)([^}]+)\}/g,
    (_whole, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      const given = own[name];
      if (given !== undefined) return text(evaluate(given, scope), 'Fn::Sub');
      return text(name.includes('.') ? getAtt(name, scope) : scope.ref(name), 'Fn::Sub');
    },
  );
}

function findInMap(argument: Json, scope: Scope): Json {
  const [map, first, second] = list(argument, 'Fn::FindInMap').map((part) => evaluate(part, scope));
  const row = scope.mapping(text(map, 'Fn::FindInMap'))[text(first, 'Fn::FindInMap')];
  const found = isObject(row) ? row[text(second, 'Fn::FindInMap')] : undefined;
  if (found === undefined) {
    throw new Error(
      `Fn::FindInMap finds nothing at ${String(map)}.${String(first)}.${String(second)}.`,
    );
  }
  return found;
}

function list(value: Json | undefined, user: string): readonly Json[] {
  if (!Array.isArray(value)) throw new Error(`${user} needs a list, got ${JSON.stringify(value)}.`);
  return value;
}

function pair(
  argument: Json,
  scope: Scope,
  user: string,
): readonly [Json | undefined, Json | undefined] {
  const [first, second] = list(argument, user);
  return [evaluate(first ?? null, scope), evaluate(second ?? null, scope)];
}

function text(value: Json | undefined, user: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`${user} needs text, got ${JSON.stringify(value)}.`);
}
