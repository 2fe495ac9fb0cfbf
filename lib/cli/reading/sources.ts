import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { codesOf, Failure } from '../failure.ts';
import { type JsonValue, JsonValues } from './json-values.ts';

/** Where values come from: a file, or stdin as `-`. */
export interface Source {
  readonly name: string;
  readonly open: () => Readable;
}

/** The sources that arguments name, all of them checked before any is read. */
export async function sourcesOf(
  files: readonly string[],
  stdin: Readable,
): Promise<readonly Source[]> {
  return await Promise.all(
    files.map(async (file): Promise<Source> => {
      if (file === '-') return { name: 'stdin', open: () => stdin };
      const found = await stat(file).catch((error: unknown) => {
        throw unreadable(file, error);
      });
      if (found.isDirectory()) throw new Failure(`${file} is a folder: name its files.`);
      return { name: file, open: () => createReadStream(file, { highWaterMark: 1 << 17 }) };
    }),
  );
}

/** Every JSON value of the sources, one after the other, unpacked where they are gzip. */
export async function* valuesOf(sources: readonly Source[]): AsyncGenerator<JsonValue> {
  for (const { name, open } of sources) {
    const values = new JsonValues(name);
    // A byte order mark is no JSON, but editors write it; the decoder leaves it out.
    const decoder = new TextDecoder('utf-8', { fatal: true });
    try {
      for await (const bytes of unpacked(open()))
        yield* values.push(decoder.decode(bytes, { stream: true }));
      yield* values.push(decoder.decode());
      yield* values.end();
    } catch (error) {
      throw error instanceof Failure ? error : unreadable(name, error);
    }
  }
}

/** The bytes of a stream, unpacked when they begin as gzip does: names and pipes need not tell. */
async function* unpacked(stream: Readable): AsyncGenerator<Uint8Array> {
  const chunks: AsyncIterator<unknown> = stream[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done) return;
  const head = bytesOf(first.value);
  const all = Readable.from(rejoined(head, chunks));
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  // The reader of the last stream hears of errors in any: pipeline destroys it with them.
  const bytes: AsyncIterable<unknown> = isGzip ? pipeline(all, createGunzip(), () => {}) : all;
  for await (const chunk of bytes) yield bytesOf(chunk);
}

async function* rejoined(
  head: Uint8Array,
  rest: AsyncIterator<unknown>,
): AsyncGenerator<Uint8Array> {
  yield head;
  for (let next = await rest.next(); !next.done; next = await rest.next())
    yield bytesOf(next.value);
}

const bytesOf = (chunk: unknown): Uint8Array =>
  chunk instanceof Uint8Array ? chunk : Buffer.from(String(chunk));

function unreadable(name: string, error: unknown): Failure {
  const codes = codesOf(error);
  if (codes.includes('ENOENT')) return new Failure(`${name}: there is no such file.`);
  if (codes.includes('EACCES')) return new Failure(`${name}: no permission to read it.`);
  if (codes.includes('ERR_ENCODING_INVALID_ENCODED_DATA')) {
    return new Failure(`${name} is not UTF-8 text.`);
  }
  if (codes.some((code) => code.startsWith('Z_')))
    return new Failure(`${name}: the gzip data are damaged or cut off.`);
  return new Failure(`${name}: ${error instanceof Error ? error.message : String(error)}`);
}
