import { consumedByAll, Spent, writeUnits } from '../capacity.ts';
import { constraint, invalid, throttled } from '../errors.ts';
import { Input } from '../request.ts';
import { itemSize } from '../size.ts';
import type { Store, Write } from '../store.ts';
import { type Action, parseDelete, parsePut, writeOf } from './actions.ts';
import type { Operation } from './engine.ts';

const REQUESTS_MAX = 25;

interface Request {
  /** The table as the caller names it. */
  readonly name: string;
  readonly request: unknown;
  readonly action: Action;
}

export const batchWriteItem: Operation = ({ store, fault, commit }, input) => {
  const requests = Object.entries(input.map('RequestItems')).flatMap(([name, list]) =>
    new Input({ list }).list('list').map((request) => parseRequest(store, name, request)),
  );
  refuseCount(requests.length);
  refuseDuplicates(requests);
  if (fault !== undefined && requests.length === 1) throw throttled();
  // What a busy table does: some of the writes go through, the caller has to come back with the others.
  const taken = fault === undefined ? requests.length : Math.ceil(requests.length / 2);
  const spent = new Spent();
  for (const { action } of requests.slice(0, taken)) {
    const write = writeOf(action);
    if (!write) continue;
    spent.add(action.table.record.name, { write: unitsOf(write) });
    // Each write by itself: a batch is not a transaction.
    commit([write]);
  }
  const rest = Map.groupBy(requests.slice(taken), ({ name }) => name);
  return {
    UnprocessedItems: Object.fromEntries(
      [...rest].map(([name, list]) => [name, list.map(({ request }) => request)]),
    ),
    ...consumedByAll(input, spent, false),
  };
};

const unitsOf = ({ table, place, next }: Write): number =>
  writeUnits(table.get(place)?.size ?? 0, next ? itemSize(next) : 0);

function parseRequest(store: Store, name: string, request: unknown): Request {
  const members = new Input(request);
  const [put, remove] = [members.get('PutRequest'), members.get('DeleteRequest')];
  if ((put === undefined) === (remove === undefined)) {
    throw invalid(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  }
  const action =
    put === undefined
      ? parseDelete(store, new Input({ Key: new Input(remove).get('Key'), TableName: name }))
      : parsePut(store, new Input({ Item: new Input(put).get('Item'), TableName: name }));
  return { name, request, action };
}

function refuseCount(count: number): void {
  if (count === 0) {
    throw constraint('requestItems', '{}', 'Member must have length greater than or equal to 1');
  }
  if (count > REQUESTS_MAX) {
    throw invalid('Too many items requested for the BatchWriteItem call');
  }
}

function refuseDuplicates(requests: readonly Request[]): void {
  const places = requests.map(({ action: { table, place } }) =>
    JSON.stringify([table.record.name, place]),
  );
  if (new Set(places).size === places.length) return;
  throw invalid('Provided list of item keys contains duplicates');
}
