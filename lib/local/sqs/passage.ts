import { randomUUID } from 'node:crypto';
import { type Message, type MessageState, receiptOf, type StoredMessage } from './message.ts';
import { type SqsRecord, stateOf } from './records.ts';

/** The record of a receipt. */
export function takeRecord(name: string, taken: readonly StoredMessage[], now: number): SqsRecord {
  return {
    take: name,
    messages: taken.map(({ id, receiveCount, firstReceivedAt, dueAt }) => [
      id,
      receiveCount,
      firstReceivedAt ?? now,
      dueAt,
    ]),
  };
}

/** SQS keeps a dead message's sending time, so that its retention goes on from there. */
export const buried = (message: StoredMessage, from: string, now: number): MessageState => ({
  ...stateOf(message),
  deadFrom: from,
  receivedBefore: message.receiveCount,
  dueAt: now,
});

/** SQS counts a message that is driven back as a new one: new id, new sending time. */
export const renewed = (message: StoredMessage, now: number): MessageState => ({
  id: randomUUID(),
  body: message.body,
  sentAt: now,
  groupId: message.groupId,
  attributes: message.attributes,
  receiveCount: 0,
  dueAt: now,
});

/** The message as its consumer sees it: a copy, for the stored one changes when it is received again. */
export function asMessage(message: StoredMessage, now: number): Message {
  const { groupId, attributes, deadFrom } = message;
  return {
    id: message.id,
    body: message.body,
    receipt: receiptOf(message),
    sentAt: message.sentAt,
    firstReceivedAt: message.firstReceivedAt ?? now,
    receiveCount: message.receiveCount,
    ...(groupId === undefined ? {} : { groupId }),
    ...(attributes === undefined ? {} : { attributes }),
    ...(deadFrom === undefined ? {} : { deadFrom }),
  };
}
