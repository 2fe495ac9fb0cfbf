import { hash } from 'node:crypto';
import { consumedByAll, readUnits, Spent, writeUnits } from '../capacity.ts';
import { constraint, DynamoError, invalid } from '../errors.ts';
import { Input } from '../request.ts';
import { itemSize } from '../size.ts';
import type { Store, Write } from '../store.ts';
import type { Item } from '../value.ts';
import {
  type Action,
  parseCheck,
  parseDelete,
  parsePut,
  parseUpdateAction,
  refuseUnlessHolds,
  writeOf,
} from './actions.ts';
import { type CancellationReason, canceled, canceledFor, NO_REASON } from './cancellation.ts';
import type { Operation } from './engine.ts';

const ACTIONS_MAX = 100;
const BYTES_MAX = 4 * 1024 * 1024;
const TOKEN_CHARS_MAX = 36;

/** The kinds of actions, and how each is read. */
const KINDS = {
  ConditionCheck: parseCheck,
  Put: parsePut,
  Delete: parseDelete,
  Update: parseUpdateAction,
} as const;

const KIND_NAMES = ['ConditionCheck', 'Put', 'Delete', 'Update'] as const;

export const transactWriteItems: Operation = (engine, input) => {
  const requests = input.list('TransactItems');
  const token = tokenOf(input, requests);
  const actions = parseActions(engine.store, requests);
  if (engine.fault === 'conflict') throw canceledFor('TransactionConflict', actions.length);
  if (engine.fault === 'throttle') {
    throw canceledFor('ProvisionedThroughputExceeded', actions.length);
  }
  if (token && engine.store.alreadyDone(token)) {
    return consumedByAll(input, spentOn(actions, 'read'), true);
  }
  engine.commit(writesOf(actions), { token });
  return consumedByAll(input, spentOn(actions, 'write'), true);
};

function tokenOf(input: Input, requests: readonly unknown[]) {
  const token = input.text('ClientRequestToken');
  if (token === undefined) return undefined;
  if (token.length < 1 || token.length > TOKEN_CHARS_MAX) {
    throw constraint(
      'clientRequestToken',
      `'${token}'`,
      'Member must have length less than or equal to 36, and greater than or equal to 1',
    );
  }
  // 132 of the bits: every SDK sends a token with every transaction, and each is kept for ten minutes.
  const request = hash('sha256', JSON.stringify(requests), 'base64').slice(0, 22);
  return { token, request };
}

function parseActions(store: Store, requests: readonly unknown[]): Action[] {
  if (requests.length === 0 || requests.length > ACTIONS_MAX) {
    const rule = `Member must have length ${requests.length === 0 ? 'greater than or equal to 1' : 'less than or equal to 100'}`;
    throw constraint('transactItems', `'${requests.length} actions'`, rule);
  }
  const actions = requests.map((request) => parseAction(store, new Input(request)));
  const places = actions.map(({ table, place }) => JSON.stringify([table.record.name, place]));
  if (new Set(places).size !== places.length) {
    throw invalid('Transaction request cannot include multiple operations on one item');
  }
  return actions;
}

function parseAction(store: Store, request: Input): Action {
  const [kind, ...others] = KIND_NAMES.filter((name) => request.get(name) !== undefined);
  if (kind === undefined || others.length > 0) {
    throw invalid(
      'TransactItems can only contain one of Check, Put, Update or Delete in each of its members',
    );
  }
  return KINDS[kind](store, new Input(request.get(kind)));
}

/** The writes of all actions; refuses the transaction when any of them cannot be. */
function writesOf(actions: readonly Action[]): Write[] {
  const writes: Write[] = [];
  const reasons = actions.map((action) => {
    try {
      refuseUnlessHolds(action);
      const write = writeOf(action);
      if (write) writes.push(write);
      return NO_REASON;
    } catch (cause) {
      return reasonOf(cause);
    }
  });
  if (reasons.some((reason) => reason !== NO_REASON)) throw canceled(reasons);
  const bytes = writes.reduce((sum, { next }) => sum + (next ? itemSize(next) : 0), 0);
  if (bytes > BYTES_MAX) {
    throw invalid('Transaction request exceeds the maximum allowed size of 4 MB');
  }
  return writes;
}

const REASON_CODES: Readonly<Record<string, string>> = {
  ConditionalCheckFailedException: 'ConditionalCheckFailed',
  ValidationException: 'ValidationError',
};

function reasonOf(cause: unknown): CancellationReason {
  const code = cause instanceof DynamoError ? REASON_CODES[cause.shortName] : undefined;
  if (!(cause instanceof DynamoError) || code === undefined) throw cause;
  const item = cause.members['Item'] as Item | undefined;
  return { Code: code, Message: cause.message, ...(item && { Item: item }) };
}

/** What a transaction costs: twice the units; only reads when it had been done before. */
function spentOn(actions: readonly Action[], kind: 'read' | 'write'): Spent {
  const spent = new Spent();
  for (const { table, place } of actions) {
    const size = table.get(place)?.size ?? 0;
    spent.add(
      table.record.name,
      kind === 'read' ? { read: readUnits(size, 'transaction') } : { write: 2 * writeUnits(size) },
    );
  }
  return spent;
}
