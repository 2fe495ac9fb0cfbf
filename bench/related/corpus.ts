import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Story } from './newsroom.ts';

/** A corpus of articles as JSON lines, gzip'd or not, in order of publication. */
export function readCorpus(file: string): readonly Story[] {
  const bytes = readFileSync(file);
  const text = (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString(
    'utf8',
  );
  return text
    .split('\n')
    .filter(Boolean)
    .map((line, n) => story(line, `${file}:${n + 1}`))
    .sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

const order = ({ date, id }: Story): string => `${date} ${id}`;

function story(line: string, where: string): Story {
  const found = JSON.parse(line) as Partial<Story>;
  const { id, title, body, date, lang } = found;
  if (!id || !title || !date || !lang || typeof body !== 'string') {
    throw new RangeError(`${where}: an article needs id, title, body, date and lang.`);
  }
  return { ...found, id, title, body, date, lang };
}
