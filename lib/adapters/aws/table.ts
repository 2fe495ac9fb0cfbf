import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DynamoDBClient,
  QueryCommand,
  type QueryCommandInput,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { type Item, type Key, keyText, type Table, type Write } from '#domain/ports.ts';
import { byUtf8 } from '../utf8-order.ts';
import { attributesOf, itemOf, keyAttributes, keyTextOf } from './attributes.ts';
import { batchesOf, eachOf } from './batches.ts';
import { orLeft } from './conflict.ts';
import { CLIENT, unlogged } from './lean.ts';
import { untilTaken } from './retry.ts';
import { addToSets, removeFromSets } from './sets.ts';
import { transact } from './transact.ts';

/** DynamoDB's bounds of one call. */
const GET_KEYS_MAX = 100;
const WRITES_MAX = 25;

/** The table in DynamoDB. Every read is strongly consistent; indexes have no part in it. */
export function openTable(name: string): Table {
  const client = unlogged(new DynamoDBClient(CLIENT));
  return {
    get: (keys) => get(client, name, keys),
    query: (asked) => query(client, name, asked),
    write: (writes) => write(client, name, writes),
    transact: (writes) => transact(client, name, writes),
    addToSets: (changes) => addToSets(client, name, changes),
    removeFromSets: (changes) => removeFromSets(client, name, changes),
  };
}

async function get(
  client: DynamoDBClient,
  name: string,
  keys: readonly Key[],
): Promise<ReadonlyMap<string, Item>> {
  const found = new Map<string, Item>();
  const distinct = [...new Map(keys.map((key) => [keyText(key), key])).values()];
  await eachOf(batchesOf(distinct.map(keyAttributes), GET_KEYS_MAX), (batch) =>
    untilTaken(`Reading ${name}`, batch, async (left) => {
      const { Responses, UnprocessedKeys } = await client.send(
        new BatchGetItemCommand({
          RequestItems: { [name]: { Keys: [...left], ConsistentRead: true } },
        }),
      );
      for (const attributes of Responses?.[name] ?? []) {
        found.set(keyTextOf(attributes), itemOf(attributes));
      }
      return UnprocessedKeys?.[name]?.Keys ?? [];
    }),
  );
  return found;
}

type Asked = Parameters<Table['query']>[0];

async function query(client: DynamoDBClient, name: string, asked: Asked): Promise<readonly Item[]> {
  const { from, to, newestFirst = false, limit = Number.POSITIVE_INFINITY } = asked;
  if (from !== undefined && to !== undefined && byUtf8(from, to) > 0) return [];
  const items: Item[] = [];
  let next: QueryCommandInput['ExclusiveStartKey'];
  while (items.length < limit) {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: name,
        ConsistentRead: true,
        ScanIndexForward: !newestFirst,
        ...(Number.isFinite(limit) && { Limit: limit - items.length }),
        ...(next && { ExclusiveStartKey: next }),
        ...keyCondition(asked),
      }),
    );
    items.push(...Items.map(itemOf));
    if (!LastEvaluatedKey) break;
    next = LastEvaluatedKey;
  }
  return items;
}

function keyCondition({ pk, from, to }: Asked): Partial<QueryCommandInput> {
  const bounds = [
    from !== undefined && to !== undefined ? 'sk BETWEEN :from AND :to' : '',
    from !== undefined && to === undefined ? 'sk >= :from' : '',
    from === undefined && to !== undefined ? 'sk <= :to' : '',
  ];
  return {
    KeyConditionExpression: ['pk = :pk', ...bounds.filter(Boolean)].join(' AND '),
    ExpressionAttributeValues: {
      ':pk': { S: pk },
      ...(from !== undefined && { ':from': { S: from } }),
      ...(to !== undefined && { ':to': { S: to } }),
    },
  };
}

async function write(
  client: DynamoDBClient,
  name: string,
  writes: readonly Write[],
): Promise<void> {
  const last = new Map(
    writes.map((one) => [keyText('put' in one ? one.put : one.delete), requestOf(one)]),
  );
  await eachOf(batchesOf([...last.values()], WRITES_MAX), (batch) =>
    untilTaken(`Writing to ${name}`, batch, (left) =>
      orLeft(left, async () => {
        const { UnprocessedItems } = await client.send(
          new BatchWriteItemCommand({ RequestItems: { [name]: [...left] } }),
        );
        return UnprocessedItems?.[name] ?? [];
      }),
    ),
  );
}

const requestOf = (write: Write): WriteRequest =>
  'put' in write
    ? { PutRequest: { Item: attributesOf(write.put) } }
    : { DeleteRequest: { Key: keyAttributes(write.delete) } };
