import { arnLike, like } from './pattern.ts';
import type { Conditions, Context } from './policy.ts';

type Compare = (have: string, want: string) => boolean;

const numeric =
  (compare: (have: number, want: number) => boolean): Compare =>
  (have, want) =>
    compare(Number(have), Number(want));

const dated =
  (compare: (have: number, want: number) => boolean): Compare =>
  (have, want) =>
    compare(Date.parse(have), Date.parse(want));

/** The operators without their negations. */
const OPERATORS: Readonly<Record<string, Compare>> = {
  StringEquals: (have, want) => have === want,
  StringEqualsIgnoreCase: (have, want) => have.toLowerCase() === want.toLowerCase(),
  StringLike: (have, want) => like(want, have),
  ArnEquals: (have, want) => arnLike(want, have),
  ArnLike: (have, want) => arnLike(want, have),
  Bool: (have, want) => have.toLowerCase() === want.toLowerCase(),
  NumericEquals: numeric((have, want) => have === want),
  NumericLessThan: numeric((have, want) => have < want),
  NumericLessThanEquals: numeric((have, want) => have <= want),
  NumericGreaterThan: numeric((have, want) => have > want),
  NumericGreaterThanEquals: numeric((have, want) => have >= want),
  DateEquals: dated((have, want) => have === want),
  DateLessThan: dated((have, want) => have < want),
  DateLessThanEquals: dated((have, want) => have <= want),
  DateGreaterThan: dated((have, want) => have > want),
  DateGreaterThanEquals: dated((have, want) => have >= want),
};

const NEGATED = /^(String|Arn|Numeric|Date)Not(Equals|EqualsIgnoreCase|Like)$/;

/** Whether every condition of a statement holds. @throws Error on an operator that IAM or this evaluator does not have. */
export function conditionsHold(conditions: Conditions, context: Context): boolean {
  return Object.entries(conditions).every(([operator, keys]) =>
    Object.entries(keys).every(([key, want]) =>
      holds(operator, context.get(key.toLowerCase()), want),
    ),
  );
}

function holds(
  operator: string,
  have: readonly string[] | undefined,
  want: readonly string[],
): boolean {
  if (operator === 'Null') return want.includes(String(have === undefined));
  const [, set, base = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const negation = NEGATED.exec(base);
  const compare = OPERATORS[negation ? `${negation[1]}${negation[2]}` : base];
  if (!compare) throw new Error(`No condition operator is called ${operator} here.`);
  if (have === undefined) {
    if (set) return set === 'ForAllValues' || ifExists !== undefined;
    return ifExists !== undefined || negation !== null;
  }
  const one = (value: string) =>
    want.some((wanted) => compare(value, wanted)) !== (negation !== null);
  return set === 'ForAnyValue' || (!set && !negation) ? have.some(one) : have.every(one);
}
