import {
  BatchExecuteStatementCommand,
  ConditionalCheckFailedException,
  DescribeTableCommand,
  DuplicateItemException,
  ExecuteStatementCommand,
  IdempotentParameterMismatchException,
  ListTablesCommand,
  ProvisionedThroughputExceededException,
  ResourceNotFoundException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Desk, openDesk } from './newsroom-table.ts';

const TableName = 'articles';
let desk: Desk;
let fault: 'throttle' | 'conflict' | undefined;

beforeEach(async () => {
  fault = undefined;
  desk = await openDesk({ faults: () => fault });
});
afterEach(() => desk.close());

const key = (id: string, sk = 'HEAD') => ({ pk: `daily#A#${id}`, sk });
const put = (item: Record<string, unknown>) =>
  desk.documents.send(new PutCommand({ TableName, Item: item }));
const get = async (id: string, sk?: string) =>
  (await desk.documents.send(new GetCommand({ TableName, Key: key(id, sk) }))).Item;

test('an article that was filed can be fetched again, whole', async () => {
  const article = {
    ...key('harbour'),
    headline: 'Harbour shut — “again”',
    revision: 3,
    silent: false,
    kicker: null,
    topics: new Set(['harbour', 'storm']),
    card: { byline: [{ name: 'Jane Doe' }], image: new Uint8Array([1, 2, 255]) },
  };
  await put(article);
  expect(await get('harbour')).toEqual(article);
  expect(await get('nothing')).toBeUndefined();
});

test('the first claim of a path stands; the second is told whose it is', async () => {
  const claim = (id: string) =>
    desk.documents.send(
      new PutCommand({
        TableName,
        Item: { pk: 'daily#PATH#/a', sk: '-', id },
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
  await claim('one');
  const refusal = await claim('two').catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(ConditionalCheckFailedException);
  expect(refusal).toMatchObject({
    message: 'The conditional request failed',
    Item: { pk: { S: 'daily#PATH#/a' }, id: { S: 'one' } },
  });
});

test('an update counts, collects and gives back what it changed', async () => {
  const update = (extra: object) =>
    desk.documents.send(
      new UpdateCommand({
        TableName,
        Key: key('harbour'),
        UpdateExpression:
          'SET headline = :h, card.#t = if_not_exists(card.#t, :zero) ADD edits :one, topics :t REMOVE draft',
        ExpressionAttributeNames: { '#t': 'time' },
        ExpressionAttributeValues: {
          ':h': 'Shut',
          ':zero': 0,
          ':one': 1,
          ':t': new Set(['storm']),
        },
        ...extra,
      }),
    );
  await expect(update({})).rejects.toThrow(
    'The document path provided in the update expression is invalid for update',
  );
  await put({ ...key('harbour'), card: {}, draft: true, edits: 4 });
  const { Attributes } = await update({ ReturnValues: 'UPDATED_NEW' });
  expect(Attributes).toEqual({
    headline: 'Shut',
    card: { time: 0 },
    edits: 5,
    topics: new Set(['storm']),
  });
  expect(await get('harbour')).not.toHaveProperty('draft');
});

test('an update that only takes away does not create an article', async () => {
  await desk.documents.send(
    new UpdateCommand({ TableName, Key: key('ghost'), UpdateExpression: 'REMOVE headline' }),
  );
  expect(await get('ghost')).toBeUndefined();
  await desk.documents.send(new UpdateCommand({ TableName, Key: key('ghost') }));
  expect(await get('ghost')).toEqual(key('ghost'));
});

test('a deletion gives back what it removed', async () => {
  await put({ ...key('old'), headline: 'Old' });
  const remove = () =>
    desk.documents.send(new DeleteCommand({ TableName, Key: key('old'), ReturnValues: 'ALL_OLD' }));
  expect((await remove()).Attributes).toMatchObject({ headline: 'Old' });
  expect((await remove()).Attributes).toBeUndefined();
});

test('a front is read newest first, in pages', async () => {
  for (const day of ['03', '01', '05', '02', '04']) {
    await put({ pk: 'daily#L#', sk: `2026-11-${day}#a`, day, odd: Number(day) % 2 });
  }
  const read = (extra: object) =>
    desk.documents.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :p AND sk BETWEEN :a AND :b',
        ExpressionAttributeValues: { ':p': 'daily#L#', ':a': '2026-11-02', ':b': '2026-11-05' },
        ScanIndexForward: false,
        Limit: 2,
        ...extra,
      }),
    );
  const first = await read({});
  expect(first.Items?.map((item) => item['day'])).toEqual(['04', '03']);
  const second = await read({ ExclusiveStartKey: first.LastEvaluatedKey });
  expect(second.Items?.map((item) => item['day'])).toEqual(['02']);
  expect(second.LastEvaluatedKey).toBeUndefined();
  const counted = await desk.documents.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :p AND begins_with(sk, :s)',
      FilterExpression: 'odd = :one',
      ExpressionAttributeValues: { ':p': 'daily#L#', ':s': '2026-11-', ':one': 1 },
      Select: 'COUNT',
    }),
  );
  expect(counted).toMatchObject({ Count: 3, ScannedCount: 5 });
  expect(counted.Items).toBeUndefined();
});

test('a query stops at a megabyte and goes on from there', async () => {
  const body = 'x'.repeat(300_000);
  for (let n = 0; n < 5; n += 1) await put({ pk: 'daily#big', sk: `r${n}`, body });
  const read = (ExclusiveStartKey?: Record<string, unknown>) =>
    desk.documents.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :p',
        ExpressionAttributeValues: { ':p': 'daily#big' },
        ExclusiveStartKey,
      }),
    );
  const first = await read();
  expect(first.Count).toBe(3);
  expect((await read(first.LastEvaluatedKey)).Count).toBe(2);
});

test('segments of a scan meet every article once, also in small pages', async () => {
  for (let n = 0; n < 40; n += 1) await put(key(`a${n}`));
  const seen: string[] = [];
  for (const Segment of [0, 1, 2]) {
    let start: Record<string, unknown> | undefined;
    do {
      const page = await desk.documents.send(
        new ScanCommand({
          TableName,
          ...{ Segment, TotalSegments: 3, Limit: 3, ExclusiveStartKey: start },
        }),
      );
      seen.push(...(page.Items ?? []).map((item) => String(item['pk'])));
      start = page.LastEvaluatedKey;
    } while (start);
  }
  expect(seen.toSorted()).toEqual(Array.from({ length: 40 }, (_, n) => `daily#A#a${n}`).toSorted());
});

test('a batch writes and reads many articles at once, and knows its limits', async () => {
  const requests = Array.from({ length: 25 }, (_, n) => ({
    PutRequest: { Item: { ...key(`b${n}`), n } },
  }));
  await desk.documents.send(new BatchWriteCommand({ RequestItems: { [TableName]: requests } }));
  const Keys = Array.from({ length: 26 }, (_, n) => key(`b${n}`));
  const found = await desk.documents.send(
    new BatchGetCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } }),
  );
  expect(found.Responses?.[TableName]?.map((item) => item['n']).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: 25 }, (_, n) => n),
  );
  expect(found.UnprocessedKeys).toEqual({});
  const tooMany = [...requests, { DeleteRequest: { Key: key('b0') } }];
  await expect(
    desk.documents.send(new BatchWriteCommand({ RequestItems: { [TableName]: tooMany } })),
  ).rejects.toThrow('Too many items requested for the BatchWriteItem call');
  const twice = [{ DeleteRequest: { Key: key('b0') } }, { DeleteRequest: { Key: key('b0') } }];
  await expect(
    desk.documents.send(new BatchWriteCommand({ RequestItems: { [TableName]: twice } })),
  ).rejects.toThrow('Provided list of item keys contains duplicates');
});

test('a batch read beyond sixteen megabytes hands back the keys it left out', async () => {
  const body = 'x'.repeat(390_000);
  const Keys = Array.from({ length: 50 }, (_, n) => key(`big${n}`));
  for (const one of Keys) await put({ ...one, body });
  const { Responses, UnprocessedKeys } = await desk.documents.send(
    new BatchGetCommand({ RequestItems: { [TableName]: { Keys } } }),
  );
  expect(Responses?.[TableName]).toHaveLength(43);
  expect(UnprocessedKeys?.[TableName]?.Keys).toHaveLength(7);
});

test('a transaction happens whole or not at all, and says which part refused', async () => {
  await put({ ...key('head'), version: 1 });
  const publish = (version: number) =>
    desk.documents.send(
      new TransactWriteCommand({
        TransactItems: [
          { Put: { TableName, Item: { ...key('head', 'R#2'), body: '…' } } },
          {
            Update: {
              TableName,
              Key: key('head'),
              UpdateExpression: 'SET version = version + :one',
              ConditionExpression: 'version = :v',
              ExpressionAttributeValues: { ':one': 1, ':v': version },
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            },
          },
          {
            ConditionCheck: {
              TableName,
              Key: key('nobody'),
              ConditionExpression: 'attribute_not_exists(pk)',
            },
          },
        ],
      }),
    );
  const refusal = await publish(7).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(TransactionCanceledException);
  expect(refusal).toMatchObject({
    message:
      'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, None]',
    CancellationReasons: [
      { Code: 'None' },
      {
        Code: 'ConditionalCheckFailed',
        Message: 'The conditional request failed',
        Item: { version: { N: '1' } },
      },
      { Code: 'None' },
    ],
  });
  expect(await get('head', 'R#2')).toBeUndefined();
  await publish(1);
  expect(await get('head')).toMatchObject({ version: 2 });
  const both = await desk.documents.send(
    new TransactGetCommand({
      TransactItems: [key('head'), key('none')].map((Key) => ({ Get: { TableName, Key } })),
    }),
  );
  expect(both.Responses).toEqual([{ Item: { ...key('head'), version: 2 } }, {}]);
});

test('a transaction repeated with its token is done once, also after a restart', async () => {
  const count = (by: number) =>
    desk.documents.send(
      new TransactWriteCommand({
        ClientRequestToken: 'the-same-token',
        TransactItems: [
          {
            Update: {
              TableName,
              Key: key('counter'),
              UpdateExpression: 'ADD n :n',
              ExpressionAttributeValues: { ':n': by },
            },
          },
        ],
      }),
    );
  await count(1);
  await count(1);
  await desk.reopen();
  await count(1);
  expect(await get('counter')).toMatchObject({ n: 1 });
  await expect(count(2)).rejects.toBeInstanceOf(IdempotentParameterMismatchException);
});

test('a transaction may touch an article only once', async () => {
  const Put = { TableName, Item: key('x') };
  await expect(
    desk.documents.send(
      new TransactWriteCommand({
        TransactItems: [{ Put }, { Delete: { TableName, Key: key('x') } }],
      }),
    ),
  ).rejects.toThrow('Transaction request cannot include multiple operations on one item');
});

test('PartiQL statements change sets in bulk, each with an answer of its own', async () => {
  await put({ ...key('cited'), members: new Set(['a', 'b']) });
  const Statement = (name: string) =>
    `UPDATE "articles" SET members = ${name}(members, ?) WHERE pk = ? AND sk = ?`;
  const parameters = (id: string, ...members: string[]) => [
    { SS: members },
    { S: `daily#A#${id}` },
    { S: 'HEAD' },
  ];
  const { Responses } = await desk.client.send(
    new BatchExecuteStatementCommand({
      Statements: [
        { Statement: Statement('set_add'), Parameters: parameters('cited', 'b', 'c') },
        { Statement: Statement('set_delete'), Parameters: parameters('cited', 'a') },
        { Statement: Statement('set_add'), Parameters: parameters('unknown', 'z') },
        {
          Statement: `INSERT INTO "articles" VALUE {'pk': ?, 'sk': 'HEAD', 'n': 1}`,
          Parameters: [{ S: 'daily#A#cited' }],
        },
        {
          Statement: `INSERT INTO "articles" VALUE {'pk': ?, 'sk': 'HEAD', 'list': [1, 'two', <<'s'>>]}`,
          Parameters: [{ S: 'daily#A#new' }],
        },
        { Statement: 'UPDATE nowhere SET a = 1 WHERE pk = 1 AND sk = 2' },
        {
          Statement: 'UPDATE "articles" SET a = ? WHERE pk = ?',
          Parameters: [{ N: '1' }, { S: 'x' }],
        },
      ],
    }),
  );
  expect(Responses).toEqual([
    { TableName },
    { TableName },
    {
      TableName,
      Error: { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
    },
    {
      TableName,
      Error: { Code: 'DuplicateItem', Message: 'Duplicate primary key exists in table' },
    },
    { TableName },
    { Error: { Code: 'ResourceNotFound', Message: 'Requested resource not found' } },
    expect.objectContaining({ Error: expect.objectContaining({ Code: 'ValidationError' }) }),
  ]);
  expect(await get('cited')).toEqual({ ...key('cited'), members: new Set(['b', 'c']) });
  expect(await get('new')).toEqual({ ...key('new'), list: [1, 'two', new Set(['s'])] });
});

test('single PartiQL statements read, return and refuse', async () => {
  await put({ ...key('one'), n: 1, draft: true });
  const run = (Statement: string) => desk.client.send(new ExecuteStatementCommand({ Statement }));
  const where = `WHERE pk = 'daily#A#one' AND "sk" = 'HEAD'`;
  const updated = await run(
    `UPDATE "articles" SET n = n + 1 SET "title" = 'it''s' REMOVE draft ${where} AND n = 1 RETURNING ALL NEW *`,
  );
  expect(updated.Items).toEqual([
    { pk: { S: 'daily#A#one' }, sk: { S: 'HEAD' }, n: { N: '2' }, title: { S: "it's" } },
  ]);
  expect((await run(`SELECT n FROM "articles" ${where}`)).Items).toEqual([{ n: { N: '2' } }]);
  await expect(
    run(`INSERT INTO articles VALUE {'pk': 'daily#A#one', 'sk': 'HEAD'}`),
  ).rejects.toBeInstanceOf(DuplicateItemException);
  await run(`DELETE FROM "articles" ${where}`);
  expect((await run(`SELECT * FROM "articles" ${where}`)).Items).toEqual([]);
  await expect(run(`DELETE FROM "articles" ${where}`)).rejects.toBeInstanceOf(
    ConditionalCheckFailedException,
  );
  await expect(run('GRANT ALL')).rejects.toThrow("Statement wasn't well formed");
});

test('a busy table throttles, and sends part of a batch back', async () => {
  fault = 'throttle';
  await expect(put(key('a'))).rejects.toBeInstanceOf(ProvisionedThroughputExceededException);
  const requests = [1, 2, 3].map((n) => ({ PutRequest: { Item: key(`t${n}`) } }));
  const { UnprocessedItems } = await desk.documents.send(
    new BatchWriteCommand({ RequestItems: { [TableName]: requests } }),
  );
  expect(UnprocessedItems?.[TableName]).toEqual([requests[2]]);
});

test('a transaction that meets another one is told of the conflict', async () => {
  fault = 'conflict';
  await expect(put(key('a'))).rejects.toBeInstanceOf(TransactionConflictException);
  const refusal = await desk.documents
    .send(new TransactWriteCommand({ TransactItems: [{ Put: { TableName, Item: key('a') } }] }))
    .catch((error: unknown) => error);
  expect(refusal).toMatchObject({
    name: 'TransactionCanceledException',
    CancellationReasons: [{ Code: 'TransactionConflict' }],
  });
});

test('the table describes itself, and an unknown one is not found', async () => {
  const { Table } = await desk.client.send(new DescribeTableCommand({ TableName }));
  expect(Table).toMatchObject({
    TableStatus: 'ACTIVE',
    TableArn: 'arn:aws:dynamodb:eu-central-1:000000000000:table/articles',
    StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
  });
  expect((await desk.client.send(new ListTablesCommand({}))).TableNames).toEqual([TableName]);
  await expect(
    desk.documents.send(new GetCommand({ TableName: 'gone', Key: key('a') })),
  ).rejects.toBeInstanceOf(ResourceNotFoundException);
});

test('what a call costs is told when asked for', async () => {
  const { ConsumedCapacity } = await desk.documents.send(
    new PutCommand({
      TableName,
      Item: { ...key('cost'), body: 'x'.repeat(2500) },
      ReturnConsumedCapacity: 'TOTAL',
    }),
  );
  expect(ConsumedCapacity).toEqual({ TableName, CapacityUnits: 3 });
});

test('a PartiQL statement costs what the item that it changes weighs, also when it changes nothing', async () => {
  await put({ ...key('cited'), members: new Set(['a', 'b']), body: 'x'.repeat(2500) });
  const change = (of: string) => ({
    Statement: 'UPDATE "articles" SET members = set_add(members, ?) WHERE pk = ? AND sk = ?',
    Parameters: [{ SS: ['c'] }, { S: of }, { S: 'HEAD' }],
  });
  const { ConsumedCapacity } = await desk.client.send(
    new BatchExecuteStatementCommand({
      Statements: [change('daily#A#cited'), change('daily#A#unknown')],
      ReturnConsumedCapacity: 'TOTAL',
    }),
  );
  expect(ConsumedCapacity).toEqual([{ TableName, CapacityUnits: 3 + 1 }]);
  const repeated = await desk.client.send(
    new ExecuteStatementCommand({
      Statement: `INSERT INTO "articles" VALUE {'pk': ?, 'sk': 'HEAD', 'n': 1}`,
      Parameters: [{ S: 'daily#A#new' }],
      ReturnConsumedCapacity: 'TOTAL',
    }),
  );
  expect(repeated.ConsumedCapacity).toEqual({ TableName, CapacityUnits: 1 });
});
