import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Lists } from './judge.ts';

/** Lists as a method wrote them: JSON lines `{"id","related":[…]}`, gzip'd if the name says so. */
export function readLists(file: string): Lists {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const rows = text
    .split('\n')
    .filter(Boolean)
    .map((row) => JSON.parse(row) as { readonly id: string; readonly related: readonly string[] });
  return new Map(rows.map(({ id, related }) => [id, related]));
}
