import { conditionFailed, constraint, invalid } from '../errors.ts';
import { applyUpdate } from '../expression/apply-update.ts';
import type { Condition } from '../expression/condition.ts';
import { holds } from '../expression/evaluate.ts';
import { parseCondition } from '../expression/parse-condition.ts';
import { parseUpdate } from '../expression/parse-update.ts';
import type { Path } from '../expression/path.ts';
import { Placeholders } from '../expression/placeholders.ts';
import { NO_UPDATE, targetsOf, type Update } from '../expression/update.ts';
import { keyElements, keyOf, type Place, placeOfItem, placeOfKey } from '../key-schema.ts';
import { parseMap } from '../parse-value.ts';
import type { Input } from '../request.ts';
import { refuseLarge, type Store, type Write } from '../store.ts';
import type { Table } from '../table.ts';
import type { Item } from '../value.ts';

/** A write or a check of one item, as a request asks for it. */
export interface Action {
  readonly table: Table;
  readonly place: Place;
  readonly key: Item;
  readonly condition: Condition | undefined;
  /** Whether a failed condition shall show the item. */
  readonly showOnFailure: boolean;
  /** What the action makes of the item; absent for a mere check. */
  readonly next?: (old: Item | undefined) => Item | undefined;
  /** The paths that an update changes. */
  readonly targets: readonly Path[];
}

export function parsePut(store: Store, input: Input): Action {
  input.refuseLegacy('Expected', 'ConditionalOperator');
  const table = store.table(input.required('TableName'));
  const item = parseMap(input.map('Item'));
  const { condition } = parseExpressions(input, ['ConditionExpression']);
  const { schema } = table.record;
  const place = placeOfItem(schema, item);
  refuseLarge(item, false);
  return {
    ...{ table, place, key: keyOf(schema, item), condition, targets: [] },
    showOnFailure: showsOnFailure(input),
    next: () => item,
  };
}

export function parseDelete(store: Store, input: Input): Action {
  input.refuseLegacy('Expected', 'ConditionalOperator');
  const target = parseTarget(store, input);
  const { condition } = parseExpressions(input, ['ConditionExpression']);
  return {
    ...target,
    ...{ condition, targets: [], showOnFailure: showsOnFailure(input) },
    next: () => undefined,
  };
}

export function parseCheck(store: Store, input: Input): Action {
  input.required('ConditionExpression');
  const target = parseTarget(store, input);
  const { condition } = parseExpressions(input, ['ConditionExpression']);
  return { ...target, condition, targets: [], showOnFailure: showsOnFailure(input) };
}

export function parseUpdateAction(store: Store, input: Input): Action {
  input.refuseLegacy('Expected', 'ConditionalOperator', 'AttributeUpdates');
  const target = parseTarget(store, input);
  const expressions = parseExpressions(input, ['UpdateExpression', 'ConditionExpression']);
  return updateAction(target, expressions.update, expressions.condition, showsOnFailure(input));
}

export function updateAction(
  target: Pick<Action, 'table' | 'place' | 'key'>,
  update: Update,
  condition: Condition | undefined,
  showOnFailure: boolean,
): Action {
  const targets = targetsOf(update);
  for (const { name } of keyElements(target.table.record.schema)) {
    if (!targets.some(([first]) => first === name)) continue;
    throw invalid(
      `One or more parameter values were invalid: Cannot update attribute ${name}. This attribute is part of the key`,
    );
  }
  const onlyTakes = targets.length > 0 && update.set.length + update.add.length === 0;
  return {
    ...{ ...target, condition, showOnFailure, targets },
    next: (old) => {
      // As on AWS, an update that only takes away does not create an item.
      if (!old && onlyTakes) return undefined;
      const item = applyUpdate(old ?? target.key, update);
      refuseLarge(item, true);
      return item;
    },
  };
}

/** Refuses the action when its condition does not hold of the item as it is. */
export function refuseUnlessHolds(action: Action): void {
  if (!action.condition) return;
  const old = action.table.get(action.place)?.item;
  if (holds(action.condition, old ?? {})) return;
  throw conditionFailed(action.showOnFailure ? old : undefined);
}

/** The write that an action comes to, on the item as it is. */
export function writeOf(action: Action): Write | undefined {
  const { table, place, key, next } = action;
  return next && { table, place, key, next: next(table.get(place)?.item) };
}

function parseTarget(store: Store, input: Input): Pick<Action, 'table' | 'place' | 'key'> {
  const table = store.table(input.required('TableName'));
  const key = parseMap(input.map('Key'));
  return { table, place: placeOfKey(table.record.schema, key), key };
}

function parseExpressions(
  input: Input,
  parameters: readonly ('ConditionExpression' | 'UpdateExpression')[],
): { readonly condition: Condition | undefined; readonly update: Update } {
  const texts = Object.fromEntries(parameters.map((name) => [name, input.text(name)]));
  const placeholders = new Placeholders(
    input.get('ExpressionAttributeNames'),
    input.get('ExpressionAttributeValues'),
    texts,
  );
  const { UpdateExpression: update, ConditionExpression: condition } = texts;
  const parsed = {
    update: update === undefined ? NO_UPDATE : parseUpdate(update, placeholders),
    condition:
      condition === undefined
        ? undefined
        : parseCondition('ConditionExpression', condition, placeholders),
  };
  placeholders.refuseUnused();
  return parsed;
}

function showsOnFailure(input: Input): boolean {
  const name = 'ReturnValuesOnConditionCheckFailure';
  const value = input.text(name) ?? 'NONE';
  if (value === 'ALL_OLD' || value === 'NONE') return value === 'ALL_OLD';
  throw constraint(
    'returnValuesOnConditionCheckFailure',
    `'${value}'`,
    'Member must satisfy enum value set: [ALL_OLD, NONE]',
  );
}
