import * as v from 'valibot';
import type { RuleSettings } from '../events/rules.ts';
import type { Resource, Stage } from '../template/stage.ts';
import { NumberLike } from '../template/value.ts';

const Target = v.strictObject({
  Id: v.string(),
  Arn: v.string(),
  Input: v.optional(v.string()),
  DeadLetterConfig: v.optional(v.object({ Arn: v.string() })),
  RetryPolicy: v.optional(
    v.object({
      MaximumRetryAttempts: v.optional(NumberLike),
      MaximumEventAgeInSeconds: v.optional(NumberLike),
    }),
  ),
  // A laptop asks for no role to reach a target; queues and functions need none on AWS either.
  RoleArn: v.optional(v.string()),
});

const RuleProperties = v.object({
  EventBusName: v.optional(v.string(), 'default'),
  EventPattern: v.optional(v.record(v.string(), v.unknown())),
  ScheduleExpression: v.optional(v.string()),
  State: v.optional(v.string(), 'ENABLED'),
  Targets: v.optional(v.array(Target), []),
});

/** The template's rules. @throws Error on a target with a setting that is not run here, such as an input transformer. */
export const readRules = (stage: Stage): readonly RuleSettings[] =>
  stage.of('AWS::Events::Rule').map(readRule);

function readRule(resource: Resource): RuleSettings {
  const { EventBusName, EventPattern, ScheduleExpression, State, Targets } =
    resource.read(RuleProperties);
  return {
    name: resource.name,
    bus: EventBusName.slice(EventBusName.lastIndexOf('/') + 1),
    ...(EventPattern && { pattern: EventPattern }),
    schedule: ScheduleExpression,
    state: State === 'DISABLED' ? 'DISABLED' : 'ENABLED',
    targets: Targets.map((target) => ({
      id: target.Id,
      arn: target.Arn,
      input: target.Input,
      deadLetterArn: target.DeadLetterConfig?.Arn,
      retry: target.RetryPolicy && {
        maximumRetryAttempts: target.RetryPolicy.MaximumRetryAttempts,
        maximumEventAgeSeconds: target.RetryPolicy.MaximumEventAgeInSeconds,
      },
    })),
  };
}
