import { copyFileSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Dynamo, openDynamo } from '../../lib/local/dynamodb/dynamo.ts';
import type { Item } from '../../lib/local/dynamodb/value.ts';
import { call, contents, records, replayed } from './call.ts';
import { type Call, callOf, Oracle, requestOf } from './histories.ts';
import { ARTICLES } from './newsroom-table.ts';

async function inFolder<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'offstone-histories-'));
  try {
    return await work(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function open(dir: string, compactAfterBytes?: number): Promise<Dynamo> {
  const dynamo = await openDynamo({
    ...{ dir, sweepEveryMs: 0 },
    ...(compactAfterBytes !== undefined && { compactAfterBytes }),
  });
  await dynamo.createTable(ARTICLES);
  return dynamo;
}

/** Does a call on both sides; they must agree on what failed. */
async function perform(dynamo: Dynamo, oracle: Oracle, one: Call): Promise<void> {
  const { operation, input } = requestOf(one);
  const failed = oracle.perform(one);
  const { status, type, body } = await call(dynamo, operation, input);
  if (!failed.includes(true)) {
    expect([status, body]).toEqual([200, expect.anything()]);
  } else if (one.how === 'single') {
    expect(type).toBe('ConditionalCheckFailedException');
  } else {
    expect(type).toBe('TransactionCanceledException');
    const codes = (body['CancellationReasons'] as { Code: string }[]).map(({ Code }) => Code);
    expect(codes).toEqual(failed.map((no) => (no ? 'ConditionalCheckFailed' : 'None')));
  }
}

const plain = (items: ReadonlyMap<string, Item>): Map<string, number> =>
  new Map(
    [...items.values()].map(({ pk, sk, v }) => {
      const text = (value: Item[string] | undefined) => (value && 'S' in value ? value.S : '');
      return [`${text(pk)}/${text(sk)}`, v && 'N' in v ? Number(v.N) : Number.NaN];
    }),
  );

const histories = fc.array(callOf, { minLength: 1, maxLength: 40 });

test('any history leaves the same articles as in the plainest table, in the same order', async () => {
  await fc.assert(
    fc.asyncProperty(histories, (history) =>
      inFolder(async (dir) => {
        const [dynamo, oracle] = [await open(dir), new Oracle()];
        for (const one of history) await perform(dynamo, oracle, one);
        expect(plain(await contents(dynamo))).toEqual(oracle.items);
        for (const pk of ['harbour', 'storm', 'ferry']) {
          const { body } = await call(dynamo, 'Query', {
            TableName: 'articles',
            KeyConditionExpression: 'pk = :p',
            ExpressionAttributeValues: { ':p': { S: pk } },
          });
          const sorts = (body['Items'] as { sk: { S: string } }[]).map(({ sk }) => sk.S);
          expect(sorts).toEqual(oracle.partition(pk));
        }
        await dynamo.close();
      }),
    ),
    { numRuns: 60 },
  );
});

test('the stream replayed is the table, also after restarts and compactions', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(histories, { minLength: 1, maxLength: 3 }), (lives) =>
      inFolder(async (dir) => {
        const oracle = new Oracle();
        for (const history of lives) {
          const dynamo = await open(dir, 2000);
          for (const one of history) await perform(dynamo, oracle, one);
          const table = await contents(dynamo);
          expect(plain(table)).toEqual(oracle.items);
          expect(replayed(await records(dynamo))).toEqual(table);
          await dynamo.close();
        }
      }),
    ),
    { numRuns: 25 },
  );
});

test('pages of any size, in either direction, join into the whole partition', async () => {
  const limits = fc.integer({ min: 1, max: 4 });
  await fc.assert(
    fc.asyncProperty(histories, limits, fc.boolean(), (history, Limit, ScanIndexForward) =>
      inFolder(async (dir) => {
        const [dynamo, oracle] = [await open(dir), new Oracle()];
        for (const one of history) await perform(dynamo, oracle, one);
        const seen: string[] = [];
        let ExclusiveStartKey: unknown;
        do {
          const { body } = await call(dynamo, 'Query', {
            ...{ TableName: 'articles', Limit, ScanIndexForward, ExclusiveStartKey },
            KeyConditionExpression: '#p = :p AND sk >= :from',
            ExpressionAttributeNames: { '#p': 'pk' },
            ExpressionAttributeValues: { ':p': { S: 'harbour' }, ':from': { S: 'R' } },
          });
          seen.push(...(body['Items'] as { sk: { S: string } }[]).map(({ sk }) => sk.S));
          ExclusiveStartKey = body['LastEvaluatedKey'];
        } while (ExclusiveStartKey !== undefined);
        const expected = oracle.partition('harbour').filter((sk) => sk !== 'HEAD');
        expect(seen).toEqual(ScanIndexForward ? expected : expected.toReversed());
        await dynamo.close();
      }),
    ),
    { numRuns: 40 },
  );
});

// Batches are left out: DynamoDB promises nothing of a batch as a whole, and each of its writes is a line by itself.
const wholeCalls = histories.map((history) => history.filter(({ how }) => how !== 'batch'));

test('a log cut at any byte gives back what was acknowledged before it, and never half of a call', async () => {
  await fc.assert(
    fc.asyncProperty(
      wholeCalls,
      fc.array(fc.nat(), { minLength: 5, maxLength: 5 }),
      (history, cuts) =>
        inFolder(async (dir) => {
          const file = join(dir, 'dynamodb.jsonl');
          const [dynamo, oracle] = [await open(dir), new Oracle()];
          const states = [
            { size: statSync(file).size, items: new Map<string, number>(), records: 0 },
          ];
          for (const one of history) {
            await perform(dynamo, oracle, one);
            const told = (await records(dynamo)).length;
            states.push({ size: statSync(file).size, items: new Map(oracle.items), records: told });
          }
          await dynamo.close();
          const [first] = states;
          const whole = statSync(file).size;
          for (const cut of cuts) {
            const size = (first?.size ?? 0) + (cut % (whole - (first?.size ?? 0) + 1));
            await inFolder(async (other) => {
              copyFileSync(file, join(other, 'dynamodb.jsonl'));
              truncateSync(join(other, 'dynamodb.jsonl'), size);
              const again = await open(other);
              const expected = states.findLast((state) => state.size <= size);
              const table = await contents(again);
              const told = await records(again);
              expect(plain(table)).toEqual(expected?.items);
              expect(told).toHaveLength(expected?.records ?? -1);
              expect(replayed(told)).toEqual(table);
              await again.close();
            });
          }
        }),
    ),
    { numRuns: 25 },
  );
});
