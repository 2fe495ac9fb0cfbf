import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Journal, openJournal } from '../journal.ts';
import type { Service } from '../service.ts';
import { Bucket, type BucketHome, type S3Record } from './bucket.ts';
import { createS3Service } from './s3-service.ts';
import { Segments } from './segments.ts';

interface S3Options {
  readonly dir: string;
  readonly now?: () => number;
  readonly segmentBytes?: number;
  readonly compactAfterBytes?: number;
}

/** The buckets of one embedded account. */
export interface S3 extends Service {
  /** Makes a bucket or gives the one there is, with the objects of earlier runs in it. */
  createBucket(name: string): Bucket;
  bucket(name: string): Bucket | undefined;
  buckets(): readonly Bucket[];
  close(): Promise<void>;
}

/** Opens the buckets. An object is there whole or not at all, however an earlier run ended. */
export async function openS3(options: S3Options): Promise<S3> {
  mkdirSync(options.dir, { recursive: true });
  const segments = new Segments({ ...options, dir: join(options.dir, 'segments') });
  const stored = new Map<string, Bucket>();
  const created = new Map<string, Bucket>();
  const cleaner = createCleaner(segments, () => stored.values());
  let journal: Journal | undefined;
  const home: BucketHome = {
    segments,
    journal() {
      if (!journal) throw new Error('The buckets are still being opened.');
      return journal;
    },
    now: options.now ?? Date.now,
    wasted: cleaner.wake,
  };
  const store = (name: string) => {
    const bucket = stored.get(name) ?? new Bucket(name, home);
    stored.set(name, bucket);
    return bucket;
  };
  journal = await openJournal({
    file: join(options.dir, 's3.journal'),
    replay(line) {
      const record = line as S3Record;
      store('put' in record ? record.put : record.drop).replay(record);
    },
    *snapshot() {
      for (const bucket of stored.values()) yield* bucket.snapshot();
    },
    ...(options.compactAfterBytes ? { compactAfterBytes: options.compactAfterBytes } : {}),
  });
  cleaner.wake();
  return {
    ...createS3Service({
      bucket: (name) => created.get(name),
      buckets: () => [...created.values()],
    }),
    createBucket(name) {
      const bucket = store(name);
      created.set(name, bucket);
      return bucket;
    },
    bucket: (name) => created.get(name),
    buckets: () => [...created.values()],
    async close() {
      await cleaner.close();
      await journal?.close();
      segments.close();
    },
  };
}

/** Frees the disk of segments that are mostly garbage, one at a time, behind the work. */
function createCleaner(segments: Segments, buckets: () => Iterable<Bucket>) {
  let running: Promise<void> | undefined;
  let closed = false;

  const clean = async () => {
    for (const number of segments.wasteful()) {
      for (const bucket of buckets()) await bucket.vacate(number);
      if (closed) return;
      segments.drop(number);
    }
  };

  return {
    wake() {
      if (running || closed || segments.wasteful().length === 0) return;
      // What keeps the cleaner from its work keeps `get` or `put` from theirs, and they report it.
      running = clean()
        .catch(() => undefined)
        .finally(() => {
          running = undefined;
        });
    },
    async close() {
      closed = true;
      await running;
    },
  };
}
