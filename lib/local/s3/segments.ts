import {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  read as readFile,
  rmSync,
  write as writeFile,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Where an object's bytes lie. */
export interface Place {
  readonly segment: number;
  readonly offset: number;
  readonly length: number;
}

interface SegmentsOptions {
  readonly dir: string;
  /** A new file is begun when one has grown past this. */
  readonly segmentBytes?: number;
}

interface Segment {
  readonly number: number;
  readonly fd: number;
  size: number;
  /** Bytes of objects that exist. */
  live: number;
  /** Reads and writes under way; the file is closed when it is doomed and they are over. */
  busy: number;
  doomed: boolean;
}

const SEGMENT_BYTES = 64 * 1024 * 1024;
const read = promisify(readFile);
const write = promisify(writeFile);

/**
 * Objects' bytes, appended to a few large files.
 *
 * A file per object costs several system calls and a directory entry each; a page is written far more often than it is
 * read from here. Bytes that a kill leaves without a journal record are garbage, like those of replaced objects.
 */
export class Segments {
  readonly #dir: string;
  readonly #segmentBytes: number;
  readonly #segments = new Map<number, Segment>();
  #current: Segment;

  constructor(options: SegmentsOptions) {
    this.#dir = options.dir;
    this.#segmentBytes = options.segmentBytes ?? SEGMENT_BYTES;
    mkdirSync(this.#dir, { recursive: true });
    const numbers = readdirSync(this.#dir).flatMap((name) => {
      const match = /^(\d+)\.segment$/.exec(name);
      return match ? [Number(match[1])] : [];
    });
    this.#current = this.#open(Math.max(1, ...numbers));
    for (const number of numbers) if (number !== this.#current.number) this.#open(number);
  }

  /** Appends the bytes; they count as live from now on. */
  async write(bytes: Buffer): Promise<Place> {
    if (this.#current.size >= this.#segmentBytes)
      this.#current = this.#open(this.#current.number + 1);
    const segment = this.#current;
    const place = { segment: segment.number, offset: segment.size, length: bytes.length };
    segment.size += bytes.length;
    segment.live += bytes.length;
    segment.busy += 1;
    try {
      for (let done = 0; done < bytes.length; ) {
        const left = bytes.length - done;
        const { bytesWritten } = await write(segment.fd, bytes, done, left, place.offset + done);
        done += bytesWritten;
      }
    } finally {
      this.#release(segment);
    }
    return place;
  }

  async read(place: Place): Promise<Buffer> {
    const segment = this.#segments.get(place.segment);
    if (!segment) throw new Error(`Segment ${place.segment} in ${this.#dir} is missing.`);
    segment.busy += 1;
    try {
      const bytes = Buffer.allocUnsafe(place.length);
      for (let done = 0; done < place.length; ) {
        const left = place.length - done;
        const { bytesRead } = await read(segment.fd, bytes, done, left, place.offset + done);
        if (bytesRead === 0)
          throw new Error(
            `Segment ${place.segment} in ${this.#dir} ends before ${place.offset + place.length}.`,
          );
        done += bytesRead;
      }
      return bytes;
    } finally {
      this.#release(segment);
    }
  }

  /** Says, while the journal is replayed, that the bytes belong to an object. */
  hold(place: Place): void {
    const segment = this.#segments.get(place.segment);
    if (segment) segment.live += place.length;
  }

  /** Says that the bytes belong to no object any more. */
  forget(place: Place): void {
    const segment = this.#segments.get(place.segment);
    if (segment) segment.live -= place.length;
  }

  /** Finished files that are more than half garbage. */
  wasteful(): readonly number[] {
    return [...this.#segments.values()]
      .filter((each) => each !== this.#current && each.live * 2 <= each.size && each.busy === 0)
      .map(({ number }) => number);
  }

  /**
   * Deletes a file without live objects; reads under way still end well. One that has any stays: an object just written
   * there may not have been entered yet.
   */
  drop(number: number): void {
    const segment = this.#segments.get(number);
    if (!segment || segment === this.#current || segment.live > 0) return;
    this.#segments.delete(number);
    rmSync(this.#file(number), { force: true });
    segment.doomed = true;
    segment.busy += 1;
    this.#release(segment);
  }

  close(): void {
    for (const segment of this.#segments.values()) {
      segment.doomed = true;
      segment.busy += 1;
      this.#release(segment);
    }
    this.#segments.clear();
  }

  #open(number: number): Segment {
    // Not in append mode: there Linux ignores the offset that a write names.
    const fd = openSync(this.#file(number), constants.O_RDWR | constants.O_CREAT, 0o644);
    const segment = { number, fd, size: fstatSync(fd).size, live: 0, busy: 0, doomed: false };
    this.#segments.set(number, segment);
    return segment;
  }

  #release(segment: Segment): void {
    segment.busy -= 1;
    if (segment.doomed && segment.busy === 0) closeSync(segment.fd);
  }

  #file(number: number): string {
    return join(this.#dir, `${String(number).padStart(8, '0')}.segment`);
  }
}
