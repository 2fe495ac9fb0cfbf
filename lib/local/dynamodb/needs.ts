import type { Need } from '../service.ts';
import { isRecord } from './parse-value.ts';
import { parametersOf, parseStatement, type Statement } from './partiql/statement.ts';
import { Input } from './request.ts';
import { tableArn, tableName } from './table.ts';

/* What IAM asks for behind the actions of a transaction, and for statements (service authorization reference). */
const TRANSACTION_ACTIONS: Readonly<Record<string, string>> = {
  ConditionCheck: 'ConditionCheckItem',
  Put: 'PutItem',
  Delete: 'DeleteItem',
  Update: 'UpdateItem',
  Get: 'GetItem',
};
const STATEMENT_ACTIONS: Readonly<Record<Statement['kind'], string>> = {
  select: 'PartiQLSelect',
  insert: 'PartiQLInsert',
  update: 'PartiQLUpdate',
  delete: 'PartiQLDelete',
};

/**
 * The permissions of an operation; `undefined`, or an error, when its input does not tell the tables. It must read the
 * input as the operations do: what they would carry out must not look unintelligible here.
 */
export function needsOf(operation: string, input: unknown): readonly Need[] | undefined {
  if (!isRecord(input)) return undefined;
  if (operation === 'ListTables') return [{ action: 'dynamodb:ListTables', resource: '*' }];
  const needs = eachNeed(operation, input);
  if (needs.length === 0 || needs.includes(undefined)) return undefined;
  const known = needs.filter((one) => one !== undefined);
  return [...new Map(known.map((one) => [`${one.action} ${one.resource}`, one])).values()];
}

function eachNeed(
  operation: string,
  input: Readonly<Record<string, unknown>>,
): (Need | undefined)[] {
  switch (operation) {
    case 'BatchGetItem':
    case 'BatchWriteItem': {
      const tables = isRecord(input['RequestItems']) ? Object.keys(input['RequestItems']) : [];
      return tables.map((table) => need(operation, table));
    }
    case 'TransactGetItems':
    case 'TransactWriteItems':
      return listOf(input['TransactItems']).map(transactionNeed);
    case 'BatchExecuteStatement':
      return listOf(input['Statements']).map(statementNeed);
    case 'ExecuteStatement':
      return [statementNeed(input)];
    default:
      return [need(operation, input['TableName'])];
  }
}

function transactionNeed(request: unknown): Need | undefined {
  const [action, ...others] = Object.entries(isRecord(request) ? request : {}).filter(
    ([, value]) => value !== null,
  );
  const name = action && TRANSACTION_ACTIONS[action[0]];
  if (name === undefined || others.length > 0 || !isRecord(action?.[1])) return undefined;
  return need(name, action[1]['TableName']);
}

function statementNeed(request: unknown): Need | undefined {
  const input = new Input(request);
  const statement = parseStatement(input.required('Statement'), parametersOf(input));
  return need(STATEMENT_ACTIONS[statement.kind], statement.table);
}

function need(operation: string, table: unknown): Need | undefined {
  if (typeof table !== 'string' || table === '') return undefined;
  return { action: `dynamodb:${operation}`, resource: tableArn(tableName(table)) };
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
