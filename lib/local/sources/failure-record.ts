import type { StreamRecord } from '../dynamodb/stream.ts';
import type { FunctionError } from '../lambda/messages.ts';

/** Why records were given up. */
export type Condition = 'RetryAttemptsExhausted' | 'MaximumRecordAgeExceeded';

export interface GivenUp {
  readonly records: readonly StreamRecord[];
  readonly condition: Condition;
  readonly invocations: number;
  readonly requestId: string;
  readonly functionArn: string;
  readonly streamArn: string;
  readonly error: FunctionError | undefined;
  readonly at: Date;
}

/** All records lie in one shard here. */
export const SHARD_ID = 'shardId-00000000000000000000-00000000';

/** The message for a stream's on-failure queue: where the records are, not what they hold (Lambda's guide, “Retain discarded records”). */
export function streamFailureRecord(given: GivenUp): string {
  const first = given.records[0]?.dynamodb;
  const last = given.records.at(-1)?.dynamodb;
  return JSON.stringify({
    requestContext: {
      requestId: given.requestId,
      functionArn: given.functionArn,
      condition: given.condition,
      approximateInvokeCount: given.invocations,
    },
    responseContext: {
      statusCode: 200,
      executedVersion: '$LATEST',
      functionError: given.error ? 'Unhandled' : null,
    },
    version: '1.0',
    timestamp: given.at.toISOString(),
    DDBStreamBatchInfo: {
      shardId: SHARD_ID,
      startSequenceNumber: first?.SequenceNumber,
      endSequenceNumber: last?.SequenceNumber,
      approximateArrivalOfFirstRecord: arrival(first),
      approximateArrivalOfLastRecord: arrival(last),
      batchSize: given.records.length,
      streamArn: given.streamArn,
    },
  });
}

const arrival = (part: StreamRecord['dynamodb'] | undefined): string =>
  new Date((part?.ApproximateCreationDateTime ?? 0) * 1000).toISOString();

/** The message for a function's own on-failure queue after an asynchronous invocation. */
export function asyncFailureRecord(given: {
  readonly payload: unknown;
  readonly invocations: number;
  readonly requestId: string;
  readonly functionArn: string;
  readonly error: FunctionError;
  readonly at: Date;
}): string {
  return JSON.stringify({
    version: '1.0',
    timestamp: given.at.toISOString(),
    requestContext: {
      requestId: given.requestId,
      functionArn: `${given.functionArn}:$LATEST`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: given.invocations,
    },
    requestPayload: given.payload,
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: given.error,
  });
}
