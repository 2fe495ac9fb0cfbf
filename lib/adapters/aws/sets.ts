import {
  BatchExecuteStatementCommand,
  type BatchStatementRequest,
  type BatchStatementResponse,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { keyText, type SetChange } from '#domain/ports.ts';
import { batchesOf, eachOf } from './batches.ts';
import { untilTaken } from './retry.ts';

/** Statements of one call. */
const STATEMENTS_MAX = 25;

/** How PartiQL says that an UPDATE found no item, and an INSERT found one. */
const NOT_THERE = 'ConditionalCheckFailed';
const THERE = 'DuplicateItem';

/** Reasons to try the same again. */
const BUSY: ReadonlySet<string> = new Set([
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
  'RequestLimitExceeded',
  'TransactionConflict',
  'InternalServerError',
]);

/** Who else makes the same item between two statements loses that race at once; this often means that something is wrong. */
const ROUNDS_MAX = 5;

/**
 * Adds members to string sets, 25 items a call: PartiQL is the only way to update several items in one call. What is
 * not there yet is made by a second call; what another writer made meanwhile is there for the next.
 */
export async function addToSets(
  client: DynamoDBClient,
  name: string,
  changes: readonly SetChange[],
): Promise<void> {
  let left = merged(changes);
  for (let round = 0; left.length > 0; round++) {
    if (round === ROUNDS_MAX) throw new Error(`Sets of ${name} keep coming and going.`);
    const absent = await executeAll(client, left, adding(name), NOT_THERE);
    left = await executeAll(client, absent, making(name), THERE);
  }
}

/** Removes members from string sets, 25 items a call. An item that is not there is left so. */
export async function removeFromSets(
  client: DynamoDBClient,
  name: string,
  changes: readonly SetChange[],
): Promise<void> {
  await executeAll(client, merged(changes), removing(name), NOT_THERE);
}

type Statement = (change: SetChange) => BatchStatementRequest;

const adding = (name: string): Statement => updating(name, 'set_add');
const removing = (name: string): Statement => updating(name, 'set_delete');

const updating =
  (name: string, change: 'set_add' | 'set_delete'): Statement =>
  ({ key, members }) => ({
    Statement: `UPDATE "${name}" SET members = ${change}(members, ?) WHERE pk = ? AND sk = ?`,
    Parameters: [{ SS: [...members] }, { S: key.pk }, { S: key.sk }],
  });

const making =
  (name: string): Statement =>
  ({ key, members }) => ({
    Statement: `INSERT INTO "${name}" VALUE {'pk': ?, 'sk': ?, 'members': ?}`,
    Parameters: [{ S: key.pk }, { S: key.sk }, { SS: [...members] }],
  });

/** Carries out a statement for each change, and gives those that it did not fit, by `code`. */
async function executeAll(
  client: DynamoDBClient,
  changes: readonly SetChange[],
  statement: Statement,
  code: string,
): Promise<readonly SetChange[]> {
  const unfit: SetChange[] = [];
  await eachOf(batchesOf(changes, STATEMENTS_MAX), (batch) =>
    untilTaken('Changing sets', batch, async (left) => {
      const { Responses = [] } = await client.send(
        new BatchExecuteStatementCommand({ Statements: left.map(statement) }),
      );
      unfit.push(...left.filter((_, at) => Responses[at]?.Error?.Code === code));
      return left.filter((one, at) => isBusy(one, Responses[at], code));
    }),
  );
  return unfit;
}

function isBusy(
  { key }: SetChange,
  response: BatchStatementResponse | undefined,
  expected: string,
): boolean {
  const code = response?.Error?.Code;
  if (code === undefined || code === expected) return false;
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
