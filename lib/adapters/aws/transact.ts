import {
  type CancellationReason,
  type DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { Commit, Condition, ConditionalWrite, Key } from '#domain/ports.ts';
import { attributeOf, attributesOf, keyAttributes } from './attributes.ts';
import { untilTaken } from './retry.ts';

/** Reasons to try the same again: the table, not another writer, stood in the way. */
const BUSY: ReadonlySet<string | undefined> = new Set([
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

/** Commits all or nothing. Losing against a concurrent transaction is an answer: only the caller can decide anew. */
export async function transact(
  client: DynamoDBClient,
  name: string,
  writes: readonly ConditionalWrite[],
): Promise<Commit> {
  let commit: Commit = { committed: true };
  const command = new TransactWriteItemsCommand({
    TransactItems: writes.map((write) => actionOf(name, write)),
  });
  await untilTaken(`A transaction on ${name}`, writes.length > 0 ? [command] : [], async (left) => {
    try {
      await client.send(command);
      return [];
    } catch (error) {
      const reasons = error instanceof TransactionCanceledException && error.CancellationReasons;
      if (!reasons) throw error;
      if (reasons.some(({ Code }) => BUSY.has(Code))) return left;
      commit = lost(writes, reasons, error);
      return [];
    }
  });
  return commit;
}

function lost(
  writes: readonly ConditionalWrite[],
  reasons: readonly CancellationReason[],
  error: Error,
): Commit {
  const failed = writes
    .filter((_, at) => reasons[at]?.Code === 'ConditionalCheckFailed')
    .map(keyOf);
  const conflict = reasons.some(({ Code }) => Code === 'TransactionConflict');
  if (failed.length === 0 && !conflict) throw error;
  return { committed: false, failed };
}

function keyOf(write: ConditionalWrite): Key {
  const { pk, sk } = 'put' in write ? write.put : 'delete' in write ? write.delete : write.check;
  return { pk, sk };
}

function actionOf(name: string, write: ConditionalWrite): TransactWriteItem {
  const condition = write.if && expressionOf(write.if);
  if ('put' in write) {
    return { Put: { TableName: name, Item: attributesOf(write.put), ...condition } };
  }
  if ('delete' in write) {
    return { Delete: { TableName: name, Key: keyAttributes(write.delete), ...condition } };
  }
  if (!condition) throw new TypeError('A check needs a condition.');
  return { ConditionCheck: { TableName: name, Key: keyAttributes(write.check), ...condition } };
}

function expressionOf(condition: Condition) {
  if ('absent' in condition) return { ConditionExpression: 'attribute_not_exists(pk)' };
  if ('exists' in condition) return { ConditionExpression: 'attribute_exists(pk)' };
  const absent = condition.orAbsent ? ' OR attribute_not_exists(pk)' : '';
  return {
    ConditionExpression: `#attribute = :equals${absent}`,
    ExpressionAttributeNames: { '#attribute': condition.attribute },
    ExpressionAttributeValues: { ':equals': attributeOf(condition.equals) },
  };
}
