import { text as textOf } from 'node:stream/consumers';
import { Failure } from '../failure.ts';
import { csvRecords } from './csv.ts';
import { JsonValues } from './json-values.ts';
import type { Source } from './sources.ts';

/** One line of a list of redirects, as it stands there. */
export interface RedirectRow {
  readonly from: string;
  readonly to: string;
  readonly line: number;
}

/** The rows of a list of redirects: CSV with two columns, or JSON objects with `from` and `to`, in a list or a line each. */
export async function redirectRows({ name, open }: Source): Promise<readonly RedirectRow[]> {
  const text = (await textOf(open())).replace(/^\uFEFF/, '');
  return /^\s*[[{]/.test(text) ? [...jsonRows(name, text)] : [...csvRows(name, text)];
}

function* jsonRows(name: string, text: string): Generator<RedirectRow> {
  const values = new JsonValues(name);
  for (const { value, line } of [...values.push(text), ...values.end()]) {
    const { from, to }: Partial<Readonly<Record<string, unknown>>> = Object(value);
    if (typeof from !== 'string' || typeof to !== 'string')
      throw new Failure(`${name}, line ${line}: each redirect must have a from and a to, as text.`);
    yield { from, to, line };
  }
}

function* csvRows(name: string, text: string): Generator<RedirectRow> {
  for (const { fields, line } of csvRecords(name, text)) {
    const [from = '', to = ''] = fields;
    if (line === 1 && /^from$/i.test(from)) continue;
    if (from === '' || to === '' || fields.length > 2)
      throw new Failure(`${name}, line ${line}: each line must have two columns, from and to.`);
    yield { from, to, line };
  }
}
