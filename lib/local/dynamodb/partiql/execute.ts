import { consumedByAll, consumedByOne, readUnits, Spent, writeUnits } from '../capacity.ts';
import {
  conditionFailed,
  conflict,
  constraint,
  DynamoError,
  invalid,
  modelled,
  throttled,
} from '../errors.ts';
import type { Condition } from '../expression/condition.ts';
import { holds } from '../expression/evaluate.ts';
import { project } from '../expression/projection.ts';
import { keyElements, keyOf, placeOfItem, placeOfKey } from '../key-schema.ts';
import { type Action, updateAction } from '../operations/actions.ts';
import type { Engine, Operation } from '../operations/engine.ts';
import { perform, returned } from '../operations/write-item.ts';
import { Input } from '../request.ts';
import { itemSize } from '../size.ts';
import { refuseLarge } from '../store.ts';
import type { Table } from '../table.ts';
import type { Item } from '../value.ts';
import { parametersOf, parseStatement, type Statement } from './statement.ts';

const STATEMENTS_MAX = 25;

export const executeStatement: Operation = (engine, input) => {
  if (engine.fault === 'conflict') throw conflict();
  const statement = parseInput(input);
  let units = 0;
  const item = run(engine, statement, showsOnFailure(input), (spent) => {
    units = spent;
  });
  const table = engine.store.table(statement.table);
  return {
    Items: item ? [item] : [],
    ...consumedByOne(input, table.record.name, units),
  };
};

export const batchExecuteStatement: Operation = (engine, input) => {
  const inputs = input.list('Statements').map((one) => new Input(one));
  if (inputs.length === 0 || inputs.length > STATEMENTS_MAX) {
    const rule = `Member must have length ${inputs.length === 0 ? 'greater than or equal to 1' : 'less than or equal to 25'}`;
    throw constraint('statements', `'${inputs.length} statements'`, rule);
  }
  const reads = inputs.filter((one) => /^\s*select\b/i.test(one.required('Statement')));
  if (reads.length > 0 && reads.length < inputs.length) {
    throw invalid('Batch statements must be all reads or all writes');
  }
  if (engine.fault === 'throttle' && inputs.length === 1) throw throttled();
  const taken = engine.fault === undefined ? inputs.length : Math.floor(inputs.length / 2);
  const spent = new Spent();
  const responses = inputs.map((one, index) => {
    if (index < taken) return respond(engine, one, spent);
    return failure(engine.fault === 'conflict' ? conflict() : throttled(), undefined);
  });
  return { Responses: responses, ...consumedByAll(input, spent, false) };
};

/** One statement's answer in a batch: errors are values there. */
function respond(engine: Engine, input: Input, spent: Spent): object {
  let table: string | undefined;
  try {
    const statement = parseInput(input);
    const { name } = engine.store.table(statement.table).record;
    table = name;
    const item = run(engine, statement, showsOnFailure(input), (units) => {
      spent.add(name, statement.kind === 'select' ? { read: units } : { write: units });
    });
    return { TableName: table, ...(item && { Item: item }) };
  } catch (cause) {
    if (cause instanceof DynamoError) return failure(cause, table);
    throw cause;
  }
}

/** The codes of BatchStatementError for the exceptions that they stand for. */
const ERROR_CODES: Readonly<Record<string, string>> = {
  ConditionalCheckFailedException: 'ConditionalCheckFailed',
  ValidationException: 'ValidationError',
  ResourceNotFoundException: 'ResourceNotFound',
  DuplicateItemException: 'DuplicateItem',
  TransactionConflictException: 'TransactionConflict',
  ProvisionedThroughputExceededException: 'ProvisionedThroughputExceeded',
};

function failure(error: DynamoError, table: string | undefined): object {
  return {
    Error: {
      Code: ERROR_CODES[error.shortName] ?? 'ValidationError',
      Message: error.message,
      ...error.members,
    },
    ...(table !== undefined && { TableName: table }),
  };
}

const parseInput = (input: Input): Statement =>
  parseStatement(input.required('Statement'), parametersOf(input));

const showsOnFailure = (input: Input): boolean =>
  input.choice('ReturnValuesOnConditionCheckFailure', ['ALL_OLD', 'NONE'], 'NONE') === 'ALL_OLD';

/**
 * Runs a statement; gives the item that it returns, if any.
 *
 * @param spend hears of the units, also of a write whose condition does not hold.
 */
function run(
  engine: Engine,
  statement: Statement,
  showOnFailure: boolean,
  spend: (units: number) => void,
): Item | undefined {
  const table = engine.store.table(statement.table);
  if (statement.kind === 'insert') return insert(engine, table, statement.item, spend);
  const { key, rest } = splitWhere(table, statement.where);
  const place = placeOfKey(table.record.schema, key);
  const { item: old, size = 0 } = table.get(place) ?? {};
  const matches = old !== undefined && (!rest || holds(rest, old));
  if (statement.kind === 'select') {
    spend(readUnits(size, 'eventual'));
    return matches ? shown(statement, old) : undefined;
  }
  if (!matches) {
    spend(writeUnits(size));
    throw conditionFailed(showOnFailure ? old : undefined);
  }
  const action = actionOf(statement, { table, place, key });
  const { next } = perform(engine, action);
  spend(writeUnits(size, next ? itemSize(next) : 0));
  return returned(statement.returning, action, old, next);
}

const shown = ({ paths }: Extract<Statement, { readonly kind: 'select' }>, item: Item): Item =>
  paths ? project(item, paths) : item;

function actionOf(
  statement: Extract<Statement, { readonly kind: 'update' | 'delete' }>,
  target: Pick<Action, 'table' | 'place' | 'key'>,
): Action {
  if (statement.kind === 'update') return updateAction(target, statement.update, undefined, false);
  return {
    ...{ ...target, condition: undefined, showOnFailure: false, targets: [] },
    next: () => undefined,
  };
}

function insert(
  engine: Engine,
  table: Table,
  item: Item,
  spend: (units: number) => void,
): undefined {
  const { schema } = table.record;
  const place = placeOfItem(schema, item);
  refuseLarge(item, false);
  const old = table.get(place);
  spend(writeUnits(old?.size ?? 0, itemSize(item)));
  if (old) {
    throw modelled('DuplicateItemException', 'Duplicate primary key exists in table');
  }
  engine.commit([{ table, place, key: keyOf(schema, item), next: item }]);
}

/** A WHERE clause's key, which it must name whole, and what else it asks for. */
function splitWhere(
  table: Table,
  where: Condition,
): { readonly key: Item; readonly rest: Condition | undefined } {
  const names = new Set(keyElements(table.record.schema).map(({ name }) => name));
  const key: Record<string, Item[string]> = {};
  let rest: Condition | undefined;
  for (const part of conjuncts(where)) {
    const named = part.kind === 'compare' && part.operator === '=' ? keyEquality(part) : undefined;
    if (named && names.delete(named.name)) key[named.name] = named.value;
    else rest = rest ? { kind: 'and', left: rest, right: part } : part;
  }
  if (names.size === 0) return { key, rest };
  throw invalid('Where clause does not contain a mandatory equality on all key attributes');
}

const conjuncts = (condition: Condition): Condition[] =>
  condition.kind === 'and' ? [condition.left, condition.right].flatMap(conjuncts) : [condition];

function keyEquality({
  left,
  right,
}: Extract<Condition, { readonly kind: 'compare' }>):
  | { readonly name: string; readonly value: Item[string] }
  | undefined {
  if (left.kind !== 'path' || right.kind !== 'value' || left.path.length !== 1) return undefined;
  return { name: String(left.path[0]), value: right.value };
}
