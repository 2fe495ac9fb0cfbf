import type { Need } from '../service.ts';
import { isRecord } from './parse-value.ts';
import { tableArn } from './table.ts';

/* What IAM asks for behind the actions of a transaction, and for statements (service authorization reference). */
const TRANSACTION_ACTIONS: Readonly<Record<string, string>> = {
  ConditionCheck: 'ConditionCheckItem',
  Put: 'PutItem',
  Delete: 'DeleteItem',
  Update: 'UpdateItem',
  Get: 'GetItem',
};
const STATEMENT_ACTIONS: Readonly<Record<string, string>> = {
  select: 'PartiQLSelect',
  insert: 'PartiQLInsert',
  update: 'PartiQLUpdate',
  delete: 'PartiQLDelete',
};
const STATEMENT =
  /^\s*(?:(select)\b.*?\bfrom|(insert)\s+into|(update)|(delete)\s+from)\s+(?:"([^"]+)"|([\w.-]+))/is;

/** The permissions of an operation; `undefined` when its input does not tell the tables. */
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
  const [kind, action] = isRecord(request) ? (Object.entries(request)[0] ?? []) : [];
  const name = kind === undefined ? undefined : TRANSACTION_ACTIONS[kind];
  return name === undefined || !isRecord(action) ? undefined : need(name, action['TableName']);
}

function statementNeed(request: unknown): Need | undefined {
  const text = isRecord(request) ? request['Statement'] : undefined;
  const match = typeof text === 'string' ? STATEMENT.exec(text) : null;
  if (!match) return undefined;
  const [, select, insert, update, remove, quoted, bare] = match;
  const word = (select ?? insert ?? update ?? remove ?? '').toLowerCase();
  return need(STATEMENT_ACTIONS[word] ?? '', quoted ?? bare);
}

function need(operation: string, table: unknown): Need | undefined {
  if (typeof table !== 'string' || table === '') return undefined;
  const resource = table.startsWith('arn:') ? table : tableArn(table);
  return { action: `dynamodb:${operation}`, resource };
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
