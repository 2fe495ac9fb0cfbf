import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** One former file is kept beside it; so a function's log never takes more than twice this. */
const BYTES_MAX = 8 * 1024 * 1024;

/** What a function wrote, as on AWS its log group keeps it. */
export interface LogFile {
  write(text: string | Buffer): void;
  close(): void;
}

/** Opens a log to append to it. */
export function openLogFile(file: string): LogFile {
  mkdirSync(dirname(file), { recursive: true });
  let fd: number | undefined = openSync(file, 'a');
  let bytes = fstatSync(fd).size;
  return {
    write(text) {
      if (fd === undefined) return;
      if (bytes > BYTES_MAX) {
        closeSync(fd);
        renameSync(file, `${file}.old`);
        fd = openSync(file, 'a');
        bytes = 0;
      }
      bytes += typeof text === 'string' ? writeSync(fd, text) : writeSync(fd, text);
    },
    close() {
      if (fd !== undefined) closeSync(fd);
      fd = undefined;
    },
  };
}
