import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { readJournal } from './journal-reader.ts';

/** What a service tells the journal about itself. */
export interface JournalOptions {
  readonly file: string;
  /** Takes one record of the past into the service's memory; called in the order of `append`. */
  replay(record: unknown): void;
  /** Records that rebuild the service's whole present state. Read to its end in one turn. */
  snapshot(): Iterable<unknown>;
  /** The file is rewritten as a snapshot when it has outgrown this, and twice its last snapshot. */
  readonly compactAfterBytes?: number;
}

/** A durable log. What was appended survives `kill -9` of the process (not the loss of power). */
export interface Journal {
  /** Resolves when the record is with the operating system. All of one turn go out in one write. */
  append(record: unknown): Promise<void>;
  /** Resolves when everything appended so far is with the operating system. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

const COMPACT_AFTER_BYTES = 64 * 1024 * 1024;
const SNAPSHOT_WRITE_CHARS = 1 << 20;

/**
 * Opens the log and replays it.
 *
 * The file is JSON lines, an object each. A bare number is the journal's own line: it ends a snapshot and gives that
 * snapshot's size in bytes. A last line without an end is a write that a kill tore: nobody was ever told that it was
 * kept, so it is dropped. Any other damage is an error.
 */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  rmSync(`${options.file}.new`, { force: true });
  const found = readJournal(options.file, (record) => options.replay(record));
  const fd = openSync(options.file, 'a');
  if (found.tornBytes > 0) ftruncateSync(fd, found.bytes);
  return new FileJournal(options, fd, found);
}

interface Batch {
  lines: string[];
  readonly promise: Promise<void>;
  resolve(): void;
  reject(cause: Error): void;
}

class FileJournal implements Journal {
  readonly #options: JournalOptions;
  readonly #compactAfter: number;
  #fd: number;
  #bytes: number;
  #snapshotBytes: number;
  #batch: Batch | undefined;
  #failure: Error | undefined;
  #closed = false;

  constructor(
    options: JournalOptions,
    fd: number,
    found: { readonly bytes: number; readonly snapshotBytes: number },
  ) {
    this.#options = options;
    this.#compactAfter = options.compactAfterBytes ?? COMPACT_AFTER_BYTES;
    this.#fd = fd;
    this.#bytes = found.bytes;
    this.#snapshotBytes = found.snapshotBytes;
    this.#compactIfGrown();
  }

  append(record: unknown): Promise<void> {
    if (this.#failure) return Promise.reject(this.#failure);
    if (this.#closed)
      return Promise.reject(new Error(`The journal ${this.#options.file} is closed.`));
    this.#batch ??= this.#newBatch();
    this.#batch.lines.push(JSON.stringify(record));
    return this.#batch.promise;
  }

  settled(): Promise<void> {
    if (this.#failure) return Promise.reject(this.#failure);
    return this.#batch?.promise ?? Promise.resolve();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#flush();
    closeSync(this.#fd);
  }

  /** The turn's batch: everything that arrives before the event loop comes round shares one write. */
  #newBatch(): Batch {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    // A caller may rely on `settled` instead; the failure reaches everybody through `#failure`.
    promise.catch(() => undefined);
    setImmediate(() => this.#flush());
    return { lines: [], promise, resolve, reject };
  }

  #flush(): void {
    const batch = this.#batch;
    if (!batch) return;
    this.#batch = undefined;
    try {
      this.#bytes += writeWhole(this.#fd, `${batch.lines.join('\n')}\n`);
      this.#compactIfGrown();
      batch.resolve();
    } catch (cause) {
      // Memory is now ahead of the file, so nothing may be answered from it any more.
      this.#failure = new Error(
        `The journal ${this.#options.file} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}. Make room on the disk and start again.`,
        { cause },
      );
      batch.reject(this.#failure);
    }
  }

  #compactIfGrown(): void {
    if (this.#bytes <= Math.max(this.#compactAfter, 2 * this.#snapshotBytes)) return;
    const fresh = `${this.#options.file}.new`;
    const fd = openSync(fresh, 'w');
    try {
      const size = writeSnapshot(fd, this.#options.snapshot());
      // The one fsync: a rename may reach the disk before the bytes do, and then all would be lost.
      fsyncSync(fd);
      renameSync(fresh, this.#options.file);
      [this.#bytes, this.#snapshotBytes] = [size.total, size.snapshot];
    } catch (cause) {
      closeSync(fd);
      rmSync(fresh, { force: true });
      if (!(cause instanceof Error && 'code' in cause)) throw cause;
      // A disk too full for a second copy: the log itself is whole, so try again once it has doubled.
      this.#snapshotBytes = this.#bytes;
      return;
    }
    closeSync(this.#fd);
    this.#fd = fd;
  }
}

function writeSnapshot(
  fd: number,
  records: Iterable<unknown>,
): { readonly snapshot: number; readonly total: number } {
  let snapshot = 0;
  let pending: string[] = [];
  let chars = 0;
  const flush = () => {
    if (pending.length > 0) snapshot += writeWhole(fd, `${pending.join('\n')}\n`);
    pending = [];
    chars = 0;
  };
  for (const record of records) {
    const line = JSON.stringify(record);
    pending.push(line);
    chars += line.length;
    if (chars > SNAPSHOT_WRITE_CHARS) flush();
  }
  flush();
  return { snapshot, total: snapshot + writeWhole(fd, `${snapshot}\n`) };
}

/** One write() nearly always; the operating system may take less than all when a disk fills up. */
function writeWhole(fd: number, text: string): number {
  const bytes = Buffer.from(text);
  let written = 0;
  while (written < bytes.length) written += writeSync(fd, bytes, written);
  return bytes.length;
}
