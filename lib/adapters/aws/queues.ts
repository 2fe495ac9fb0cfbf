import {
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Outgoing, QueueName, Queues } from '#domain/ports.ts';
import { checkMessages, MESSAGE_BYTES_MAX } from '../message.ts';
import { eachOf, weighedBatchesOf } from './batches.ts';
import { CLIENT, unlogged } from './lean.ts';
import { untilTaken } from './retry.ts';

const MESSAGES_MAX = 10;

/** @param urls the queues that the function may send to. */
export function openQueues(urls: ReadonlyMap<QueueName, string>): Queues {
  // The endpoint is the region's, or AWS_ENDPOINT_URL_SQS; never a host that a queue's URL names.
  const client = unlogged(new SQSClient({ ...CLIENT, useQueueUrlAsEndpoint: false, md5: false }));
  const urlOf = (queue: QueueName): string => {
    const url = urls.get(queue);
    if (url === undefined)
      throw new RangeError(`No OFFSTONE_QUEUE_… is set for the queue ${queue}.`);
    return url;
  };

  return {
    async send(messages) {
      checkMessages(messages);
      const batches = [...Map.groupBy(messages, ({ queue }) => queue)].flatMap(([queue, mine]) =>
        weighedBatchesOf(mine, MESSAGES_MAX, MESSAGE_BYTES_MAX, ({ body }) =>
          Buffer.byteLength(body),
        ).map((batch) => ({ url: urlOf(queue), batch })),
      );
      await eachOf(batches, ({ url, batch }) => sendBatch(client, url, batch));
    },
  };
}

async function sendBatch(
  client: SQSClient,
  url: string,
  batch: readonly Outgoing[],
): Promise<void> {
  await untilTaken(`Sending to ${url}`, batch.map(entryOf), async (left) => {
    const { Failed = [] } = await client.send(
      new SendMessageBatchCommand({ QueueUrl: url, Entries: [...left] }),
    );
    const refused = Failed.find(({ SenderFault }) => SenderFault);
    if (refused)
      throw new Error(`${url} refused a message: ${refused.Code} ${refused.Message ?? ''}`);
    const failed = new Set(Failed.map(({ Id }) => Id));
    return left.filter(({ Id }) => failed.has(Id));
  });
}

const entryOf = (
  { body, delaySeconds = 0 }: Outgoing,
  at: number,
): SendMessageBatchRequestEntry => ({
  Id: String(at),
  MessageBody: body,
  ...(delaySeconds > 0 && { DelaySeconds: delaySeconds }),
});
