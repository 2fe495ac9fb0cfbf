import { modelled, notFound } from '../errors.ts';
import { keyElements } from '../key-schema.ts';
import { Input } from '../request.ts';
import type { Store } from '../store.ts';
import { type Table, tableArn, tableName } from '../table.ts';
import { parseTableSpec, type TableRecord, type TableSpec } from '../table-spec.ts';
import type { Engine, Operation } from './engine.ts';

/** What distinguishes one life of a stream from the next, and ends its ARN. */
const streamLabel = ({ createdAt }: TableRecord): string =>
  new Date(createdAt).toISOString().slice(0, -1);

export const streamArn = (record: TableRecord): string =>
  `${tableArn(record.name)}/stream/${streamLabel(record)}`;

export const describeTable: Operation = ({ store }, input) => ({
  Table: describe(named(store, input)),
});

export const listTables: Operation = ({ store }, input) => {
  const limit = input.count('Limit', 1) ?? 100;
  const after = input.text('ExclusiveStartTableName') ?? '';
  const names = store.tables.map((table) => table.record.name).toSorted();
  const rest = names.filter((name) => name > after);
  const shown = rest.slice(0, limit);
  return {
    TableNames: shown,
    ...(rest.length > limit && { LastEvaluatedTableName: shown.at(-1) }),
  };
};

export const createTable: Operation = (engine, input) => {
  const name = input.required('TableName');
  if (engine.store.has(name)) {
    throw modelled('ResourceInUseException', `Table already exists: ${name}`);
  }
  input.list('KeySchema');
  input.list('AttributeDefinitions');
  // The members of CreateTable are those of a specification, which checks them.
  const record = parseTableSpec(input.members as unknown as TableSpec, engine.store.now());
  engine.record({ kind: 'table', table: record });
  return { TableDescription: describe(engine.store.table(name)) };
};

export const describeTimeToLive: Operation = ({ store }, input) => {
  const { expires } = named(store, input).record;
  return {
    TimeToLiveDescription: expires
      ? { TimeToLiveStatus: 'ENABLED', AttributeName: expires }
      : { TimeToLiveStatus: 'DISABLED' },
  };
};

export const updateTimeToLive: Operation = (engine, input) => {
  const table = named(engine.store, input);
  const wanted = new Input(input.map('TimeToLiveSpecification'));
  const expires = wanted.flag('Enabled') ? wanted.required('AttributeName') : undefined;
  changeTable(engine, { ...table.record, expires });
  return {
    TimeToLiveSpecification: {
      Enabled: expires !== undefined,
      AttributeName: wanted.required('AttributeName'),
    },
  };
};

/** Records a table as it shall be from now on. */
export function changeTable(engine: Pick<Engine, 'record'>, record: TableRecord): void {
  engine.record({ kind: 'table', table: record });
}

function named(store: Store, input: Input): Table {
  const name = input.required('TableName');
  const plain = tableName(name);
  if (store.has(plain)) return store.table(plain);
  throw notFound(`Requested resource not found: Table: ${plain} not found`);
}

function describe(table: Table): object {
  const { record } = table;
  return {
    TableName: record.name,
    TableStatus: 'ACTIVE',
    TableArn: tableArn(record.name),
    CreationDateTime: record.createdAt / 1000,
    KeySchema: keyElements(record.schema).map(({ name }, index) => ({
      AttributeName: name,
      KeyType: index === 0 ? 'HASH' : 'RANGE',
    })),
    AttributeDefinitions: keyElements(record.schema).map(({ name, type }) => ({
      AttributeName: name,
      AttributeType: type,
    })),
    ItemCount: table.count,
    TableSizeBytes: table.bytes,
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    ProvisionedThroughput: {
      NumberOfDecreasesToday: 0,
      ReadCapacityUnits: 0,
      WriteCapacityUnits: 0,
    },
    DeletionProtectionEnabled: false,
    ...(record.view && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: record.view },
      LatestStreamLabel: streamLabel(record),
      LatestStreamArn: streamArn(record),
    }),
  };
}
