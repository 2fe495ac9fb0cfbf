import { createHash } from 'node:crypto';
import type { Dated } from './deadlines.ts';
import { invalidParameter, SqsError } from './sqs-error.ts';

/** Longest body, attributes included, of one message and of one batch: 1 MiB (SQS quotas, 2026). */
export const MESSAGE_BYTES_MAX = 1_048_576;
export const DELAY_SECONDS_MAX = 900;
export const VISIBILITY_SECONDS_MAX = 43_200;

export interface AttributeValue {
  readonly DataType: string;
  readonly StringValue?: string;
  /** Base64, as on the wire. */
  readonly BinaryValue?: string;
}
export type MessageAttributes = Readonly<Record<string, AttributeValue>>;

/** What a sender may say besides the body. */
export interface SendOptions {
  readonly delaySeconds?: number | undefined;
  /** Only a label on a standard queue: SQS shares a queue fairly between groups, and so need not promise any order. */
  readonly groupId?: string | undefined;
  readonly attributes?: MessageAttributes | undefined;
}

/** A message as a consumer gets it. */
export interface Message {
  readonly id: string;
  readonly body: string;
  /** What `delete` and `changeVisibility` want: it names this one receipt of the message. */
  readonly receipt: string;
  readonly sentAt: number;
  readonly firstReceivedAt: number;
  readonly receiveCount: number;
  readonly groupId?: string;
  readonly attributes?: MessageAttributes;
  /** ARN of the queue whose redrive policy gave the message up. */
  readonly deadFrom?: string;
}

/** Everything that is kept of a message, and written to the journal. */
export interface MessageState {
  readonly id: string;
  readonly body: string;
  readonly sentAt: number;
  readonly groupId?: string | undefined;
  readonly attributes?: MessageAttributes | undefined;
  readonly deadFrom?: string | undefined;
  /** Receipts before it came into this queue: the count that consumers see goes on across queues. */
  readonly receivedBefore?: number | undefined;
  receiveCount: number;
  firstReceivedAt?: number | undefined;
  /** When it may be received (again). */
  dueAt: number;
}

export interface StoredMessage extends MessageState, Dated {
  gone: boolean;
}

export const receiptOf = (message: MessageState): string =>
  Buffer.from(`${message.id}:${message.receiveCount}`).toString('base64url');

/** The message and the receipt's number that a handle stands for. */
export function parseReceipt(handle: string): { readonly id: string; readonly count: number } {
  const [id, count] = Buffer.from(handle, 'base64url').toString().split(':');
  if (!id || !count || !/^\d+$/.test(count))
    throw new SqsError(
      'ReceiptHandleIsInvalid',
      `The input receipt handle "${handle}" is not a valid receipt handle.`,
    );
  return { id, count: Number(count) };
}

export const md5 = (text: string | Buffer): string => createHash('md5').update(text).digest('hex');

/** SQS takes the characters of XML 1.0 only; a lone surrogate is one code point outside them. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** Throws what SQS answers to a message that it cannot take; returns the message's size in bytes. */
export function checkMessage(body: string, options: SendOptions): number {
  if (body.length === 0)
    throw new SqsError(
      'MissingParameterException',
      'The message body is empty.',
      'MissingParameter',
    );
  const found = FORBIDDEN.exec(body);
  if (found) {
    const point = found[0].codePointAt(0) ?? 0;
    throw new SqsError(
      'InvalidMessageContents',
      `The message has the character #x${point.toString(16).toUpperCase()} at ${found.index}, which SQS does not take; allowed are #x9 #xA #xD #x20-#xD7FF #xE000-#xFFFD #x10000-#x10FFFF.`,
    );
  }
  checkRange('DelaySeconds', options.delaySeconds, DELAY_SECONDS_MAX);
  const size = Buffer.byteLength(body) + attributesSize(options.attributes);
  if (size > MESSAGE_BYTES_MAX)
    throw invalidParameter(
      `One or more parameters are invalid. Reason: Message must be shorter than ${MESSAGE_BYTES_MAX} bytes, and has ${size}.`,
    );
  return size;
}

export function checkRange(name: string, value: number | undefined, max: number, min = 0): void {
  if (value === undefined || (Number.isInteger(value) && value >= min && value <= max)) return;
  throw invalidParameter(
    `Value ${value} for parameter ${name} is invalid. Reason: Must be between ${min} and ${max}, if provided.`,
  );
}

function attributesSize(attributes: MessageAttributes | undefined): number {
  let size = 0;
  for (const [name, value] of Object.entries(attributes ?? {})) {
    size += Buffer.byteLength(name) + Buffer.byteLength(value.DataType);
    size += Buffer.byteLength(value.StringValue ?? '');
    size += Buffer.from(value.BinaryValue ?? '', 'base64').length;
  }
  return size;
}

/** SQS's digest over message attributes: names sorted, each part with its length as four bytes before it. */
export function md5OfAttributes(attributes: MessageAttributes): string {
  const parts: Buffer[] = [];
  const add = (part: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(part.length);
    parts.push(length, part);
  };
  for (const name of Object.keys(attributes).sort()) {
    const value = attributes[name];
    if (!value) continue;
    add(Buffer.from(name));
    add(Buffer.from(value.DataType));
    const binary = value.BinaryValue !== undefined;
    parts.push(Buffer.of(binary ? 2 : 1));
    add(Buffer.from(value.BinaryValue ?? value.StringValue ?? '', binary ? 'base64' : 'utf8'));
  }
  return md5(Buffer.concat(parts));
}
