import * as v from 'valibot';
import type { Resource, Stage } from '../template/stage.ts';
import { BooleanLike, NumberLike } from '../template/value.ts';

const MappingProperties = v.object({
  EventSourceArn: v.string('only mappings with an event source ARN run here'),
  FunctionName: v.string(),
  Enabled: v.optional(BooleanLike, true),
  BatchSize: v.optional(NumberLike),
  MaximumBatchingWindowInSeconds: v.optional(NumberLike, 0),
  FunctionResponseTypes: v.optional(v.array(v.literal('ReportBatchItemFailures')), []),
  FilterCriteria: v.optional(v.object({ Filters: v.array(v.object({ Pattern: v.string() })) })),
  ScalingConfig: v.optional(v.object({ MaximumConcurrency: v.optional(NumberLike) })),
  StartingPosition: v.optional(v.picklist(['TRIM_HORIZON', 'LATEST'])),
  ParallelizationFactor: v.optional(NumberLike, 1),
  MaximumRetryAttempts: v.optional(NumberLike, -1),
  MaximumRecordAgeInSeconds: v.optional(NumberLike, -1),
  BisectBatchOnFunctionError: v.optional(BooleanLike, false),
  DestinationConfig: v.optional(
    v.object({ OnFailure: v.optional(v.object({ Destination: v.string() })) }),
  ),
});

/** An event source mapping as the template describes it. */
export interface MappingSpec {
  readonly logicalId: string;
  readonly sourceArn: string;
  /** The function's name, taken out of whatever form it was given in. */
  readonly functionName: string;
  readonly batchSize: number;
  readonly windowMs: number;
  readonly reportsFailures: boolean;
  readonly filters: readonly string[];
  readonly concurrencyMax: number | undefined;
  readonly startsAt: 'TRIM_HORIZON' | 'LATEST';
  /** `-1`: without end, as long as the records live. */
  readonly retriesMax: number;
  readonly ageSecondsMax: number;
  readonly bisects: boolean;
  readonly onFailureArn: string | undefined;
}

export const isQueue = (sourceArn: string): boolean => sourceArn.startsWith('arn:aws:sqs:');
export const isStream = (sourceArn: string): boolean =>
  /^arn:aws:dynamodb:.*\/stream\//.test(sourceArn);

/** Lambda's defaults: 10 messages of a queue, 100 records of a stream. */
const BATCH_SIZE = { queue: 10, stream: 100 };

/** The template's event source mappings, those switched off left out. @throws Error on what AWS would refuse. */
export function readMappings(stage: Stage): readonly MappingSpec[] {
  return stage.of('AWS::Lambda::EventSourceMapping').flatMap((resource) => {
    const properties = resource.read(MappingProperties);
    return properties.Enabled ? [mapping(resource, properties)] : [];
  });
}

function mapping(
  { stack, logicalId }: Resource,
  properties: v.InferOutput<typeof MappingProperties>,
): MappingSpec {
  const { EventSourceArn: sourceArn, FunctionName } = properties;
  const queue = isQueue(sourceArn);
  const fail = (what: string): never => {
    throw new Error(`${stack}: ${logicalId} cannot be run: ${what}`);
  };
  if (!queue && !isStream(sourceArn)) fail(`${sourceArn} is neither a queue nor a table's stream.`);
  const batchSize = properties.BatchSize ?? BATCH_SIZE[queue ? 'queue' : 'stream'];
  const windowMs = properties.MaximumBatchingWindowInSeconds * 1000;
  if (queue && batchSize > 10 && windowMs < 1000) {
    fail('BatchSize over 10 needs a MaximumBatchingWindowInSeconds of at least 1.');
  }
  if (!queue && properties.StartingPosition === undefined) fail('StartingPosition is missing.');
  return {
    logicalId,
    sourceArn,
    functionName: FunctionName.slice(FunctionName.lastIndexOf(':') + 1),
    batchSize,
    windowMs,
    reportsFailures: properties.FunctionResponseTypes.length > 0,
    filters: (properties.FilterCriteria?.Filters ?? []).map(({ Pattern }) => Pattern),
    concurrencyMax: properties.ScalingConfig?.MaximumConcurrency,
    startsAt: properties.StartingPosition ?? 'TRIM_HORIZON',
    retriesMax: properties.MaximumRetryAttempts,
    ageSecondsMax: properties.MaximumRecordAgeInSeconds,
    bisects: properties.BisectBatchOnFunctionError,
    onFailureArn: properties.DestinationConfig?.OnFailure?.Destination,
  };
}
