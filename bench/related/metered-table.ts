import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTable } from '#adapters/aws/table.ts';
import type { Table } from '#domain/ports.ts';
import { writeUnits } from '../../lib/local/dynamodb/capacity.ts';
import { openDynamo } from '../../lib/local/dynamodb/dynamo.ts';
import { itemSize } from '../../lib/local/dynamodb/size.ts';
import type { AttributeMap } from '../../lib/local/dynamodb/value.ts';
import type { Service, ServiceRequest, ServiceResponse } from '../../lib/local/service.ts';
import { mount } from '../../test/local-services/mount.ts';

/** What some work took of a table. */
export interface Metered {
  calls: number;
  readonly byOperation: Map<string, number>;
  readUnits: number;
  writeUnits: number;
  /** Write units by partition key. */
  readonly partitions: Map<string, number>;
}

const nothing = (): Metered => ({
  calls: 0,
  byOperation: new Map(),
  readUnits: 0,
  writeUnits: 0,
  partitions: new Map(),
});

export interface MeteredTable {
  /** The adapter that functions use, over HTTP. */
  readonly table: Table;
  metered(work: () => Promise<void>): Promise<Metered>;
  close(): Promise<void>;
}

const SPEC = {
  TableName: 'offstone-bench',
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
  ],
};

/**
 * A table of the embedded DynamoDB behind the real SDK, and its meter. Units of reads are what the service answers to
 * ReturnConsumedCapacity. Those of writes come from the items before and after, as a batch tells a sum at best: 1 KB of
 * the larger one is a unit, also where the write changes nothing or its condition does not hold (developer guide,
 * “DynamoDB read and write operations”).
 */
export async function openMetered(): Promise<MeteredTable> {
  const dir = mkdtempSync(join(tmpdir(), 'offstone-layouts-'));
  const site = await mount();
  const dynamo = await openDynamo({ dir, sweepEveryMs: 0 });
  await dynamo.createTable(SPEC);
  let meter: Metered | undefined;
  const service: Service = {
    ...dynamo.service,
    needs: (request) => dynamo.service.needs(request),
    denied: (message) => dynamo.service.denied(message),
    handle: (request) =>
      meter ? counted(dynamo.service, request, meter) : dynamo.service.handle(request),
  };
  Object.assign(process.env, {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: site.add('dynamodb', service),
  });
  return {
    table: openTable(SPEC.TableName),
    metered: async (work) => {
      const own = nothing();
      meter = own;
      await work();
      meter = undefined;
      return own;
    },
    close: async () => {
      await site.close();
      await dynamo.close();
      rmSync(dir, { recursive: true });
    },
  };
}

async function counted(
  service: Service,
  request: ServiceRequest,
  meter: Metered,
): Promise<ServiceResponse> {
  const operation = operationOf(request);
  const asked = JSON.parse(String(request.body)) as Asked;
  const writes = writtenKeys(asked);
  const before = await sizes(service, request, writes);
  const response = await answered(service, request, operation, asked);
  const after = await sizes(service, request, writes);
  meter.calls += 1;
  meter.byOperation.set(operation, (meter.byOperation.get(operation) ?? 0) + 1);
  for (const key of writes) {
    const name = JSON.stringify(key);
    const units = writeUnits(before.get(name) ?? 0, after.get(name) ?? 0);
    const pk = JSON.stringify(key['pk']);
    meter.writeUnits += units;
    meter.partitions.set(pk, (meter.partitions.get(pk) ?? 0) + units);
  }
  if (writes.length === 0) {
    const { ConsumedCapacity = [] } = JSON.parse(String(response.body)) as Answer;
    for (const { CapacityUnits } of [ConsumedCapacity].flat()) meter.readUnits += CapacityUnits;
  }
  return response;
}

/** What a request says of its writes. */
interface Asked {
  readonly RequestItems?: Readonly<Record<string, unknown>>;
  readonly Statements?: readonly {
    readonly Statement: string;
    readonly Parameters: readonly AttributeMap[string][];
  }[];
}

interface WriteRequest {
  readonly PutRequest?: { readonly Item: AttributeMap };
  readonly DeleteRequest?: { readonly Key: AttributeMap };
}

interface Answer {
  readonly ConsumedCapacity?: Capacity | readonly Capacity[];
  readonly Responses?: Readonly<Record<string, readonly AttributeMap[]>>;
}

interface Capacity {
  readonly CapacityUnits: number;
}

const operationOf = ({ headers }: ServiceRequest): string =>
  String(headers['x-amz-target']).split('.')[1] ?? '';

/** The keys of what a request writes, as many times as it writes them. */
function writtenKeys({ RequestItems = {}, Statements = [] }: Asked): readonly AttributeMap[] {
  const listed = Object.values(RequestItems).flatMap((of) =>
    Array.isArray(of) ? (of as readonly WriteRequest[]) : [],
  );
  return [
    ...listed.map(({ PutRequest, DeleteRequest }) =>
      keyIn(PutRequest?.Item ?? DeleteRequest?.Key ?? {}),
    ),
    // The adapter's statements name the key by two parameters side by side, after the members or before them.
    ...Statements.map(({ Statement, Parameters }) => {
      const [pk, sk] = Statement.startsWith('INSERT') ? Parameters : Parameters.slice(1);
      return keyIn({ ...(pk && { pk }), ...(sk && { sk }) });
    }),
  ];
}

function keyIn({ pk, sk }: AttributeMap): AttributeMap {
  if (pk === undefined || sk === undefined) throw new Error('A write names no key.');
  return { pk, sk };
}

async function sizes(
  service: Service,
  request: ServiceRequest,
  keys: readonly AttributeMap[],
): Promise<ReadonlyMap<string, number>> {
  if (keys.length === 0) return new Map();
  const distinct = [...new Map(keys.map((key) => [JSON.stringify(key), key])).values()];
  const RequestItems = { [SPEC.TableName]: { Keys: distinct, ConsistentRead: true } };
  const { body } = await answered(service, request, 'BatchGetItem', { RequestItems });
  const { Responses = {} } = JSON.parse(String(body)) as Answer;
  const items = Responses[SPEC.TableName] ?? [];
  return new Map(items.map((item) => [JSON.stringify(keyIn(item)), itemSize(item)]));
}

async function answered(
  service: Service,
  { headers, ...request }: ServiceRequest,
  operation: string,
  asked: Asked,
): Promise<ServiceResponse> {
  const response = await service.handle({
    ...request,
    headers: { ...headers, 'x-amz-target': `DynamoDB_20120810.${operation}` },
    body: Buffer.from(JSON.stringify({ ...asked, ReturnConsumedCapacity: 'TOTAL' })),
  });
  if (response.status !== 200) throw new Error(`${operation} failed: ${String(response.body)}`);
  return response;
}
