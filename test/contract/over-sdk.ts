import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { awsPorts, type Environment } from '#adapters/ports.ts';
import type { BusEntry, QueueName } from '#domain/ports.ts';
import type { World } from './worlds.ts';

export const QUEUE_VARIABLES: Readonly<Record<QueueName, string>> = {
  pages: 'OFFSTONE_QUEUE_PAGES',
  pagesBulk: 'OFFSTONE_QUEUE_PAGES_BULK',
  relate: 'OFFSTONE_QUEUE_RELATE',
  relateBulk: 'OFFSTONE_QUEUE_RELATE_BULK',
  outcomes: 'OFFSTONE_QUEUE_OUTCOMES',
  releases: 'OFFSTONE_QUEUE_RELEASES',
};

/** A queue that a rule fills with every event of the bus. */
export const EARS = 'OFFSTONE_TEST_EARS';

/**
 * The adapters that functions use, wherever the environment leads their SDK clients.
 *
 * @param patience seconds after which a message that has not arrived was not sent.
 */
export async function overSdk(
  environment: Environment,
  patience: number,
  close: () => Promise<void>,
): Promise<World> {
  const { table, pages, queues, bus, edge, drop } = await awsPorts(environment);
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
  const emptied = (variable: string, seconds: number) =>
    empty(sqs, environment[variable] ?? '', seconds);
  return {
    table,
    pages,
    queues,
    bus,
    edge,
    drop,
    arrived: async (queue) =>
      (await emptied(QUEUE_VARIABLES[queue], patience)).map(({ Body = '' }) => ({ body: Body })),
    heard: async () =>
      (await emptied(EARS, patience + 1)).map(({ Body = '' }): BusEntry => {
        const { 'detail-type': detailType, detail } = JSON.parse(Body);
        return { detailType, detail };
      }),
    close: async () => {
      sqs.destroy();
      await close();
    },
  };
}

/** Takes messages until none came for so many seconds. */
async function empty(
  sqs: SQSClient,
  QueueUrl: string,
  seconds: number,
): Promise<readonly Message[]> {
  const all: Message[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: seconds }),
    );
    if (Messages.length === 0) return all;
    all.push(...Messages);
    const Entries = Messages.map(({ ReceiptHandle }, at) => ({ Id: String(at), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }
}
