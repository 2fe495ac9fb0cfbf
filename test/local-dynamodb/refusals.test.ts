import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, request } from './call.ts';
import { ARTICLES, type Desk, openDesk } from './newsroom-table.ts';

const TableName = 'articles';
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const Key = { pk: { S: 'a' }, sk: { S: 'b' } };
const x = (n: number) => ({ S: 'x'.repeat(n) });
const values = { ':v': { S: 'v' } };
const action = (sk: string) => ({ Delete: { TableName, Key: { ...Key, sk: { S: sk } } } });
const query = (KeyConditionExpression: string, more: object = {}) => ({
  TableName,
  KeyConditionExpression,
  ExpressionAttributeValues: values,
  ...more,
});

test.each([
  [
    'PutItem',
    { Item: Key },
    "Value null at 'tableName' failed to satisfy constraint: Member must not be null",
  ],
  [
    'PutItem',
    { TableName, Item: { pk: { S: 'a' } } },
    'One or more parameter values were invalid: Missing the key sk in the item',
  ],
  [
    'PutItem',
    { TableName, Item: { ...Key, sk: { N: '1' } } },
    'One or more parameter values were invalid: Type mismatch for key sk expected: S actual: N',
  ],
  [
    'PutItem',
    { TableName, Item: { ...Key, pk: { S: '' } } },
    'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
  ],
  [
    'PutItem',
    { TableName, Item: { ...Key, pk: x(2049) } },
    'Size of hashkey has exceeded the maximum size limit of2048 bytes',
  ],
  [
    'PutItem',
    { TableName, Item: { ...Key, sk: x(1025) } },
    'Aggregated size of all range keys has exceeded the size limit of 1024 bytes',
  ],
  [
    'PutItem',
    { TableName, Item: { ...Key, body: x(400 * 1024) } },
    'Item size has exceeded the maximum allowed size',
  ],
  [
    'PutItem',
    { TableName, Item: Key, ReturnValues: 'ALL_NEW' },
    'Return values set to invalid value',
  ],
  [
    'PutItem',
    { TableName, Item: Key, Expected: {} },
    'The embedded runtime takes expressions instead',
  ],
  [
    'UpdateItem',
    {
      TableName,
      Key,
      UpdateExpression: 'SET body = :v',
      ExpressionAttributeValues: { ':v': x(400 * 1024) },
    },
    'Item size to update has exceeded the maximum allowed size',
  ],
  [
    'UpdateItem',
    { TableName, Key, UpdateExpression: 'SET sk = :v', ExpressionAttributeValues: values },
    'One or more parameter values were invalid: Cannot update attribute sk. This attribute is part of the key',
  ],
  [
    'UpdateItem',
    { TableName, Key, ReturnValues: 'SOME' },
    "Value 'SOME' at 'returnValues' failed to satisfy constraint",
  ],
  [
    'GetItem',
    { TableName, Key: { pk: { S: 'a' } } },
    'The provided key element does not match the schema',
  ],
  [
    'GetItem',
    { TableName, Key: { ...Key, x: { S: 'a' } } },
    'The provided key element does not match the schema',
  ],
  ['Query', query('sk = :v'), 'Query condition missed key schema element: pk'],
  ['Query', query('pk = :v AND headline = :v'), 'Query condition missed key schema element: sk'],
  ['Query', query('pk > :v'), 'Query key condition not supported'],
  ['Query', query('pk = :v OR sk = :v'), 'Invalid operator used in KeyConditionExpression: OR'],
  [
    'Query',
    query('pk = :v', { ExpressionAttributeValues: { ':v': { N: '1' } } }),
    'Condition parameter type does not match schema type',
  ],
  [
    'Query',
    query('pk = :v', { FilterExpression: 'sk = :v' }),
    'Filter Expression can only contain non-primary key attributes: Primary key attribute: sk',
  ],
  [
    'Query',
    query('pk = :v', { Limit: 0 }),
    "Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
  ],
  [
    'Query',
    query('pk = :v', { ExclusiveStartKey: Key }),
    'The provided starting key is outside query boundaries based on provided conditions',
  ],
  [
    'Query',
    query('pk = :v', { IndexName: 'byTopic' }),
    'The table does not have the specified index: byTopic',
  ],
  [
    'TransactWriteItems',
    { TransactItems: [] },
    'Member must have length greater than or equal to 1',
  ],
  [
    'TransactWriteItems',
    { TransactItems: Array.from({ length: 101 }, (_, n) => action(`${n}`)) },
    'Member must have length less than or equal to 100',
  ],
  [
    'TransactWriteItems',
    { TransactItems: [{}] },
    'TransactItems can only contain one of Check, Put, Update or Delete',
  ],
  [
    'TransactWriteItems',
    {
      TransactItems: Array.from({ length: 11 }, (_, n) => ({
        Put: { TableName, Item: { pk: { S: 'a' }, sk: { S: `${n}` }, body: x(390 * 1024) } },
      })),
    },
    '4 MB',
  ],
  ['BatchGetItem', { RequestItems: {} }, 'Member must have length greater than or equal to 1'],
  [
    'BatchGetItem',
    { RequestItems: { [TableName]: { Keys: [Key, Key] } } },
    'Provided list of item keys contains duplicates',
  ],
  [
    'BatchGetItem',
    {
      RequestItems: {
        [TableName]: {
          Keys: Array.from({ length: 101 }, (_, n) => ({ pk: { S: 'a' }, sk: { S: `${n}` } })),
        },
      },
    },
    'Too many items requested for the BatchGetItem call',
  ],
])('%s refuses what DynamoDB refuses: %#', async (operation, input, message) => {
  const { status, type, body } = await call(desk.dynamo, operation, input);
  expect([status, type]).toEqual([400, 'ValidationException']);
  expect(body['message']).toContain(message);
});

test('what is not understood is answered in the protocol’s own words', async () => {
  expect((await call(desk.dynamo, 'Fly', {})).type).toBe('UnknownOperationException');
  expect((await call(desk.dynamo, 'GetItem', '{')).type).toBe('SerializationException');
  expect((await call(desk.dynamo, 'GetItem', [])).type).toBe('SerializationException');
  const denied = desk.dynamo.service.denied('User is not authorized');
  expect(JSON.parse(denied.body.toString())).toMatchObject({
    __type: 'com.amazon.coral.service#AccessDeniedException',
    message: 'User is not authorized',
  });
});

const arn = (table: string) => `arn:aws:dynamodb:eu-central-1:000000000000:table/${table}`;
const two = { TableName: 'other', Key };

test.each([
  ['PutItem', { TableName, Item: Key }, [['PutItem', TableName]]],
  ['Query', { TableName: arn('articles') }, [['Query', TableName]]],
  [
    'BatchWriteItem',
    { RequestItems: { articles: [], other: [] } },
    [
      ['BatchWriteItem', 'articles'],
      ['BatchWriteItem', 'other'],
    ],
  ],
  [
    'TransactWriteItems',
    {
      TransactItems: [
        { Check: null, Put: { TableName } },
        { Update: two },
        { Update: two },
        { Delete: two },
        { ConditionCheck: two },
      ],
    },
    [
      ['PutItem', 'articles'],
      ['UpdateItem', 'other'],
      ['DeleteItem', 'other'],
      ['ConditionCheckItem', 'other'],
    ],
  ],
  ['TransactGetItems', { TransactItems: [{ Get: two }] }, [['GetItem', 'other']]],
  [
    'BatchExecuteStatement',
    {
      Statements: [
        { Statement: 'update"articles"set a = 1 where pk = 1' },
        { Statement: "INSERT INTO articles VALUE {'pk': ?}", Parameters: [{ S: 'a' }] },
        { Statement: 'DELETE FROM "other" WHERE pk = 1' },
      ],
    },
    [
      ['PartiQLUpdate', 'articles'],
      ['PartiQLInsert', 'articles'],
      ['PartiQLDelete', 'other'],
    ],
  ],
  [
    'ExecuteStatement',
    { Statement: 'SELECT a, b FROM "articles" WHERE pk = 1' },
    [['PartiQLSelect', 'articles']],
  ],
])('%s needs the permissions that IAM asks for', (operation, input, expected) => {
  expect(desk.dynamo.service.needs(request(operation, input))).toEqual(
    expected.map(([action, table]) => ({
      action: `dynamodb:${action}`,
      resource: arn(table ?? ''),
    })),
  );
});

test('a request whose tables cannot be told needs nothing, for it gets an error anyway', () => {
  const needs = (operation: string, input: unknown) =>
    desk.dynamo.service.needs(request(operation, input));
  expect(needs('Fly', {})).toBeUndefined();
  expect(needs('GetItem', '{')).toBeUndefined();
  expect(needs('GetItem', {})).toBeUndefined();
  expect(needs('TransactWriteItems', { TransactItems: [{ Fly: two }] })).toBeUndefined();
  expect(needs('ListTables', {})).toEqual([{ action: 'dynamodb:ListTables', resource: '*' }]);
});

test('a table with indexes, or with other keys than its data, is refused in a sentence', async () => {
  const indexed = { ...ARTICLES, TableName: 'indexed', GlobalSecondaryIndexes: [{}] };
  await expect(desk.dynamo.createTable(indexed)).rejects.toThrow(
    'The table indexed has secondary indexes; the embedded runtime has none.',
  );
  const KeySchema = [{ AttributeName: 'id', KeyType: 'HASH' }];
  const AttributeDefinitions = [{ AttributeName: 'id', AttributeType: 'S' }];
  await expect(
    desk.dynamo.createTable({ ...ARTICLES, KeySchema, AttributeDefinitions }),
  ).rejects.toThrow('has other keys than the template');
});
