import * as v from 'valibot';
import type { Invoked } from '../lambda/function.ts';

/** Which records of a batch failed: none, all of them, or those with these ids. */
export type Failures = 'all' | ReadonlySet<string>;

const NONE: ReadonlySet<string> = new Set();

const Response = v.nullish(
  v.object({
    batchItemFailures: v.nullish(
      v.array(v.object({ itemIdentifier: v.pipe(v.string(), v.minLength(1)) })),
    ),
  }),
);

/**
 * Reads what a function said of its batch, by the success and failure conditions of Lambda's guide (“Handling errors
 * for an SQS event source”): nothing, null and an empty list are success; an error, an unreadable answer, an empty or
 * unknown id are failure of the whole batch.
 */
export function failuresOf(
  invoked: Invoked,
  ids: readonly string[],
  reportsFailures: boolean,
): Failures {
  if ('error' in invoked) return 'all';
  if (!reportsFailures) return NONE;
  const response = v.safeParse(Response, invoked.result);
  if (!response.success) return 'all';
  const failed = (response.output?.batchItemFailures ?? []).map((each) => each.itemIdentifier);
  const known = new Set(ids);
  return failed.every((id) => known.has(id)) ? new Set(failed) : 'all';
}
