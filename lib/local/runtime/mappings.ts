import type { Iam } from '../iam/ledger.ts';
import { isQueue, type MappingSpec } from '../sources/mapping-spec.ts';
import { startQueueSource } from '../sources/queue-source.ts';
import type { Source } from '../sources/source.ts';
import { startStreamSource } from '../sources/stream-source.ts';
import type { RunningFunction } from './functions.ts';
import type { Stores } from './stores.ts';

/** What Lambda demands of a function's role before it reads a queue or stream for it (Lambda's guide on each source). */
const QUEUE_NEEDS = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
const STREAM_NEEDS = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
];

export interface MappingsOptions {
  readonly functions: ReadonlyMap<string, RunningFunction>;
  readonly stores: Stores;
  readonly iam: Iam;
  log(line: string): void;
}

/** Starts the template's event source mappings. One whose function lacks a permission is named and not started. */
export async function startMappings(
  specs: readonly MappingSpec[],
  options: MappingsOptions,
): Promise<readonly Source[]> {
  await declareConsumers(specs, options);
  return specs.flatMap((spec) => {
    const running = options.functions.get(spec.functionName);
    if (!running) {
      options.log(`not run here: ${spec.logicalId}, for its function ${spec.functionName} is not.`);
      return [];
    }
    return permitted(spec, running, options) ? [start(spec, running, options)] : [];
  });
}

/** DynamoDB serves two readers of a stream, and no more. */
async function declareConsumers(
  specs: readonly MappingSpec[],
  { stores }: MappingsOptions,
): Promise<void> {
  const streams = Map.groupBy(
    specs.filter(({ sourceArn }) => !isQueue(sourceArn)),
    ({ sourceArn }) => sourceArn,
  );
  for (const [arn, readers] of streams) {
    if (readers.length > 2)
      throw new Error(`${arn} has ${readers.length} readers; a stream serves two.`);
    await stores.dynamo.stream(tableOf(arn)).consumers(readers.map(({ logicalId }) => logicalId));
  }
}

/** `arn:aws:dynamodb:…:table/NAME/stream/LABEL` */
const tableOf = (streamArn: string): string => streamArn.split('/')[1] ?? '';

function permitted(
  { logicalId, sourceArn, onFailureArn }: MappingSpec,
  { spec }: RunningFunction,
  { iam, log }: MappingsOptions,
): boolean {
  const needs = (isQueue(sourceArn) ? QUEUE_NEEDS : STREAM_NEEDS).map((action) => ({
    action,
    resource: sourceArn,
  }));
  if (onFailureArn !== undefined) needs.push({ action: 'sqs:SendMessage', resource: onFailureArn });
  const missing = needs.filter((need) => !iam.allows(spec.role, need, spec.name));
  for (const { action, resource } of missing) {
    log(`${logicalId} is not run: ${spec.logicalId} may not ${action} on ${resource}.`);
  }
  // Lambda makes use of it where a batch cannot be invoked, but does not demand it.
  if (isQueue(sourceArn)) {
    iam.uses(spec.role, { action: 'sqs:ChangeMessageVisibility', resource: sourceArn });
  }
  return missing.length === 0;
}

function start(spec: MappingSpec, { fn }: RunningFunction, options: MappingsOptions): Source {
  const { stores, log } = options;
  if (isQueue(spec.sourceArn)) {
    const queue = stores.sqs.queue(spec.sourceArn);
    if (!queue)
      throw new Error(`${spec.logicalId} cannot be run: there is no queue ${spec.sourceArn}.`);
    return startQueueSource({ spec, queue, fn, log });
  }
  const stream = stores.dynamo.stream(tableOf(spec.sourceArn));
  const { onFailureArn } = spec;
  const giveUp =
    onFailureArn === undefined
      ? undefined
      : async (record: string) => {
          const queue = stores.sqs.queue(onFailureArn);
          if (queue) await queue.send(record);
          else log(`${spec.logicalId}: there is no queue ${onFailureArn} for what was given up.`);
        };
  return startStreamSource({ spec, stream, fn, giveUp, log });
}
