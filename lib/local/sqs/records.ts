import type { MessageState } from './message.ts';
import type { Shelf } from './shelf.ts';

/**
 * What the journal says of the queues.
 *
 * Every record gives new values, never differences, so that replaying it once more changes nothing.
 */
export type SqsRecord =
  | { readonly put: string; readonly messages: readonly MessageState[] }
  | { readonly take: string; readonly messages: readonly TakenMessage[] }
  | { readonly hold: string; readonly messages: readonly HeldMessage[] }
  | { readonly drop: string; readonly ids: readonly string[] }
  | { readonly clear: string }
  /** One record, so that a kill can neither lose nor double a message between two queues. */
  | {
      readonly move: string;
      readonly to: string;
      readonly ids: readonly string[];
      readonly messages: readonly MessageState[];
    };

type TakenMessage = readonly [
  id: string,
  receiveCount: number,
  firstReceivedAt: number,
  dueAt: number,
];
type HeldMessage = readonly [id: string, dueAt: number];

/** Messages in one snapshot record: long enough to be quick, short enough for one line. */
const SNAPSHOT_MESSAGES = 100;

/** Repeats a record on the shelves, as the queue itself did it. */
export function replayRecord(record: SqsRecord, shelf: (queue: string) => Shelf): void {
  if ('put' in record) putAll(shelf(record.put), record.messages);
  else if ('take' in record) replayTaken(shelf(record.take), record.messages);
  else if ('hold' in record) replayHeld(shelf(record.hold), record.messages);
  else if ('drop' in record) removeAll(shelf(record.drop), record.ids);
  else if ('clear' in record) shelf(record.clear).clear();
  else {
    removeAll(shelf(record.move), record.ids);
    putAll(shelf(record.to), record.messages);
  }
}

function putAll(shelf: Shelf, messages: readonly MessageState[]): void {
  for (const message of messages) shelf.put(message);
}

function removeAll(shelf: Shelf, ids: readonly string[]): void {
  for (const id of ids) shelf.remove(id);
}

function replayTaken(shelf: Shelf, taken: readonly TakenMessage[]): void {
  for (const [id, receiveCount, firstReceivedAt, dueAt] of taken) {
    const message = shelf.get(id);
    if (message) shelf.put({ ...stateOf(message), receiveCount, firstReceivedAt, dueAt });
  }
}

function replayHeld(shelf: Shelf, held: readonly HeldMessage[]): void {
  for (const [id, dueAt] of held) {
    const message = shelf.get(id);
    if (message) shelf.hold(message, dueAt);
  }
}

/** Records that rebuild a queue. */
export function* snapshotOf(name: string, shelf: Shelf): Generator<SqsRecord> {
  let messages: MessageState[] = [];
  for (const message of shelf.messages()) {
    messages.push(stateOf(message));
    if (messages.length < SNAPSHOT_MESSAGES) continue;
    yield { put: name, messages };
    messages = [];
  }
  if (messages.length > 0) yield { put: name, messages };
}

/** A message without what only the memory needs. */
export function stateOf(message: MessageState): MessageState {
  return {
    id: message.id,
    body: message.body,
    sentAt: message.sentAt,
    groupId: message.groupId,
    attributes: message.attributes,
    deadFrom: message.deadFrom,
    receivedBefore: message.receivedBefore,
    receiveCount: message.receiveCount,
    firstReceivedAt: message.firstReceivedAt,
    dueAt: message.dueAt,
  };
}
