import { randomUUID } from 'node:crypto';
import { ACCOUNT, type Need, REGION, type Service, type ServiceResponse } from '../service.ts';
import { actions } from './actions.ts';
import type { MoveTasks } from './move-tasks.ts';
import { Parameters } from './parameters.ts';
import type { Queue } from './queue.ts';
import { SqsError, unsupported } from './sqs-error.ts';

/** What the wire side needs of the account. */
export interface SqsAccount {
  /** By name, ARN or URL; throws `QueueDoesNotExist`. */
  queue(name: string): Queue;
  queues(): readonly Queue[];
  readonly tasks: MoveTasks;
}

const PREFIX = 'AmazonSQS.';

/** SQS's JSON protocol (`application/x-amz-json-1.0`, the operation in a header). */
export function createSqsService(account: SqsAccount): Service {
  return {
    needs(request) {
      const name = operation(request.headers['x-amz-target']);
      const parameters = parse(request.body);
      return name && parameters ? needsOf(name, parameters) : undefined;
    },
    async handle(request) {
      try {
        const name = operation(request.headers['x-amz-target']);
        const parameters = parse(request.body);
        if (!parameters)
          throw new SqsError('SerializationException', 'The body is not a JSON object.');
        const action = name && actions[name];
        if (!action) throw unsupported(`The operation ${name ?? '(none)'} does not run here.`);
        return answer(200, await action(account, new Parameters(parameters)));
      } catch (error) {
        return refusal(error);
      }
    },
    denied: (message) =>
      refusal(new SqsError('AccessDeniedException', message, 'AccessDenied', 403)),
  };
}

function operation(target: string | string[] | undefined): string | undefined {
  return typeof target === 'string' && target.startsWith(PREFIX)
    ? target.slice(PREFIX.length)
    : undefined;
}

function parse(body: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = body.length === 0 ? {} : JSON.parse(body.toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The name at the end of a queue's URL or ARN, or the name itself. */
export const queueName = (text: string): string => text.slice(text.search(/[^:/]*$/));

const queueArn = (name: string) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;

/** IAM knows no batch actions: a batch needs what its single form needs. */
function needsOf(
  name: string,
  parameters: Readonly<Record<string, unknown>>,
): readonly Need[] | undefined {
  const text = (key: string) => {
    const value = parameters[key];
    return typeof value === 'string' ? value : undefined;
  };
  if (name === 'ListQueues') return [{ action: 'sqs:ListQueues', resource: queueArn('*') }];
  if (name === 'StartMessageMoveTask') return moveNeeds(text('SourceArn'), text('DestinationArn'));
  if (name === 'CancelMessageMoveTask') {
    const queue = Buffer.from(text('TaskHandle') ?? '', 'base64url')
      .toString()
      .split('/')[0];
    return [{ action: 'sqs:CancelMessageMoveTask', resource: queueArn(queue ?? '') }];
  }
  // The member that the operation itself goes by: another one must not stand in for it.
  const queue = text(NAMED_BY[name] ?? 'QueueUrl');
  if (queue === undefined) return undefined;
  return [{ action: `sqs:${name.replace(/Batch$/, '')}`, resource: queueArn(queueName(queue)) }];
}

/** Operations that do not name their queue by its URL. */
const NAMED_BY: Readonly<Record<string, string>> = {
  GetQueueUrl: 'QueueName',
  ListMessageMoveTasks: 'SourceArn',
};

/** The permissions that SQS's guide lists for a redrive. */
function moveNeeds(source: string | undefined, destination: string | undefined) {
  if (!source) return undefined;
  const actions = ['StartMessageMoveTask', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];
  const needs = actions.map((action): Need => ({ action: `sqs:${action}`, resource: source }));
  return destination ? [...needs, { action: 'sqs:SendMessage', resource: destination }] : needs;
}

function answer(
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): ServiceResponse {
  return {
    status,
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amzn-requestid': randomUUID(),
      ...headers,
    },
    body: JSON.stringify(value),
  };
}

function refusal(error: unknown): ServiceResponse {
  if (!(error instanceof SqsError)) {
    const message = error instanceof Error ? error.message : String(error);
    return refusal(new SqsError('InternalFailure', message, 'InternalFailure', 500));
  }
  const fault = error.status < 500 ? 'Sender' : 'Receiver';
  return answer(
    error.status,
    { __type: `com.amazonaws.sqs#${error.code}`, message: error.message },
    { 'x-amzn-query-error': `${error.queryCode};${fault}` },
  );
}
