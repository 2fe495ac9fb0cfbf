import * as v from 'valibot';
import { type DeadLetter, type Deliver, Undeliverable } from '../events/deliveries.ts';
import type { LambdaFunction } from '../lambda/function.ts';
import type { FunctionError } from '../lambda/messages.ts';
import type { MessageAttributes } from '../sqs/message.ts';
import type { Queue } from '../sqs/queue.ts';
import type { Stage } from '../template/stage.ts';
import { NumberLike } from '../template/value.ts';
import { asyncFailureRecord } from './failure-record.ts';
import { pause } from './source.ts';

/** What happens to an asynchronous invocation that fails. */
export interface AsyncPolicy {
  readonly retriesMax: number;
  readonly onFailureArn: string | undefined;
}

/** A function that rules invoke. `send` puts a message into a queue in the function's own name. */
export interface FunctionTarget {
  readonly fn: LambdaFunction;
  readonly policy: AsyncPolicy;
  readonly deadLetterArn: string | undefined;
  send(queueArn: string, body: string, attributes?: MessageAttributes): Promise<void>;
}

export interface TargetsOptions {
  queue(arn: string): Queue | undefined;
  fn(arn: string): FunctionTarget | undefined;
  readonly signal: AbortSignal;
  log(line: string): void;
}

/** Lambda waits one minute before the first retry and two before the second; nobody waits so long at a laptop. */
const RETRY_MS = 1000;

/** Brings events to what a rule points at: into queues as they are, to functions as asynchronous invocations. */
export function deliverToTargets(options: TargetsOptions): Deliver {
  return async (arn, event, dead) => {
    const queue = options.queue(arn);
    if (queue) {
      const attributes = dead && attributesOf(dead);
      await queue.send(JSON.stringify(event), undefined, { attributes });
      return;
    }
    const target = options.fn(arn);
    if (!target) throw new Undeliverable(`Nothing that runs here has the ARN ${arn}.`);
    await invokeAsync(options, target, event);
  };
}

/** Resolves once the function or its dead-letter queue has the event, or nobody wants it. */
async function invokeAsync(
  { signal, log }: TargetsOptions,
  target: FunctionTarget,
  event: unknown,
): Promise<void> {
  const { fn, policy, deadLetterArn } = target;
  for (let invocations = 1; ; invocations += 1) {
    if (signal.aborted)
      throw new Error('The runtime is stopping; the event waits for the next start.');
    const invoked = await fn.invoke(event);
    if (!('error' in invoked)) return;
    if (invocations <= policy.retriesMax || signal.aborted) {
      await pause(RETRY_MS * invocations, signal);
      continue;
    }
    const { requestId, error } = invoked;
    log(`${fn.name}: gave up an event after ${invocations} attempts: ${error.errorMessage}`);
    const given = { payload: event, invocations, requestId, functionArn: fn.arn, error };
    if (policy.onFailureArn !== undefined) {
      await target.send(policy.onFailureArn, asyncFailureRecord({ ...given, at: new Date() }));
    }
    if (deadLetterArn !== undefined) {
      const attributes = lambdaAttributes(requestId, error);
      await target.send(deadLetterArn, JSON.stringify(event), attributes);
    }
    return;
  }
}

/** What Lambda writes on a dead letter. The code is the status that a synchronous caller would have got. */
const lambdaAttributes = (requestId: string, error: FunctionError): MessageAttributes =>
  attributesOf({ RequestID: requestId, ErrorCode: '200', ErrorMessage: error.errorMessage });

const attributesOf = (texts: DeadLetter | Readonly<Record<string, string>>): MessageAttributes =>
  Object.fromEntries(
    Object.entries(texts).map(([name, value]: [string, string]) => [
      name,
      { DataType: 'String', StringValue: value },
    ]),
  );

const InvokeConfig = v.object({
  FunctionName: v.string(),
  MaximumRetryAttempts: v.optional(NumberLike, 2),
  DestinationConfig: v.optional(
    v.object({ OnFailure: v.optional(v.object({ Destination: v.string() })) }),
  ),
});

/** Lambda's own: two retries, and then nobody is told. */
export const ASYNC_DEFAULT: AsyncPolicy = { retriesMax: 2, onFailureArn: undefined };

/** How the template wants failing asynchronous invocations handled, by function name. */
export function readAsyncPolicies(stage: Stage): ReadonlyMap<string, AsyncPolicy> {
  return new Map(
    stage.of('AWS::Lambda::EventInvokeConfig').map((resource) => {
      const config = resource.read(InvokeConfig);
      const policy = {
        retriesMax: config.MaximumRetryAttempts,
        onFailureArn: config.DestinationConfig?.OnFailure?.Destination,
      };
      return [config.FunctionName.slice(config.FunctionName.lastIndexOf(':') + 1), policy];
    }),
  );
}
