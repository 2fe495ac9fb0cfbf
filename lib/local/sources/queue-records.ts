import { REGION } from '../service.ts';
import type { Message, MessageAttributes } from '../sqs/message.ts';
import { md5 } from '../sqs/message.ts';

/** A message in the form in which Lambda hands it to functions. */
export function queueRecord(message: Message, queueArn: string): object {
  const { id, receipt, body, sentAt, firstReceivedAt, receiveCount, groupId, deadFrom } = message;
  return {
    messageId: id,
    receiptHandle: receipt,
    body,
    attributes: {
      ApproximateReceiveCount: String(receiveCount),
      SentTimestamp: String(sentAt),
      SenderId: 'offstone',
      ApproximateFirstReceiveTimestamp: String(firstReceivedAt),
      ...(groupId !== undefined && { MessageGroupId: groupId }),
      ...(deadFrom !== undefined && { DeadLetterQueueSourceArn: deadFrom }),
    },
    messageAttributes: attributesOf(message.attributes ?? {}),
    md5OfBody: md5(body),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: REGION,
  };
}

const attributesOf = (attributes: MessageAttributes): object =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        ...(StringValue !== undefined && { stringValue: StringValue }),
        ...(BinaryValue !== undefined && { binaryValue: BinaryValue }),
        stringListValues: [],
        binaryListValues: [],
        dataType: DataType,
      },
    ]),
  );
