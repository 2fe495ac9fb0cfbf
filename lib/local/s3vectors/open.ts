import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Journal, openJournal } from '../journal.ts';
import type { Service } from '../service.ts';
import { type IndexSpec, type Vector, VectorIndex } from './vector-index.ts';
import { createVectorsService, type VectorsAccount } from './vectors-service.ts';

interface VectorsOptions {
  readonly dir: string;
  readonly compactAfterBytes?: number;
}

/** The vector indexes of one embedded account. */
export interface Vectors extends Service {
  /** Makes an index, or gives the one there is its settings; vectors of an earlier run are in it. */
  createIndex(spec: IndexSpec): Promise<void>;
  close(): Promise<void>;
}

type VectorsRecord =
  | { readonly put: string; readonly key: string; readonly data: string; readonly metadata: object }
  | { readonly delete: string; readonly key: string };

/** Opens the indexes; every vector that an earlier run put is there again. */
export async function openVectors({ dir, compactAfterBytes }: VectorsOptions): Promise<Vectors> {
  mkdirSync(dir, { recursive: true });
  const indexes = new Map<string, VectorIndex>();
  const index = (arn: string): VectorIndex => indexes.get(arn) ?? added(indexes, arn);
  const journal = await openJournal({
    file: join(dir, 's3vectors.journal'),
    replay: (record) => replay(record as VectorsRecord, index),
    *snapshot() {
      for (const [arn, each] of indexes) {
        for (const vector of each.all()) yield putRecord(arn, vector);
      }
    },
    ...(compactAfterBytes && { compactAfterBytes }),
  });
  const specs = new Map<string, IndexSpec>();
  const account = accountOf(specs, index, journal);
  return {
    ...createVectorsService(account),
    async createIndex(spec) {
      specs.set(spec.arn, spec);
      // Of another length they are of another index, which bore the same name.
      const foreign = [...index(spec.arn).all()].filter(
        ({ values }) => values.length !== spec.dimension,
      );
      await account.remove(
        spec,
        foreign.map(({ key }) => key),
      );
    },
    close: () => journal.close(),
  };
}

function accountOf(
  specs: ReadonlyMap<string, IndexSpec>,
  index: (arn: string) => VectorIndex,
  journal: Journal,
): VectorsAccount {
  return {
    specs,
    index,
    async put({ arn }, vectors) {
      for (const vector of vectors) index(arn).put(vector);
      await Promise.all(vectors.map((vector) => journal.append(putRecord(arn, vector))));
    },
    async remove({ arn }, keys) {
      const there = keys.filter((key) => index(arn).delete(key));
      await Promise.all(there.map((key) => journal.append({ delete: arn, key })));
    },
  };
}

function added(indexes: Map<string, VectorIndex>, arn: string): VectorIndex {
  const index = new VectorIndex();
  indexes.set(arn, index);
  return index;
}

const putRecord = (arn: string, { key, values, metadata }: Vector): VectorsRecord => ({
  put: arn,
  key,
  data: Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64'),
  metadata,
});

function replay(record: VectorsRecord, index: (arn: string) => VectorIndex): void {
  if ('delete' in record) {
    index(record.delete).delete(record.key);
    return;
  }
  const { key, data, metadata } = record;
  const bytes = Uint8Array.from(Buffer.from(data, 'base64'));
  index(record.put).put({ key, values: new Float32Array(bytes.buffer), metadata: { ...metadata } });
}
