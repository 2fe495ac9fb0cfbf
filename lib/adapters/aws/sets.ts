import {
  BatchExecuteStatementCommand,
  type BatchStatementResponse,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { keyText, type SetChange } from '#domain/ports.ts';
import { keyAttributes } from './attributes.ts';
import { batchesOf, eachOf } from './batches.ts';
import { orLeft } from './conflict.ts';
import { untilTaken } from './retry.ts';

/** Statements of one call. */
const STATEMENTS_MAX = 25;

/** A statement cannot make an item or an attribute: these are answered one by one, by UpdateItem. */
const NOT_THERE: ReadonlySet<string | undefined> = new Set([
  'ConditionalCheckFailed',
  'ValidationError',
]);

/** Reasons to try the same again. */
const BUSY: ReadonlySet<string | undefined> = new Set([
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
  'RequestLimitExceeded',
  'TransactionConflict',
  'InternalServerError',
]);

/**
 * Adds members to string sets, 25 items a call: most sets are there already, and PartiQL is the only way to update
 * several items in one call.
 */
export async function addToSets(
  client: DynamoDBClient,
  name: string,
  changes: readonly SetChange[],
): Promise<void> {
  await changeSets(client, name, 'set_add', changes, async ({ key, members }) => {
    await client.send(
      new UpdateItemCommand({
        TableName: name,
        Key: keyAttributes(key),
        UpdateExpression: 'ADD members :members',
        ExpressionAttributeValues: { ':members': { SS: [...members] } },
      }),
    );
  });
}

/** Removes members from string sets, 25 items a call. An item that is not there is left so. */
export async function removeFromSets(
  client: DynamoDBClient,
  name: string,
  changes: readonly SetChange[],
): Promise<void> {
  await changeSets(client, name, 'set_delete', changes, async ({ key, members }) => {
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: name,
          Key: keyAttributes(key),
          UpdateExpression: 'DELETE members :members',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: { ':members': { SS: [...members] } },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  });
}

async function changeSets(
  client: DynamoDBClient,
  name: string,
  change: 'set_add' | 'set_delete',
  changes: readonly SetChange[],
  alone: (change: SetChange) => Promise<void>,
): Promise<void> {
  const Statement = `UPDATE "${name}" SET members = ${change}(members, ?) WHERE pk = ? AND sk = ?`;
  const notThere: SetChange[] = [];
  await eachOf(batchesOf(merged(changes), STATEMENTS_MAX), (batch) =>
    untilTaken(`Changing sets of ${name}`, batch, async (left) => {
      const { Responses = [] } = await client.send(
        new BatchExecuteStatementCommand({
          Statements: left.map(({ key, members }) => ({
            Statement,
            Parameters: [{ SS: [...members] }, { S: key.pk }, { S: key.sk }],
          })),
        }),
      );
      notThere.push(...left.filter((_, at) => NOT_THERE.has(Responses[at]?.Error?.Code)));
      return left.filter((one, at) => isBusy(one, Responses[at]));
    }),
  );
  await eachOf(notThere, (one) =>
    untilTaken(`Changing a set of ${name}`, [one], (left) =>
      orLeft(left, async () => {
        await alone(one);
        return [];
      }),
    ),
  );
}

function isBusy({ key }: SetChange, response: BatchStatementResponse | undefined): boolean {
  const code = response?.Error?.Code;
  if (code === undefined || NOT_THERE.has(code)) return false;
  if (BUSY.has(code)) return true;
  throw new Error(`The set of ${key.pk} ${key.sk} was not changed: ${code}.`, {
    cause: response?.Error,
  });
}

/** One change an item: a call may not name an item twice. */
function merged(changes: readonly SetChange[]): readonly SetChange[] {
  const byKey = new Map<string, SetChange>();
  for (const { key, members } of changes) {
    if (members.length === 0) continue;
    const before = byKey.get(keyText(key))?.members ?? [];
    byKey.set(keyText(key), { key, members: [...new Set([...before, ...members])] });
  }
  return [...byKey.values()];
}
