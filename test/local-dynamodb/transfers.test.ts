import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { PutCommand, TransactGetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { contents, records, replayed } from './call.ts';
import { type Desk, openDesk } from './newsroom-table.ts';

const TableName = 'articles';
const DESKS = 6;
const COLUMNS = 10;
let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const key = (n: number) => ({ pk: `desk#${n}`, sk: 'columns' });

/** Moves columns of the page from one desk to another, if it has as many to give. */
async function move(from: number, to: number, columns: number): Promise<boolean> {
  const update = (n: number, by: number, ConditionExpression?: string) => ({
    Update: {
      ...{ TableName, Key: key(n), UpdateExpression: 'ADD width :by', ConditionExpression },
      ExpressionAttributeValues: {
        ':by': by,
        ...(ConditionExpression !== undefined && { ':least': columns }),
      },
    },
  });
  const TransactItems = [update(from, -columns, 'width >= :least'), update(to, columns)];
  try {
    await desk.documents.send(new TransactWriteCommand({ TransactItems }));
    return true;
  } catch (error) {
    if (error instanceof TransactionCanceledException) return false;
    throw error;
  }
}

async function total(): Promise<number> {
  const TransactItems = Array.from({ length: DESKS }, (_, n) => ({
    Get: { TableName, Key: key(n) },
  }));
  const { Responses } = await desk.documents.send(new TransactGetCommand({ TransactItems }));
  return (Responses ?? []).reduce((sum, one) => sum + Number(one.Item?.['width']), 0);
}

test('desks that trade columns at the same time never gain or lose one', async () => {
  for (let n = 0; n < DESKS; n += 1) {
    await desk.documents.send(new PutCommand({ TableName, Item: { ...key(n), width: COLUMNS } }));
  }
  const place = fc.nat(DESKS - 1);
  const trade = fc.tuple(place, place, fc.integer({ min: 1, max: 8 })).filter(([a, b]) => a !== b);
  const trades = fc.sample(trade, { numRuns: 400, seed: 20261124 });
  let done = 0;
  const trader = async () => {
    for (let next = trades.pop(); next; next = trades.pop()) {
      if (await move(...next)) done += 1;
      if (done % 10 === 0) expect(await total()).toBe(DESKS * COLUMNS);
    }
  };
  await Promise.all(Array.from({ length: 16 }, trader));
  expect(done).toBeGreaterThan(50);
  expect(done).toBeLessThan(400);
  expect(await total()).toBe(DESKS * COLUMNS);
  expect(replayed(await records(desk.dynamo))).toEqual(await contents(desk.dynamo));
});
