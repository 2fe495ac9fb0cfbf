import { ACCOUNT, REGION } from '../service.ts';
import { compilePattern, type EventTest } from './pattern.ts';
import { parseSchedule, type Schedule } from './schedule.ts';

/** How long and how often a delivery is tried again; EventBridge's own defaults when absent. */
export interface RetryPolicy {
  readonly maximumRetryAttempts?: number | undefined;
  readonly maximumEventAgeSeconds?: number | undefined;
}

export interface Target {
  readonly id: string;
  readonly arn: string;
  /** JSON that the target gets instead of the event. */
  readonly input?: string | undefined;
  readonly deadLetterArn?: string | undefined;
  readonly retry?: RetryPolicy | undefined;
}

/** A rule as its CloudFormation resource describes it: with a pattern, a schedule, or both. */
export interface RuleSettings {
  readonly name: string;
  readonly bus: string;
  readonly pattern?: unknown;
  /** `rate(…)` or `cron(…)`. */
  readonly schedule?: string | undefined;
  readonly state?: 'ENABLED' | 'DISABLED';
  readonly targets: readonly Target[];
}

export interface Rule extends RuleSettings {
  readonly arn: string;
  readonly matches: EventTest;
  readonly due: Schedule | undefined;
}

export const busArn = (name: string): string =>
  `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/${name}`;

/** Reads a rule; throws when EventBridge would refuse its pattern or schedule. */
export function readRule(settings: RuleSettings): Rule {
  const { name, bus, pattern, schedule } = settings;
  if (pattern === undefined && schedule === undefined)
    throw new Error(`The rule ${name} needs an event pattern or a schedule.`);
  for (const target of settings.targets) if (target.input !== undefined) checkInput(name, target);
  return {
    ...settings,
    arn: `arn:aws:events:${REGION}:${ACCOUNT}:rule/${bus === 'default' ? name : `${bus}/${name}`}`,
    matches: pattern === undefined ? () => false : compilePattern(pattern),
    due: schedule === undefined ? undefined : parseSchedule(schedule),
  };
}

function checkInput(rule: string, target: Target): void {
  try {
    JSON.parse(target.input ?? '');
  } catch (cause) {
    throw new Error(`The input of target ${target.id} of rule ${rule} is not JSON.`, { cause });
  }
}
