import { conditionsHold } from './conditions.ts';
import { arnLike, like } from './pattern.ts';
import type { Context, Statement } from './policy.ts';

export interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
}

/** An explicit deny beats every allow; what nothing allows is denied. `by`: the statements that decided. */
export interface Verdict {
  readonly allowed: boolean;
  readonly by: readonly Statement[];
}

/** What policies say about one request. */
export function evaluate(statements: readonly Statement[], request: Request): Verdict {
  const applying = statements.filter((statement) => applies(statement, request));
  const denials = applying.filter(({ effect }) => effect === 'Deny');
  if (denials.length > 0) return { allowed: false, by: denials };
  return { allowed: applying.length > 0, by: applying };
}

/** What a resource's own policy says about a service that asks, e.g. the edge reading a bucket. */
export function evaluateFor(
  principal: string,
  statements: readonly Statement[],
  request: Request,
): Verdict {
  const meant = statements.filter(
    ({ principals }) => principals.includes('*') || principals.includes(principal),
  );
  return evaluate(meant, request);
}

function applies({ actions, resources, conditions }: Statement, request: Request): boolean {
  return (
    actions.of.some((action) => like(action, request.action, { ignoreCase: true })) !==
      actions.not &&
    resources.of.some((resource) => arnLike(resource, request.resource)) !== resources.not &&
    conditionsHold(conditions, request.context)
  );
}
