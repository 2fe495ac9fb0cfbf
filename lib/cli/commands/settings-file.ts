import type { Readable } from 'node:stream';
import { Failure } from '../failure.ts';
import { sourcesOf, valuesOf } from '../reading/sources.ts';

/** The one JSON object of a file. */
export async function objectIn(
  file: string,
  stdin: Readable,
): Promise<Readonly<Record<string, unknown>>> {
  const values = [];
  for await (const { value } of valuesOf(await sourcesOf([file], stdin))) values.push(value);
  const [value] = values;
  if (values.length !== 1 || typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Failure(`${file} must hold one JSON object.`);
  }
  return { ...value };
}

/** The revision after a stored one, or the first. */
export const nextRevision = (stored: unknown): number =>
  typeof stored === 'number' && Number.isSafeInteger(stored) ? stored + 1 : 1;
