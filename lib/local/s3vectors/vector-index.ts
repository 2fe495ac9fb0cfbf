import { type Filter, type Metadata, matches } from './filter.ts';
import { invalid } from './vectors-error.ts';

/** An index of the template. */
export interface IndexSpec {
  readonly arn: string;
  readonly dimension: number;
  /** Metadata that is kept and cannot be searched by. */
  readonly unfilterable: readonly string[];
}

export interface Vector {
  readonly key: string;
  readonly values: Float32Array;
  readonly metadata: Metadata;
}

interface Stored extends Vector {
  readonly norm: number;
}

/** The vectors of one index. A search compares with every one of them: exact where S3 Vectors is near enough. */
export class VectorIndex {
  readonly #vectors = new Map<string, Stored>();

  get size(): number {
    return this.#vectors.size;
  }

  put(vector: Vector): void {
    this.#vectors.set(vector.key, {
      ...vector,
      norm: Math.sqrt(dot(vector.values, vector.values)),
    });
  }

  get(key: string): Vector | undefined {
    return this.#vectors.get(key);
  }

  delete(key: string): boolean {
    return this.#vectors.delete(key);
  }

  all(): Iterable<Vector> {
    return this.#vectors.values();
  }

  /** The nearest by cosine distance, of equally near ones by key. */
  nearest(
    query: Float32Array,
    count: number,
    filter: Filter | undefined,
  ): readonly (Vector & { readonly distance: number })[] {
    const norm = Math.sqrt(dot(query, query));
    return [...this.#vectors.values()]
      .filter(({ metadata }) => !filter || matches(filter, metadata))
      .map((vector) => ({
        ...vector,
        distance: Math.fround(1 - dot(query, vector.values) / (norm * vector.norm)),
      }))
      .sort((a, b) => a.distance - b.distance || (a.key < b.key ? -1 : 1))
      .slice(0, count);
  }
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let n = 0; n < a.length; n += 1) sum += (a[n] ?? 0) * (b[n] ?? 0);
  return sum;
}

/** Numbers as an index of these dimensions keeps them. @throws VectorsError for what has no cosine there. */
export function valuesOf(
  numbers: readonly number[],
  { dimension }: IndexSpec,
  what: string,
): Float32Array {
  if (numbers.length !== dimension) {
    throw invalid(`${what} must have length ${dimension}, but has length ${numbers.length}.`);
  }
  const values = Float32Array.from(numbers);
  if (!values.every(Number.isFinite)) throw invalid(`${what} has a value that is no float32.`);
  if (values.every((value) => value === 0)) {
    throw invalid(`${what} has only zeros, which no cosine can be taken of.`);
  }
  return values;
}
