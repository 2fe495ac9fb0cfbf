import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTable } from '#adapters/aws/table.ts';
import type { Table } from '#domain/ports.ts';
import { openDynamo } from '../../lib/local/dynamodb/dynamo.ts';
import { type Mounted, mount } from '../local-services/mount.ts';
import { TABLE_SPEC } from './embedded.ts';

/** What goes wrong with the next calls of an operation, in order; then nothing any more. */
const trouble = new Map<string, ('throttle' | 'conflict')[]>();

const pk = 'daily#trouble';
let dir: string;
let site: Mounted;
let table: Table;
let close: () => Promise<void>;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'offstone-trouble-'));
  site = await mount();
  const dynamo = await openDynamo({
    dir,
    sweepEveryMs: 0,
    faults: (operation) => trouble.get(operation)?.shift(),
  });
  await dynamo.createTable(TABLE_SPEC);
  Object.assign(process.env, {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: site.add('dynamodb', dynamo.service),
  });
  table = openTable(TABLE_SPEC.TableName);
  close = dynamo.close.bind(dynamo);
});

afterAll(async () => {
  await site.close();
  await close();
  rmSync(dir, { recursive: true });
});

const items = Array.from({ length: 60 }, (_, n) => ({ pk, sk: `item-${n + 10}`, n }));

test('a busy table gets every write and gives every item, a part at a time', async () => {
  trouble.set('BatchWriteItem', ['throttle', 'throttle', 'throttle', 'conflict']);
  await table.write(items.map((put) => ({ put })));
  trouble.set('BatchGetItem', ['throttle', 'throttle', 'throttle']);

  const found = await table.get(items);

  expect([...found.values()].sort((a, b) => Number(a['n']) - Number(b['n']))).toEqual(items);
});

test('a transaction is tried again while the table is busy', async () => {
  trouble.set('TransactWriteItems', ['throttle', 'throttle']);

  const commit = await table.transact([{ put: { pk, sk: 'HEAD' }, if: { absent: true } }]);

  expect(commit).toEqual({ committed: true });
});

test('a transaction that met another one is lost, and no condition is to blame', async () => {
  trouble.set('TransactWriteItems', ['conflict']);

  const commit = await table.transact([{ put: { pk, sk: 'OTHER' }, if: { absent: true } }]);

  expect(commit).toEqual({ committed: false, failed: [] });
  expect((await table.get([{ pk, sk: 'OTHER' }])).size).toBe(0);
});

test('members reach their sets through throttles and other writers’ transactions', async () => {
  const changes = Array.from({ length: 30 }, (_, n) => ({
    key: { pk, sk: `set-${n + 10}` },
    members: [`m-${n}`],
  }));
  trouble.set('BatchExecuteStatement', ['throttle', 'conflict']);
  trouble.set('UpdateItem', ['conflict', 'throttle', 'conflict']);
  await table.addToSets(changes);
  trouble.set('BatchExecuteStatement', ['conflict', 'throttle']);
  await table.addToSets(changes.map(({ key }) => ({ key, members: ['more'] })));

  const sets = await table.query({ pk, from: 'set-', to: 'set-~' });

  expect(sets.map((item) => item['members'])).toEqual(
    changes.map(({ members }) => [...members, 'more']),
  );
});

test('a table that stays busy is an error, for the queue to bring the batch back', async () => {
  trouble.set(
    'TransactWriteItems',
    Array.from({ length: 100 }, () => 'throttle'),
  );
  const write = { put: { pk, sk: 'LATE' }, if: { absent: true } } as const;

  await expect(table.transact([write])).rejects.toThrow('1 of 1 were not taken');
  trouble.clear();
});
