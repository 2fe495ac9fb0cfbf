import * as v from 'valibot';
import { REASONS_MAX, type Reason, reasonOf, WHOLE } from './reasons.ts';
import { unknownProperties } from './unknown-properties.ts';

export type Validated<Output> =
  | { readonly ok: true; readonly output: Output }
  | { readonly ok: false; readonly reasons: readonly Reason[] };

/** Checks a value against a schema: its normalised output, or everything that is wrong with it. Never throws. */
export function validate<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
): Validated<v.InferOutput<Schema>> {
  const result = v.safeParse(schema, value);
  const reasons = distinct([
    ...(result.success ? [] : result.issues.filter(isNotUnknown).map(reasonOf)),
    ...unknownProperties(schema, value),
  ]);
  return result.success && reasons.length === 0
    ? { ok: true, output: result.output }
    : { ok: false, reasons: capped(reasons) };
}

/** Unknown properties are found on their own, all of them; and so are lists where objects belong, which lack everything. */
const isNotUnknown = (issue: v.BaseIssue<unknown>): boolean =>
  !(issue.type === 'strict_object' && issue.expected === 'never') &&
  !(issue.path?.some((step) => step.type === 'object' && Array.isArray(step.input)) ?? false);

function distinct(reasons: readonly Reason[]): readonly Reason[] {
  return [
    ...new Map(reasons.map((reason) => [`${reason.path}\n${reason.message}`, reason])).values(),
  ];
}

function capped(reasons: readonly Reason[]): readonly Reason[] {
  if (reasons.length <= REASONS_MAX) return reasons;
  const more = reasons.length - REASONS_MAX + 1;
  return [
    ...reasons.slice(0, REASONS_MAX - 1),
    { path: WHOLE, message: `has ${more} more mistakes` },
  ];
}
