import type { Dynamo } from '../../lib/local/dynamodb/dynamo.ts';
import type { Position, StreamRecord } from '../../lib/local/dynamodb/stream.ts';
import type { Item } from '../../lib/local/dynamodb/value.ts';

export interface Answer {
  readonly status: number;
  readonly type: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

/** One call over the wire's form, without a network. */
export async function call(dynamo: Dynamo, operation: string, input: unknown): Promise<Answer> {
  const { status, body } = await dynamo.service.handle(request(operation, input));
  const parsed = JSON.parse(body.toString()) as Record<string, unknown>;
  const type = parsed['__type'];
  return { status, type: typeof type === 'string' ? type.split('#')[1] : undefined, body: parsed };
}

export const request = (operation: string, input: unknown) => ({
  method: 'POST',
  path: '/',
  query: new URLSearchParams(),
  headers: { 'x-amz-target': `DynamoDB_20120810.${operation}` },
  body: Buffer.from(typeof input === 'string' ? input : JSON.stringify(input)),
});

/** Every item of the table, by its key. */
export async function contents(dynamo: Dynamo): Promise<Map<string, Item>> {
  const found = new Map<string, Item>();
  let start: unknown;
  do {
    const { body } = await call(dynamo, 'Scan', {
      TableName: 'articles',
      ExclusiveStartKey: start,
    });
    for (const item of body['Items'] as Item[]) found.set(keyText(item), item);
    start = body['LastEvaluatedKey'];
  } while (start !== undefined);
  return found;
}

export const keyText = (item: Item): string => JSON.stringify([item['pk'], item['sk']]);

/** Every record of the table's stream, read as a consumer does: in batches. */
export async function records(
  dynamo: Dynamo,
  from: Position = 'TRIM_HORIZON',
): Promise<StreamRecord[]> {
  const all: StreamRecord[] = [];
  for (let at = from; ; ) {
    const batch = await dynamo.stream('articles').read(at, 7);
    const last = batch.at(-1);
    if (!last) return all;
    all.push(...batch);
    at = last.dynamodb.SequenceNumber;
  }
}

/** The table as a reader of its stream alone would rebuild it. */
export function replayed(stream: readonly StreamRecord[]): Map<string, Item> {
  const found = new Map<string, Item>();
  for (const { dynamodb, eventName } of stream) {
    const key = keyText(dynamodb.Keys);
    const before = found.get(key);
    if (JSON.stringify(before) !== JSON.stringify(dynamodb.OldImage)) {
      throw new Error(`Record ${dynamodb.SequenceNumber} does not follow from what came before`);
    }
    if ((eventName === 'INSERT') !== (before === undefined)) {
      throw new Error(`Record ${dynamodb.SequenceNumber} is no ${eventName}`);
    }
    if (dynamodb.NewImage) found.set(key, dynamodb.NewImage);
    else found.delete(key);
  }
  return found;
}
