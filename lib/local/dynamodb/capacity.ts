import type { Input } from './request.ts';

const READ_UNIT_BYTES = 4096;
const WRITE_UNIT_BYTES = 1024;

/** Read units of a number of bytes: a unit for 4 KB when consistent, else half; twice that in a transaction. */
export function readUnits(bytes: number, kind: 'eventual' | 'consistent' | 'transaction'): number {
  const units = Math.max(1, Math.ceil(bytes / READ_UNIT_BYTES));
  if (kind === 'eventual') return units / 2;
  return kind === 'consistent' ? units : units * 2;
}

/** Write units of an item, by the larger of its old and new size. */
export const writeUnits = (...sizes: readonly number[]): number =>
  Math.max(1, Math.ceil(Math.max(0, ...sizes) / WRITE_UNIT_BYTES));

/** Units spent, by table. */
export class Spent {
  readonly tables = new Map<string, { readonly read: number; readonly write: number }>();

  add(table: string, { read = 0, write = 0 }: { readonly read?: number; readonly write?: number }) {
    const before = this.tables.get(table) ?? { read: 0, write: 0 };
    this.tables.set(table, { read: before.read + read, write: before.write + write });
  }
}

/** `ConsumedCapacity` of an operation on one table, if the request asks for it. */
export function consumedByOne(input: Input, table: string, units: number): object {
  const wanted = detail(input);
  if (wanted === 'NONE') return {};
  return { ConsumedCapacity: consumption(table, units, wanted) };
}

/** `ConsumedCapacity` of an operation on several tables, if the request asks for it. */
export function consumedByAll(input: Input, spent: Spent, transaction: boolean): object {
  const wanted = detail(input);
  if (wanted === 'NONE') return {};
  const entries = [...spent.tables].map(([table, { read, write }]) => ({
    ...consumption(table, read + write, wanted),
    ...(transaction && read > 0 && { ReadCapacityUnits: read }),
    ...(transaction && write > 0 && { WriteCapacityUnits: write }),
  }));
  return { ConsumedCapacity: entries };
}

const detail = (input: Input) =>
  input.choice('ReturnConsumedCapacity', ['INDEXES', 'TOTAL', 'NONE'], 'NONE');

const consumption = (table: string, units: number, wanted: 'INDEXES' | 'TOTAL') => ({
  TableName: table,
  CapacityUnits: units,
  ...(wanted === 'INDEXES' && { Table: { CapacityUnits: units } }),
});
