import { batchWriteItem } from './operations/batch-write.ts';
import type { Operation } from './operations/engine.ts';
import { query, scan } from './operations/pages.ts';
import { batchGetItem, getItem, transactGetItems } from './operations/read-item.ts';
import {
  createTable,
  describeTable,
  describeTimeToLive,
  listTables,
  updateTimeToLive,
} from './operations/tables.ts';
import { transactWriteItems } from './operations/transact-write.ts';
import { deleteItem, putItem, updateItem } from './operations/write-item.ts';
import { batchExecuteStatement, executeStatement } from './partiql/execute.ts';

/** Every operation that the service knows, by the name on the wire. */
export const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  ['BatchExecuteStatement', batchExecuteStatement],
  ['BatchGetItem', batchGetItem],
  ['BatchWriteItem', batchWriteItem],
  ['CreateTable', createTable],
  ['DeleteItem', deleteItem],
  ['DescribeTable', describeTable],
  ['DescribeTimeToLive', describeTimeToLive],
  ['ExecuteStatement', executeStatement],
  ['GetItem', getItem],
  ['ListTables', listTables],
  ['PutItem', putItem],
  ['Query', query],
  ['Scan', scan],
  ['TransactGetItems', transactGetItems],
  ['TransactWriteItems', transactWriteItems],
  ['UpdateItem', updateItem],
  ['UpdateTimeToLive', updateTimeToLive],
]);
