import {
  DeleteVectorsCommand,
  GetVectorsCommand,
  ListVectorsCommand,
  PutVectorsCommand,
  QueryVectorsCommand,
  S3VectorsClient,
} from '@aws-sdk/client-s3vectors';
import { batchesOf, eachOf } from './batches.ts';
import { CLIENT, unlogged } from './lean.ts';
import { unlessAborted } from './patience.ts';

/* Bounds of one call: docs.aws.amazon.com/AmazonS3/latest/userguide/s3-vectors-limitations.html. */
const WRITTEN_MAX = 500;
const READ_MAX = 100;
const FOUND_MAX = 100;
const LISTED_MAX = 1000;

/** A vector by its key, with the language that a search may be limited to. */
export interface StoredVector {
  readonly key: string;
  readonly language: string;
  readonly values: readonly number[];
}

export interface FoundVector {
  readonly key: string;
  readonly cosine: number;
}

/** Vector indexes, each by its ARN. Writes are seen by whoever reads after them; a search may miss what is near. */
export interface Vectors {
  put(index: string, vectors: readonly StoredVector[], signal: AbortSignal): Promise<void>;
  remove(index: string, keys: readonly string[], signal: AbortSignal): Promise<void>;
  /** Vectors by key; those that are not there are left out. */
  get(
    index: string,
    keys: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, readonly number[]>>;
  /** The keys of a page. `next`: where to go on; absent at the end. */
  list(
    index: string,
    from: string | undefined,
    signal: AbortSignal,
  ): Promise<{ readonly keys: readonly string[]; readonly next: string | undefined }>;
  nearest(
    index: string,
    query: Omit<StoredVector, 'key'> & { readonly limit: number },
    signal: AbortSignal,
  ): Promise<readonly FoundVector[]>;
}

export const vectorsClient = (): S3VectorsClient => unlogged(new S3VectorsClient(CLIENT));

export function openVectors(client: S3VectorsClient): Vectors {
  return {
    async put(indexArn, vectors, signal) {
      await eachOf(batchesOf(vectors, WRITTEN_MAX), async (batch) => {
        const puts = batch.map(({ key, language, values }) => ({
          key,
          data: { float32: [...values] },
          metadata: { language },
        }));
        const command = new PutVectorsCommand({ indexArn, vectors: puts });
        await unlessAborted(signal, client.send(command, { abortSignal: signal }));
      });
    },
    async remove(indexArn, keys, signal) {
      await eachOf(batchesOf(keys, WRITTEN_MAX), async (batch) => {
        const command = new DeleteVectorsCommand({ indexArn, keys: [...batch] });
        await unlessAborted(signal, client.send(command, { abortSignal: signal }));
      });
    },
    async get(indexArn, keys, signal) {
      const found = new Map<string, readonly number[]>();
      await eachOf(batchesOf(keys, READ_MAX), async (batch) => {
        const command = new GetVectorsCommand({ indexArn, keys: [...batch], returnData: true });
        const { vectors = [] } = await unlessAborted(
          signal,
          client.send(command, { abortSignal: signal }),
        );
        for (const { key, data } of vectors) {
          if (key !== undefined && data?.float32) found.set(key, data.float32);
        }
      });
      return found;
    },
    async list(indexArn, from, signal) {
      const command = new ListVectorsCommand({
        indexArn,
        maxResults: LISTED_MAX,
        ...(from !== undefined && { nextToken: from }),
      });
      const { vectors = [], nextToken } = await unlessAborted(
        signal,
        client.send(command, { abortSignal: signal }),
      );
      return { keys: vectors.flatMap(({ key }) => key ?? []), next: nextToken };
    },
    async nearest(indexArn, { values, language, limit }, signal) {
      const command = new QueryVectorsCommand({
        indexArn,
        queryVector: { float32: [...values] },
        topK: Math.min(limit, FOUND_MAX),
        filter: { language: { $eq: language } },
        returnDistance: true,
      });
      const { vectors = [] } = await unlessAborted(
        signal,
        client.send(command, { abortSignal: signal }),
      );
      return vectors.flatMap(({ key, distance }) =>
        key === undefined || distance === undefined ? [] : [{ key, cosine: 1 - distance }],
      );
    },
  };
}
