import { eachEntry } from './batch.ts';
import {
  checkMessage,
  MESSAGE_BYTES_MAX,
  type Message,
  md5,
  md5OfAttributes,
  type SendOptions,
} from './message.ts';
import type { MoveTask } from './move-tasks.ts';
import type { Parameters } from './parameters.ts';
import { queueAttributes } from './queue-attributes.ts';
import { invalidParameter, SqsError, unsupported } from './sqs-error.ts';
import type { SqsAccount } from './sqs-service.ts';

type Answer = Readonly<Record<string, unknown>>;
type Action = (account: SqsAccount, parameters: Parameters) => Promise<Answer>;

const RECEIVE_MAX = 10;
const WAIT_SECONDS_MAX = 20;

/** Every operation that runs, by its name on the wire. */
export const actions: Readonly<Record<string, Action>> = {
  SendMessage: (account, parameters) =>
    send(account.queue(parameters.needText('QueueUrl')), parameters),
  async SendMessageBatch(account, parameters) {
    const queue = account.queue(parameters.needText('QueueUrl'));
    const entries = parameters.each('Entries');
    checkTotal(entries);
    return eachEntry(entries, (entry) => send(queue, entry));
  },
  async ReceiveMessage(account, parameters) {
    const queue = account.queue(parameters.needText('QueueUrl'));
    const max = parameters.number('MaxNumberOfMessages') ?? 1;
    const wait = parameters.number('WaitTimeSeconds') ?? 0;
    within('MaxNumberOfMessages', max, 1, RECEIVE_MAX);
    within('WaitTimeSeconds', wait, 0, WAIT_SECONDS_MAX);
    const messages = await queue.receive(max, {
      waitMs: wait * 1000,
      visibilityTimeout: parameters.number('VisibilityTimeout'),
    });
    const present = presenter(parameters);
    return messages.length === 0 ? {} : { Messages: messages.map(present) };
  },
  async DeleteMessage(account, parameters) {
    const queue = account.queue(parameters.needText('QueueUrl'));
    await queue.delete([parameters.needText('ReceiptHandle')]);
    return {};
  },
  async DeleteMessageBatch(account, parameters) {
    const queue = account.queue(parameters.needText('QueueUrl'));
    return eachEntry(parameters.each('Entries'), async (entry) => {
      await queue.delete([entry.needText('ReceiptHandle')]);
      return {};
    });
  },
  async ChangeMessageVisibility(account, parameters) {
    const queue = account.queue(parameters.needText('QueueUrl'));
    await queue.changeVisibility([parameters.needText('ReceiptHandle')], visibility(parameters));
    return {};
  },
  async ChangeMessageVisibilityBatch(account, parameters) {
    const queue = account.queue(parameters.needText('QueueUrl'));
    return eachEntry(parameters.each('Entries'), async (entry) => {
      await queue.changeVisibility([entry.needText('ReceiptHandle')], visibility(entry));
      return {};
    });
  },
  async GetQueueAttributes(account, parameters) {
    const queue = account.queue(parameters.needText('QueueUrl'));
    return { Attributes: queueAttributes(queue, parameters.texts('AttributeNames')) };
  },
  async GetQueueUrl(account, parameters) {
    return { QueueUrl: account.queue(parameters.needText('QueueName')).url };
  },
  async ListQueues(account, parameters) {
    const prefix = parameters.text('QueueNamePrefix') ?? '';
    const names = account.queues().filter(({ settings }) => settings.name.startsWith(prefix));
    return { QueueUrls: names.map(({ url }) => url) };
  },
  async PurgeQueue(account, parameters) {
    await account.queue(parameters.needText('QueueUrl')).purge();
    return {};
  },
  async StartMessageMoveTask(account, parameters) {
    const task = account.tasks.start(
      parameters.needText('SourceArn'),
      parameters.text('DestinationArn'),
      parameters.number('MaxNumberOfMessagesPerSecond'),
    );
    return { TaskHandle: task.handle };
  },
  async ListMessageMoveTasks(account, parameters) {
    const source = parameters.needText('SourceArn');
    return { Results: account.tasks.list(source, parameters.number('MaxResults')).map(taskEntry) };
  },
  async CancelMessageMoveTask(account, parameters) {
    const task = account.tasks.cancel(parameters.needText('TaskHandle'));
    return { ApproximateNumberOfMessagesMoved: task.moved };
  },
};

async function send(queue: ReturnType<SqsAccount['queue']>, entry: Parameters): Promise<Answer> {
  const body = entry.needText('MessageBody');
  const options = sendOptions(entry);
  const id = await queue.send(body, entry.number('DelaySeconds'), options);
  return {
    MessageId: id,
    MD5OfMessageBody: md5(body),
    ...(options.attributes ? { MD5OfMessageAttributes: md5OfAttributes(options.attributes) } : {}),
  };
}

function sendOptions(entry: Parameters): SendOptions {
  if (entry.text('MessageDeduplicationId') !== undefined)
    throw unsupported(
      'MessageDeduplicationId belongs to FIFO queues; only standard queues run here.',
    );
  if (entry.has('MessageSystemAttributes'))
    throw unsupported('MessageSystemAttributes do not run here.');
  return {
    groupId: entry.text('MessageGroupId'),
    attributes: entry.attributes('MessageAttributes'),
  };
}

/** The limit of one message holds for a whole batch too. */
function checkTotal(entries: readonly Parameters[]): void {
  let total = 0;
  for (const entry of entries) {
    try {
      total += checkMessage(entry.text('MessageBody') ?? '', sendOptions(entry));
    } catch (error) {
      if (!(error instanceof SqsError)) throw error;
      total += Buffer.byteLength(entry.text('MessageBody') ?? '');
    }
  }
  if (total <= MESSAGE_BYTES_MAX) return;
  throw new SqsError(
    'BatchRequestTooLong',
    `Batch requests cannot be longer than ${MESSAGE_BYTES_MAX} bytes. You have sent ${total} bytes.`,
    'AWS.SimpleQueueService.BatchRequestTooLong',
  );
}

function visibility(parameters: Parameters): number {
  const seconds = parameters.number('VisibilityTimeout');
  if (seconds === undefined) throw invalidParameter('VisibilityTimeout must be given, in seconds.');
  return seconds;
}

function within(name: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw invalidParameter(
    `Value ${value} for parameter ${name} is invalid. Reason: Must be between ${min} and ${max}, if provided.`,
  );
}

/** How this request wants its messages: with which of their attributes. */
function presenter(parameters: Parameters): (message: Message) => Answer {
  const system = [
    ...parameters.texts('AttributeNames'),
    ...parameters.texts('MessageSystemAttributeNames'),
  ];
  const wanted = parameters.texts('MessageAttributeNames');
  return (message) => ({
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...systemAttributes(message, system),
    ...messageAttributes(message, wanted),
  });
}

function systemAttributes(message: Message, wanted: readonly string[]): Answer {
  const all: Readonly<Record<string, string | undefined>> = {
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    SentTimestamp: String(message.sentAt),
    MessageGroupId: message.groupId,
    DeadLetterQueueSourceArn: message.deadFrom,
  };
  const chosen = Object.entries(all).filter(
    ([name, value]) => value !== undefined && (wanted.includes('All') || wanted.includes(name)),
  );
  return chosen.length === 0 ? {} : { Attributes: Object.fromEntries(chosen) };
}

function messageAttributes(message: Message, wanted: readonly string[]): Answer {
  const isWanted = (name: string) =>
    wanted.some((each) =>
      each === 'All' || each === '.*' || each === name
        ? true
        : each.endsWith('.*') && name.startsWith(each.slice(0, -1)),
    );
  const chosen = Object.entries(message.attributes ?? {}).filter(([name]) => isWanted(name));
  if (chosen.length === 0) return {};
  const attributes = Object.fromEntries(chosen);
  return { MessageAttributes: attributes, MD5OfMessageAttributes: md5OfAttributes(attributes) };
}

function taskEntry(task: MoveTask): Answer {
  return {
    SourceArn: task.source.arn,
    Status: task.status,
    StartedTimestamp: task.startedAt,
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    ...(task.destination ? { DestinationArn: task.destination.arn } : {}),
    ...(task.perSecond === undefined ? {} : { MaxNumberOfMessagesPerSecond: task.perSecond }),
    ...(task.status === 'RUNNING' ? { TaskHandle: task.handle } : {}),
    ...(task.failure === undefined ? {} : { FailureReason: task.failure }),
  };
}
