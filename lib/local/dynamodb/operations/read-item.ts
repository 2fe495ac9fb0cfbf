import { consumedByAll, consumedByOne, readUnits, Spent } from '../capacity.ts';
import { constraint, invalid, modelled, throttled } from '../errors.ts';
import type { Path } from '../expression/path.ts';
import { Placeholders } from '../expression/placeholders.ts';
import { parseProjection, project } from '../expression/projection.ts';
import { placeOfKey } from '../key-schema.ts';
import { parseMap } from '../parse-value.ts';
import type { Stored } from '../partition.ts';
import { Input } from '../request.ts';
import { hashOf } from '../scan-order.ts';
import type { Store } from '../store.ts';
import { type Table, tableName } from '../table.ts';
import type { Item } from '../value.ts';
import { canceledFor } from './cancellation.ts';
import type { Operation } from './engine.ts';

const BATCH_KEYS_MAX = 100;
const BATCH_BYTES_MAX = 16 * 1024 * 1024;
const TRANSACTION_ITEMS_MAX = 100;
const TRANSACTION_BYTES_MAX = 4 * 1024 * 1024;

export const getItem: Operation = ({ store }, input) => {
  const { table, stored, item } = read(store, input);
  const kind = input.flag('ConsistentRead') ? 'consistent' : 'eventual';
  return {
    ...(item && { Item: item }),
    ...consumedByOne(input, table.record.name, readUnits(stored?.size ?? 0, kind)),
  };
};

export const transactGetItems: Operation = ({ store, fault }, input) => {
  const gets = input.list('TransactItems').map((one) => new Input(new Input(one).map('Get')));
  if (gets.length === 0 || gets.length > TRANSACTION_ITEMS_MAX) {
    const rule = `Member must have length ${gets.length === 0 ? 'greater than or equal to 1' : 'less than or equal to 100'}`;
    throw constraint('transactItems', `'${gets.length} items'`, rule);
  }
  if (fault === 'conflict') throw canceledFor('TransactionConflict', gets.length);
  const found = gets.map((get) => read(store, get));
  const bytes = found.reduce((sum, { stored }) => sum + (stored?.size ?? 0), 0);
  if (bytes > TRANSACTION_BYTES_MAX) {
    throw modelled('TransactionCanceledException', 'Aggregated size of the items exceeds 4 MB');
  }
  const spent = new Spent();
  for (const { table, stored } of found) {
    spent.add(table.record.name, { read: readUnits(stored?.size ?? 0, 'transaction') });
  }
  return {
    Responses: found.map(({ item }) => (item ? { Item: item } : {})),
    ...consumedByAll(input, spent, true),
  };
};

interface Wanted {
  readonly table: Table;
  readonly key: Item;
  readonly stored: Stored | undefined;
  readonly paths: readonly Path[] | undefined;
  readonly consistent: boolean;
}

export const batchGetItem: Operation = ({ store, fault }, input) => {
  const requests = Object.entries(input.map('RequestItems'));
  const wanted = requests.flatMap(([name, request]) => wantedOf(store, name, new Input(request)));
  if (wanted.length === 0) {
    throw constraint('requestItems', '{}', 'Member must have length greater than or equal to 1');
  }
  if (wanted.length > BATCH_KEYS_MAX) {
    throw invalid('Too many items requested for the BatchGetItem call');
  }
  if (fault === 'throttle' && wanted.length === 1) throw throttled();
  const half = fault === 'throttle' ? Math.ceil(wanted.length / 2) : wanted.length;
  const taken = Math.min(half, withinBytes(wanted));
  const rest = new Set(wanted.slice(taken).map(({ table }) => table.record.name));
  return {
    Responses: responses(requests, wanted.slice(0, taken)),
    UnprocessedKeys: Object.fromEntries(
      requests
        .filter(([name]) => rest.has(tableName(name)))
        .map(([name, request]) => {
          const keys = wanted
            .slice(taken)
            .filter((one) => one.table.record.name === tableName(name));
          return [name, { ...new Input(request).members, Keys: keys.map(({ key }) => key) }];
        }),
    ),
    ...consumedByAll(input, spentOn(wanted.slice(0, taken)), false),
  };
};

function wantedOf(store: Store, name: string, request: Input): Wanted[] {
  request.refuseLegacy('AttributesToGet');
  const table = store.table(name);
  const paths = projectionOf(request);
  const consistent = request.flag('ConsistentRead');
  const seen = new Set<string>();
  return request.list('Keys').map((one) => {
    const key = parseMap(one);
    const place = placeOfKey(table.record.schema, key);
    const identity = JSON.stringify(place);
    if (seen.has(identity)) throw invalid('Provided list of item keys contains duplicates');
    seen.add(identity);
    return { table, key, stored: table.get(place), paths, consistent };
  });
}

/** How many of the items fit into one answer; the first always does. */
function withinBytes(wanted: readonly Wanted[]): number {
  let bytes = 0;
  const end = wanted.findIndex(({ stored }) => {
    bytes += stored?.size ?? 0;
    return bytes > BATCH_BYTES_MAX;
  });
  return end < 0 ? wanted.length : Math.max(1, end);
}

/** Items by table. DynamoDB promises no order, so they come in scan order rather than in the order asked for. */
function responses(requests: readonly [string, unknown][], wanted: readonly Wanted[]): object {
  return Object.fromEntries(
    requests.map(([name]) => {
      const found = wanted
        .filter((one) => one.table.record.name === tableName(name))
        .flatMap(({ stored, paths }) => (stored ? [{ stored, paths }] : []))
        .toSorted((a, b) => hashOf(a.stored.partition) - hashOf(b.stored.partition));
      return [
        name,
        found.map(({ stored, paths }) => (paths ? project(stored.item, paths) : stored.item)),
      ];
    }),
  );
}

function spentOn(wanted: readonly Wanted[]): Spent {
  const spent = new Spent();
  for (const { table, stored, consistent } of wanted) {
    const kind = consistent ? 'consistent' : 'eventual';
    spent.add(table.record.name, { read: readUnits(stored?.size ?? 0, kind) });
  }
  return spent;
}

function read(store: Store, input: Input) {
  input.refuseLegacy('AttributesToGet');
  const table = store.table(input.required('TableName'));
  const key = parseMap(input.map('Key'));
  const paths = projectionOf(input);
  const stored = table.get(placeOfKey(table.record.schema, key));
  const item = stored && (paths ? project(stored.item, paths) : stored.item);
  return { table, stored, item };
}

function projectionOf(input: Input): readonly Path[] | undefined {
  const text = input.text('ProjectionExpression');
  const names = input.get('ExpressionAttributeNames');
  const placeholders = new Placeholders(names, undefined, { ProjectionExpression: text });
  const paths = text === undefined ? undefined : parseProjection(text, placeholders);
  placeholders.refuseUnused();
  return paths;
}
