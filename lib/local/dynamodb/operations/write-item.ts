import { consumedByOne, writeUnits } from '../capacity.ts';
import { conflict, invalid } from '../errors.ts';
import { project } from '../expression/projection.ts';
import type { Input } from '../request.ts';
import { itemSize } from '../size.ts';
import type { Store } from '../store.ts';
import type { Item } from '../value.ts';
import {
  type Action,
  parseDelete,
  parsePut,
  parseUpdateAction,
  refuseUnlessHolds,
  writeOf,
} from './actions.ts';
import type { Engine, Operation } from './engine.ts';

const RETURN_VALUES = ['ALL_NEW', 'UPDATED_OLD', 'ALL_OLD', 'NONE', 'UPDATED_NEW'] as const;
type ReturnValues = (typeof RETURN_VALUES)[number];

export const putItem: Operation = (engine, input) => writeItem(engine, input, parsePut);
export const deleteItem: Operation = (engine, input) => writeItem(engine, input, parseDelete);
export const updateItem: Operation = (engine, input) => writeItem(engine, input, parseUpdateAction);

function writeItem(
  engine: Engine,
  input: Input,
  parse: (store: Store, input: Input) => Action,
): object {
  const wanted = input.choice('ReturnValues', RETURN_VALUES, 'NONE');
  if (parse !== parseUpdateAction && wanted !== 'NONE' && wanted !== 'ALL_OLD') {
    throw invalid('Return values set to invalid value');
  }
  const action = parse(engine.store, input);
  if (engine.fault === 'conflict') throw conflict();
  const { old, next } = perform(engine, action);
  const attributes = returned(wanted, action, old, next);
  const sizes = [old, next].map((item) => (item ? itemSize(item) : 0));
  return {
    ...(attributes && { Attributes: attributes }),
    ...consumedByOne(input, action.table.record.name, writeUnits(...sizes)),
  };
}

/** Does one action by itself. */
export function perform(
  engine: Engine,
  action: Action,
): { readonly old: Item | undefined; readonly next: Item | undefined } {
  refuseUnlessHolds(action);
  const old = action.table.get(action.place)?.item;
  const write = writeOf(action);
  if (write) engine.commit([write]);
  return { old, next: write?.next };
}

export function returned(
  wanted: ReturnValues,
  action: Action,
  old: Item | undefined,
  next: Item | undefined,
): Item | undefined {
  switch (wanted) {
    case 'NONE':
      return undefined;
    case 'ALL_OLD':
      return old;
    case 'ALL_NEW':
      return next;
    case 'UPDATED_OLD':
      return old && unlessEmpty(project(old, action.targets));
    case 'UPDATED_NEW':
      return next && unlessEmpty(project(next, action.targets));
  }
}

const unlessEmpty = (item: Item): Item | undefined =>
  Object.keys(item).length === 0 ? undefined : item;
