import * as v from 'valibot';
import type { Metadata } from './filter.ts';
import { type IndexSpec, type Vector, valuesOf } from './vector-index.ts';
import { invalid } from './vectors-error.ts';
import type { VectorsAccount } from './vectors-service.ts';

type Answer = Readonly<Record<string, unknown>>;
type Action = (account: VectorsAccount, spec: IndexSpec, parameters: object) => Promise<Answer>;

/* Bounds: docs.aws.amazon.com/AmazonS3/latest/userguide/s3-vectors-limitations.html. */
const WRITTEN_MAX = 500;
const READ_MAX = 100;
/** S3 Vectors finds more by pages, which do not run here. */
const FOUND_MAX = 100;
const LISTED_MAX = 1000;
const METADATA_BYTES_MAX = 2048;

const Key = v.pipe(v.string(), v.minLength(1), v.maxLength(1024));
const Data = v.object({ float32: v.array(v.number()) });
const Keys = (most: number) => v.pipe(v.array(Key), v.minLength(1), v.maxLength(most));
const whole = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

const Put = v.object({
  vectors: v.pipe(
    v.array(
      v.object({
        key: Key,
        data: Data,
        metadata: v.optional(v.record(v.string(), v.unknown()), {}),
      }),
    ),
    v.minLength(1),
    v.maxLength(WRITTEN_MAX),
  ),
});
const Get = v.object({
  keys: Keys(READ_MAX),
  returnData: v.optional(v.boolean(), false),
  returnMetadata: v.optional(v.boolean(), false),
});
const Delete = v.object({ keys: Keys(WRITTEN_MAX) });
const List = v.object({
  maxResults: v.optional(whole(1, LISTED_MAX), 500),
  nextToken: v.optional(v.string()),
  returnData: v.optional(v.boolean(), false),
  returnMetadata: v.optional(v.boolean(), false),
});
const Query = v.object({
  topK: whole(1, FOUND_MAX),
  queryVector: Data,
  filter: v.optional(v.record(v.string(), v.unknown())),
  returnDistance: v.optional(v.boolean(), false),
  returnMetadata: v.optional(v.boolean(), false),
});

/** Every operation that runs, by its name on the wire. */
export const actions: Readonly<Record<string, Action>> = {
  async PutVectors(account, spec, parameters) {
    const { vectors } = read(Put, parameters);
    const checked = vectors.map(({ key, data, metadata }): Vector => {
      checkMetadata(key, metadata, spec);
      return { key, values: valuesOf(data.float32, spec, `The vector ${key}`), metadata };
    });
    await account.put(spec, checked);
    return {};
  },
  async GetVectors(account, spec, parameters) {
    const { keys, ...shown } = read(Get, parameters);
    const index = account.index(spec.arn);
    return { vectors: keys.flatMap((key) => entryOf(index.get(key), shown)) };
  },
  async DeleteVectors(account, spec, parameters) {
    await account.remove(spec, read(Delete, parameters).keys);
    return {};
  },
  async ListVectors(account, spec, parameters) {
    const { maxResults, nextToken = '', ...shown } = read(List, parameters);
    const after = Buffer.from(nextToken, 'base64url').toString();
    const left = [...account.index(spec.arn).all()]
      .filter(({ key }) => key > after)
      .sort((a, b) => (a.key < b.key ? -1 : 1));
    const page = left.slice(0, maxResults);
    const last = left.length > maxResults ? page.at(-1)?.key : undefined;
    return {
      vectors: page.flatMap((vector) => entryOf(vector, shown)),
      ...(last !== undefined && { nextToken: Buffer.from(last).toString('base64url') }),
    };
  },
  async QueryVectors(account, spec, parameters) {
    const { topK, queryVector, filter, ...shown } = read(Query, parameters);
    checkFilter(filter, spec);
    const query = valuesOf(queryVector.float32, spec, 'The query vector');
    const found = account.index(spec.arn).nearest(query, topK, filter);
    return {
      distanceMetric: 'cosine',
      vectors: found.map(({ key, distance, metadata }) => ({
        key,
        ...(shown.returnDistance && { distance }),
        ...(shown.returnMetadata && { metadata }),
      })),
    };
  },
};

function entryOf(
  vector: Vector | undefined,
  {
    returnData,
    returnMetadata,
  }: { readonly returnData: boolean; readonly returnMetadata: boolean },
): readonly Answer[] {
  if (!vector) return [];
  const { key, values, metadata } = vector;
  const data = { float32: [...values] };
  return [{ key, ...(returnData && { data }), ...(returnMetadata && { metadata }) }];
}

function read<S extends v.GenericSchema>(schema: S, parameters: object): v.InferOutput<S> {
  const result = v.safeParse(schema, parameters);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw invalid(`${v.getDotPath(issue) ?? 'The request'}: ${issue.message}`);
}

function checkMetadata(key: string, metadata: Metadata, { unfilterable }: IndexSpec): void {
  const filterable = Object.entries(metadata).filter(([name]) => !unfilterable.includes(name));
  const bytes = Buffer.byteLength(JSON.stringify(Object.fromEntries(filterable)));
  if (bytes <= METADATA_BYTES_MAX) return;
  throw invalid(
    `Filterable metadata of ${key} must have at most ${METADATA_BYTES_MAX} bytes, and has ${bytes}.`,
  );
}

function checkFilter(filter: Metadata | undefined, { unfilterable }: IndexSpec): void {
  const named = Object.keys(filter ?? {}).find((name) => unfilterable.includes(name));
  if (named !== undefined) throw invalid(`${named} is not filterable metadata of this index.`);
}
