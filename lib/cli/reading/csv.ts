import { Failure } from '../failure.ts';

/** One record of a CSV file, and the line it begins on. */
export interface CsvRecord {
  readonly fields: readonly string[];
  readonly line: number;
}

const FIELD = /(?:"((?:[^"]|"")*)"|([^",;\t\r\n]*))([,;\t]|\r?\n|\r|$)/y;

/** The records of a CSV text (RFC 4180), separated by commas, semicolons or tabs. Empty lines are left out. @throws Failure naming the line of a broken quotation. */
export function* csvRecords(name: string, text: string): Generator<CsvRecord> {
  let fields: string[] = [];
  let line = 1;
  let begun = 1;
  FIELD.lastIndex = 0;
  for (let at = 0; at < text.length; ) {
    FIELD.lastIndex = at;
    const match = FIELD.exec(text);
    if (!match) throw new Failure(`${name}, line ${line}: a quotation mark is not closed.`);
    const [whole, quoted, plain = '', end = ''] = match;
    fields.push((quoted?.replaceAll('""', '"') ?? plain).trim());
    line += whole.match(/\r?\n|\r/g)?.length ?? 0;
    at += whole.length;
    if (/[,;\t]/.test(end) && at < text.length) continue;
    if (fields.some((field) => field !== '')) yield { fields, line: begun };
    fields = [];
    begun = line;
  }
}
