import middy from '@middy/core';
import type {
  DynamoDBRecord,
  DynamoDBStreamEvent,
  EventBridgeEvent,
  SQSEvent,
  SQSRecord,
} from 'aws-lambda';
import type { Consume, Incoming, Ports } from '#domain/ports.ts';
import { type Attributes, itemOf } from './aws/attributes.ts';
import { awsPorts } from './ports.ts';

/** What a function of ours is ever called with. */
type Delivery = SQSEvent | DynamoDBStreamEvent | EventBridgeEvent<string, unknown>;

/** Lambda's form of “these again”. */
interface PartialBatch {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** What a scheduled call asks for: nothing but that time went by. */
const TICK = JSON.stringify({ tick: true });

/**
 * A Lambda handler around a function of the domain: the one place that knows how Lambda delivers a batch, and how it
 * wants to hear which of it to try again. An error thrown by `consume` fails the whole batch.
 */
export function consumer(
  consume: Consume,
  open: () => Promise<Ports> = () => awsPorts(process.env),
) {
  // Opened while the function starts, when Lambda gives it a whole processor; kept for all its batches.
  const opening = open();
  opening.catch(() => {});

  return middy<Delivery, PartialBatch>().handler(async (event: Delivery) => {
    const ports = await opening;
    const batch = incoming(event);
    const started = performance.now();
    const failed = await consume(batch, ports);
    ports.log({
      message: 'batch consumed',
      size: batch.length,
      failed: failed.length,
      milliseconds: Math.round(performance.now() - started),
    });
    if (!('Records' in event) && failed.length > 0) {
      throw new Error('The scheduled call failed: to be tried again.');
    }
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  });
}

function incoming(event: Delivery): readonly Incoming[] {
  if (!('Records' in event)) return [{ id: event.id, body: TICK, attempt: 1 }];
  return event.Records.map((record) =>
    'messageId' in record ? queueMessage(record) : streamRecord(record),
  );
}

const queueMessage = ({ messageId, body, attributes }: SQSRecord): Incoming => ({
  id: messageId,
  body,
  attempt: Number(attributes.ApproximateReceiveCount),
});

/** A stream does not say how often a record was tried. */
function streamRecord({ dynamodb }: DynamoDBRecord): Incoming {
  const { SequenceNumber, NewImage } = dynamodb ?? {};
  if (SequenceNumber === undefined || NewImage === undefined) {
    throw new TypeError(
      'A stream record came without its new image: the stream must be NEW_IMAGE.',
    );
  }
  return { id: SequenceNumber, body: JSON.stringify(itemOf(NewImage as Attributes)), attempt: 1 };
}
