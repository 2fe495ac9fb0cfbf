import { consumedByOne, readUnits } from '../capacity.ts';
import { invalid } from '../errors.ts';
import type { Condition } from '../expression/condition.ts';
import { pathsOf } from '../expression/condition.ts';
import { holds } from '../expression/evaluate.ts';
import { parseKeyCondition } from '../expression/key-condition.ts';
import { parseCondition } from '../expression/parse-condition.ts';
import type { Path } from '../expression/path.ts';
import { Placeholders } from '../expression/placeholders.ts';
import { parseProjection, project } from '../expression/projection.ts';
import { keyElements, keyOf, orderText, type Place, placeOfKey } from '../key-schema.ts';
import { parseMap } from '../parse-value.ts';
import type { Stored } from '../partition.ts';
import type { Input } from '../request.ts';
import type { Table } from '../table.ts';
import type { Operation } from './engine.ts';

const PAGE_BYTES_MAX = 1024 * 1024;
const SEGMENTS_MAX = 1_000_000;

export const query: Operation = ({ store }, input) => {
  input.refuseLegacy('KeyConditions', 'QueryFilter', 'ConditionalOperator', 'AttributesToGet');
  const table = store.table(input.required('TableName'));
  const text = input.text('KeyConditionExpression');
  if (text === undefined) {
    throw invalid(
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
    );
  }
  const { placeholders, rest } = parseShape(table, input, { KeyConditionExpression: text });
  const wanted = parseKeyCondition(text, placeholders, table.record.schema);
  const shape = rest();
  const partition = orderText(wanted.partition);
  const start = startOf(table, input);
  if (start && start.partition !== partition) {
    throw invalid(
      'The provided starting key is outside query boundaries based on provided conditions',
    );
  }
  const backwards = input.get('ScanIndexForward') === false;
  const items = table.partition(partition)?.range(wanted.sort, backwards, start?.sort) ?? [];
  return page(table, input, items, shape);
};

export const scan: Operation = ({ store }, input) => {
  input.refuseLegacy('ScanFilter', 'ConditionalOperator', 'AttributesToGet');
  const table = store.table(input.required('TableName'));
  const shape = parseShape(table, input, {}).rest();
  const segment = input.count('Segment', 0);
  const segments = input.count('TotalSegments', 1);
  if ((segment === undefined) !== (segments === undefined)) {
    throw invalid(
      `The ${segment === undefined ? 'Segment' : 'TotalSegments'} parameter is required but was not present in the request when parameter ${segment === undefined ? 'TotalSegments' : 'Segment'} is present`,
    );
  }
  if ((segment ?? 0) >= (segments ?? 1) || (segments ?? 1) > SEGMENTS_MAX) {
    throw invalid(
      `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${segment} is not less than TotalSegments: ${segments}`,
    );
  }
  const items = table.scan(segment ?? 0, segments ?? 1, startOf(table, input));
  return page(table, input, items, shape);
};

/** What a page shows of the items it passes. */
interface Shape {
  readonly filter: Condition | undefined;
  readonly paths: readonly Path[] | undefined;
  readonly countOnly: boolean;
}

function parseShape(
  table: Table,
  input: Input,
  expressions: Readonly<Record<string, string>>,
): { readonly placeholders: Placeholders; readonly rest: () => Shape } {
  if (input.get('IndexName') !== undefined) {
    throw invalid(`The table does not have the specified index: ${input.text('IndexName')}`);
  }
  const filter = input.text('FilterExpression');
  const projection = input.text('ProjectionExpression');
  const placeholders = new Placeholders(
    input.get('ExpressionAttributeNames'),
    input.get('ExpressionAttributeValues'),
    { FilterExpression: filter, ProjectionExpression: projection, ...expressions },
  );
  const rest = (): Shape => {
    const shape = {
      filter:
        filter === undefined ? undefined : parseCondition('FilterExpression', filter, placeholders),
      paths: projection === undefined ? undefined : parseProjection(projection, placeholders),
      countOnly: selectsCount(input, projection !== undefined),
    };
    placeholders.refuseUnused();
    if (shape.filter && 'KeyConditionExpression' in expressions) refuseKeys(table, shape.filter);
    return shape;
  };
  return { placeholders, rest };
}

function selectsCount(input: Input, projects: boolean): boolean {
  const select = input.choice(
    'Select',
    ['SPECIFIC_ATTRIBUTES', 'COUNT', 'ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES'],
    projects ? 'SPECIFIC_ATTRIBUTES' : 'ALL_ATTRIBUTES',
  );
  if (select === 'ALL_PROJECTED_ATTRIBUTES') {
    throw invalid(
      'One or more parameter values were invalid: ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName',
    );
  }
  if (projects && select !== 'SPECIFIC_ATTRIBUTES') {
    throw invalid(
      `Cannot specify the ProjectionExpression when choosing to get ${select === 'COUNT' ? 'only the Count' : 'ALL_ATTRIBUTES'}`,
    );
  }
  return select === 'COUNT';
}

function refuseKeys(table: Table, filter: Condition): void {
  const used = new Set(pathsOf(filter).map(([first]) => first));
  const key = keyElements(table.record.schema).find(({ name }) => used.has(name));
  if (!key) return;
  throw invalid(
    `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${key.name}`,
  );
}

function startOf(table: Table, input: Input): Place | undefined {
  if (input.get('ExclusiveStartKey') === undefined) return undefined;
  const key = parseMap(input.map('ExclusiveStartKey'));
  try {
    return placeOfKey(table.record.schema, key);
  } catch (cause) {
    throw Object.assign(
      invalid(
        'The provided starting key is invalid: The provided key element does not match the schema',
      ),
      { cause },
    );
  }
}

/** Passes items until the limit or a megabyte is reached; what the filter drops counts as well. */
function page(table: Table, input: Input, items: Iterable<Stored>, shape: Shape): object {
  const limit = input.count('Limit', 1) ?? Number.POSITIVE_INFINITY;
  const { passed, bytes, more } = upTo(items, limit);
  const { filter, paths } = shape;
  const shown = passed.flatMap(({ item }) => {
    if (filter && !holds(filter, item)) return [];
    return [paths ? project(item, paths) : item];
  });
  const last = passed.at(-1);
  const kind = input.flag('ConsistentRead') ? 'consistent' : 'eventual';
  return {
    ...(!shape.countOnly && { Items: shown }),
    Count: shown.length,
    ScannedCount: passed.length,
    ...(more && last && { LastEvaluatedKey: keyOf(table.record.schema, last.item) }),
    ...consumedByOne(input, table.record.name, readUnits(bytes, kind)),
  };
}

interface Passed {
  readonly passed: readonly Stored[];
  readonly bytes: number;
  /** Whether there may be more behind them. */
  readonly more: boolean;
}

function upTo(items: Iterable<Stored>, limit: number): Passed {
  const passed: Stored[] = [];
  let bytes = 0;
  for (const stored of items) {
    if (passed.length > 0 && bytes + stored.size > PAGE_BYTES_MAX) {
      return { passed, bytes, more: true };
    }
    passed.push(stored);
    bytes += stored.size;
    // As on AWS, a page that is full does not look whether anything comes after it.
    if (passed.length >= limit) return { passed, bytes, more: true };
  }
  return { passed, bytes, more: false };
}
