import type { KeySchema, KeyType } from './key-schema.ts';

export type StreamViewType = 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';

/** A table as a template asks for it; the members are those of CloudFormation and of CreateTable. */
export interface TableSpec {
  readonly TableName: string;
  readonly KeySchema: readonly { readonly AttributeName: string; readonly KeyType: string }[];
  readonly AttributeDefinitions: readonly {
    readonly AttributeName: string;
    readonly AttributeType: string;
  }[];
  readonly StreamSpecification?:
    | { readonly StreamViewType?: string | undefined; readonly StreamEnabled?: boolean | undefined }
    | undefined;
  readonly TimeToLive?:
    | { readonly AttributeName?: string | undefined; readonly Enabled?: boolean | undefined }
    | undefined;
  readonly GlobalSecondaryIndexes?: readonly unknown[] | undefined;
  readonly LocalSecondaryIndexes?: readonly unknown[] | undefined;
}

/** What the journal keeps of a table. */
export interface TableRecord {
  readonly name: string;
  readonly schema: KeySchema;
  readonly view: StreamViewType | undefined;
  /** The attribute with the epoch second from which on an item may be deleted. */
  readonly expires: string | undefined;
  readonly createdAt: number;
}

const VIEWS: readonly string[] = ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'];
const isView = (text: string | undefined): text is StreamViewType =>
  text !== undefined && VIEWS.includes(text);
const isKeyType = (text: string | undefined): text is KeyType =>
  text === 'S' || text === 'N' || text === 'B';

/** Reads a specification. What this runtime cannot do is refused with a sentence, never passed over. */
export function parseTableSpec(spec: TableSpec, createdAt: number): TableRecord {
  const indexes = [...(spec.GlobalSecondaryIndexes ?? []), ...(spec.LocalSecondaryIndexes ?? [])];
  if (indexes.length > 0) {
    throw refused(spec, 'has secondary indexes; the embedded runtime has none');
  }
  if (!/^[A-Za-z0-9_.-]{3,255}$/.test(spec.TableName)) {
    throw refused(spec, 'has no valid name: 3 to 255 of A–Z, a–z, 0–9, _, . and -');
  }
  const { StreamViewType: view, StreamEnabled: streams } = spec.StreamSpecification ?? {};
  if (view !== undefined && !isView(view)) throw refused(spec, `has no stream view “${view}”`);
  const { AttributeName: expires, Enabled: expiring } = spec.TimeToLive ?? {};
  return {
    name: spec.TableName,
    schema: parseSchema(spec),
    view: isView(view) && streams !== false ? view : undefined,
    expires: expiring === false ? undefined : expires,
    createdAt,
  };
}

function parseSchema(spec: TableSpec): KeySchema {
  const names = (type: string) =>
    spec.KeySchema.filter((element) => element.KeyType === type).map((one) => one.AttributeName);
  const [partition, ...otherPartitions] = names('HASH');
  const [sort, ...otherSorts] = names('RANGE');
  if (partition === undefined || otherPartitions.length + otherSorts.length > 0) {
    throw refused(spec, 'needs one HASH key and at most one RANGE key');
  }
  const defined = spec.AttributeDefinitions.length;
  if (defined !== (sort === undefined ? 1 : 2)) {
    throw refused(spec, 'must define the types of its key attributes and of no others');
  }
  const element = (name: string) => ({ name, type: typeOfKey(spec, name) });
  return {
    partition: element(partition),
    sort: sort === undefined ? undefined : element(sort),
  };
}

function typeOfKey(spec: TableSpec, name: string): KeyType {
  const type = spec.AttributeDefinitions.find((one) => one.AttributeName === name)?.AttributeType;
  if (isKeyType(type)) return type;
  throw refused(spec, `needs a type S, N or B for its key ${name}`);
}

const refused = (spec: TableSpec, why: string): Error =>
  new RangeError(`The table ${spec.TableName} ${why}.`);
