import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { sourcesOf, valuesOf } from '../../lib/cli/reading/sources.ts';

const folder = mkdtempSync(join(tmpdir(), 'offstone-sources-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

async function read(files: readonly string[], stdin: Readable = Readable.from([])) {
  const values: unknown[] = [];
  for await (const { value } of valuesOf(await sourcesOf(files, stdin))) values.push(value);
  return values;
}

test('files, packed files and stdin are read in the order they are named', async () => {
  const plain = file('a.json', '{"id":"a"}');
  const packed = file('b.ndjson.gz', gzipSync('{"id":"b"}\n{"id":"c"}'));
  const piped = Readable.from([gzipSync('[{"id":"d"}]')]);
  expect(await read([plain, packed, '-'], piped)).toEqual([
    { id: 'a' },
    { id: 'b' },
    { id: 'c' },
    { id: 'd' },
  ]);
});

test('packed files are known by their content, not by their name', async () => {
  expect(await read([file('packed.json', gzipSync('[1,2]')), file('plain.gz', '[3]')])).toEqual([
    1, 2, 3,
  ]);
});

test('a byte order mark is left out, and a character cut between two pieces is whole again', async () => {
  const bytes = Buffer.from('\uFEFF{"headline":"漢字🚢"}');
  const pieces = Array.from(bytes, (byte) => Buffer.from([byte]));
  expect(await read(['-'], Readable.from(pieces))).toEqual([{ headline: '漢字🚢' }]);
});

test.each([
  [
    'a file that is not there',
    () => join(folder, 'none.json'),
    /none\.json: there is no such file\.$/,
  ],
  ['a folder', () => folder, /is a folder/],
  [
    'text in another encoding',
    () => file('latin.json', Buffer.from([0x22, 0xe9, 0x22])),
    /not UTF-8/,
  ],
  [
    'a packed file cut off',
    () => file('cut.gz', gzipSync('[1,2,3]').subarray(0, 15)),
    /gzip data are damaged/,
  ],
])('%s is said in one line', async (_what, make, message) => {
  await expect(read([make()])).rejects.toThrow(message);
});

test('nothing is read when one of the files is missing', async () => {
  await expect(read([file('good.json', '1'), join(folder, 'none.json')])).rejects.toThrow(
    'none.json',
  );
});
