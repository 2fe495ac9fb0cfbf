import { isUtf8 } from 'node:buffer';
import { closeSync, existsSync, openSync, readSync } from 'node:fs';

/** What a journal's file held: `bytes` of whole lines, then a torn one. */
export interface FoundJournal {
  readonly bytes: number;
  readonly tornBytes: number;
  /** The size of the snapshot that the file starts with; 0 without one. */
  readonly snapshotBytes: number;
}

const CHUNK_BYTES = 1 << 20;
const NEWLINE = 0x0a;

/** Hands every record of the file to `replay`. A missing file is an empty one. */
export function readJournal(file: string, replay: (record: unknown) => void): FoundJournal {
  let bytes = 0;
  let snapshotBytes = 0;
  let number = 0;
  const torn = eachLine(file, (line) => {
    number += 1;
    const record = parseLine(file, number, line);
    if (typeof record !== 'number') replayLine(file, number, () => replay(record));
    else if (record === bytes) snapshotBytes = record;
    else throw damaged(file, number, `its snapshot has ${bytes} bytes, not ${record}`);
    bytes += line.length + 1;
  });
  return { bytes, tornBytes: torn, snapshotBytes };
}

function parseLine(file: string, number: number, line: Buffer): unknown {
  if (!isUtf8(line)) throw damaged(file, number, 'it is not UTF-8 text');
  try {
    return JSON.parse(line.toString());
  } catch (cause) {
    throw damaged(file, number, 'it is not JSON', cause);
  }
}

function replayLine(file: string, number: number, replay: () => void): void {
  try {
    replay();
  } catch (cause) {
    throw damaged(file, number, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function damaged(file: string, line: number, why: string, cause?: unknown): Error {
  return new Error(
    `The data file ${file} is damaged at line ${line}: ${why}. Move the data folder away, or start with another one: --data DIR.`,
    { cause },
  );
}

/** Calls back with each whole line, without its newline. Gives the number of bytes after the last newline. */
function eachLine(file: string, take: (line: Buffer) => void): number {
  if (!existsSync(file)) return 0;
  const fd = openSync(file, 'r');
  try {
    let rest: Buffer[] = [];
    for (;;) {
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      const read = readSync(fd, chunk, 0, CHUNK_BYTES, null);
      if (read === 0) return rest.reduce((sum, part) => sum + part.length, 0);
      rest = splitLines(rest, chunk.subarray(0, read), take);
    }
  } finally {
    closeSync(fd);
  }
}

/** Takes the whole lines of a chunk, the first one beginning with `rest`; gives what is left over. */
function splitLines(rest: Buffer[], chunk: Buffer, take: (line: Buffer) => void): Buffer[] {
  let from = 0;
  let before = rest;
  for (;;) {
    const end = chunk.indexOf(NEWLINE, from);
    if (end < 0) return from < chunk.length ? [...before, chunk.subarray(from)] : before;
    const piece = chunk.subarray(from, end);
    take(before.length > 0 ? Buffer.concat([...before, piece]) : piece);
    before = [];
    from = end + 1;
  }
}
