import type { Context } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import { consumer } from '#adapters/consumer.ts';
import { memoryPorts } from '#adapters/memory/ports.ts';
import { awsPorts } from '#adapters/ports.ts';
import type { Consume, Incoming } from '#domain/ports.ts';
import { instant } from '#domain/time.ts';

const world = async () => memoryPorts({ sites: new Map(), now: () => instant(0) });
const context = { getRemainingTimeInMillis: () => 60_000 } as Context;

/** What reached a function that wants `again` tried again, and what Lambda was told. */
async function deliver(event: unknown, again: readonly string[] = []) {
  const seen: Incoming[] = [];
  const consume: Consume = async (batch) => {
    seen.push(...batch);
    return again;
  };
  const handler = consumer(consume, world) as (event: unknown, context: Context) => unknown;
  return { answer: await handler(event, context), seen };
}

const message = (messageId: string, received: string) => ({
  messageId,
  body: `{"id":"${messageId}"}`,
  attributes: { ApproximateReceiveCount: received },
  eventSource: 'aws:sqs',
});

describe('what Lambda delivers', () => {
  test('queue messages arrive with their attempts, and the failed ones are named', async () => {
    const { answer, seen } = await deliver(
      { Records: [message('m-1', '1'), message('m-2', '4')] },
      ['m-2'],
    );

    expect(seen).toEqual([
      { id: 'm-1', body: '{"id":"m-1"}', attempt: 1 },
      { id: 'm-2', body: '{"id":"m-2"}', attempt: 4 },
    ]);
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm-2' }] });
  });

  test('stream records arrive as the item that was inserted, by sequence number', async () => {
    const { answer, seen } = await deliver({
      Records: [
        {
          eventName: 'INSERT',
          eventSource: 'aws:dynamodb',
          dynamodb: {
            SequenceNumber: '0042',
            NewImage: {
              pk: { S: 'daily#CH#3' },
              sk: { S: 'x' },
              kind: { S: 'change' },
              jobs: { L: [{ S: 'site' }] },
              members: { SS: ['b', 'a'] },
            },
          },
        },
      ],
    });

    expect(seen.map(({ id, body }) => [id, JSON.parse(body)])).toEqual([
      ['0042', { pk: 'daily#CH#3', sk: 'x', kind: 'change', jobs: ['site'], members: ['a', 'b'] }],
    ]);
    expect(answer).toEqual({ batchItemFailures: [] });
  });

  test('a scheduled call arrives as one tick, and its failure is an error', async () => {
    const event = { id: 'e-1', source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} };

    expect((await deliver(event)).seen).toEqual([{ id: 'e-1', body: '{"tick":true}', attempt: 1 }]);
    await expect(deliver(event, ['e-1'])).rejects.toThrow(/again/);
  });

  test('an error fails the whole batch', async () => {
    const handler = consumer(async () => {
      throw new Error('the table is away');
    }, world) as (event: unknown, context: Context) => unknown;

    await expect(handler({ Records: [message('m-1', '1')] }, context)).rejects.toThrow('away');
  });
});

describe('a function’s environment', () => {
  test('says which variable is missing when what it names is used', async () => {
    const ports = await awsPorts({});

    expect(() => ports.table).toThrow('OFFSTONE_TABLE');
    expect(() => ports.pages).toThrow('OFFSTONE_SITES');
    expect(() => ports.queues).toThrow('OFFSTONE_QUEUE');
    expect(() => ports.bus).toThrow('OFFSTONE_BUS');
    expect(() => ports.edge).toThrow('distributionId');
    expect(() => ports.drop).toThrow('OFFSTONE_DROP');
    expect(ports.sites.size).toBe(0);
  });

  test('never gives the same nonce twice, and the time to the millisecond', async () => {
    const { nonce, now } = await awsPorts({});

    expect(new Set(Array.from({ length: 1000 }, nonce)).size).toBe(1000);
    expect(now()).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });
});
