import type { Iam } from '../iam/ledger.ts';
import { ASYNC_DEFAULT, type FunctionTarget, readAsyncPolicies } from '../sources/targets.ts';
import type { Stage } from '../template/stage.ts';
import type { RunningFunction } from './functions.ts';
import type { Stores } from './stores.ts';

export interface FunctionTargetsOptions {
  readonly functions: ReadonlyMap<string, RunningFunction>;
  readonly stores: Stores;
  readonly iam: Iam;
  log(line: string): void;
}

/**
 * The functions as targets of rules, by ARN.
 *
 * Where failed events go is sent to in the function's own name; Lambda checks that already when it is told the place.
 */
export function functionTargets(
  stage: Stage,
  { functions, stores, iam, log }: FunctionTargetsOptions,
): ReadonlyMap<string, FunctionTarget> {
  const policies = readAsyncPolicies(stage);
  return new Map(
    [...functions.values()].map(({ spec, fn }) => {
      const policy = policies.get(spec.name) ?? ASYNC_DEFAULT;
      const { deadLetterArn, role, name, logicalId } = spec;
      const allows = (resource: string): boolean =>
        iam.allows(role, { action: 'sqs:SendMessage', resource }, name);
      for (const place of [policy.onFailureArn, deadLetterArn]) {
        if (place !== undefined && !allows(place)) {
          log(`${logicalId} may not sqs:SendMessage on ${place}: what it fails at is lost.`);
        }
      }
      const send: FunctionTarget['send'] = async (queueArn, body, attributes) => {
        const queue = stores.sqs.queue(queueArn);
        if (queue && allows(queueArn)) await queue.send(body, undefined, { attributes });
        else log(`${logicalId}: what it failed at is lost: it cannot be sent to ${queueArn}.`);
      };
      return [spec.arn, { fn, policy, deadLetterArn, send }];
    }),
  );
}
