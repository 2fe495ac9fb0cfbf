import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Bucket } from '../../lib/local/s3/bucket.ts';
import { openS3 } from '../../lib/local/s3/open.ts';
import { S3Error } from '../../lib/local/s3/s3-error.ts';

const temporary = () => mkdtempSync(join(tmpdir(), 'offstone-s3-history-'));

type Step =
  | { readonly put: string; readonly size: number }
  | { readonly remove: string }
  | { readonly restart: true };

const key = fc.constantFrom('a', 'a/b', 'a/b/c', 'é', '\u{1f5de}', 'index.html');
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ put: key, size: fc.nat({ max: 3000 }) }) },
  { weight: 2, arbitrary: fc.record({ remove: key }) },
  { weight: 1, arbitrary: fc.record({ restart: fc.constant(true as const) }) },
);

// Method: the oracle is a plain map; small segments make the cleaner move objects about all the time.
test('a bucket holds what a plain map would hold, through restarts and cleaning', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const dir = temporary();
      const open = () => openS3({ dir, segmentBytes: 4000, compactAfterBytes: 3000 });
      let s3 = await open();
      const pages = new Map<string, Buffer>();
      try {
        for (const [index, each] of [...steps, { restart: true } as const].entries()) {
          const bucket = s3.createBucket('pages');
          if ('put' in each) {
            const bytes = Buffer.alloc(each.size, index % 256);
            await bucket.put(each.put, bytes, { metadata: { nonce: String(index) } });
            pages.set(each.put, bytes);
          } else if ('remove' in each) {
            await bucket.delete([each.remove]);
            pages.delete(each.remove);
          } else {
            await s3.close();
            s3 = await open();
          }
          await expectSame(s3.createBucket('pages'), pages);
        }
      } finally {
        await s3.close();
        rmSync(dir, { recursive: true });
      }
    }),
    { numRuns: 60 },
  );
}, 60_000);

async function expectSame(bucket: Bucket, pages: ReadonlyMap<string, Buffer>): Promise<void> {
  expect([...bucket.keysFrom('')].sort()).toEqual([...pages.keys()].sort());
  for (const [name, bytes] of pages) expect((await bucket.get(name))?.bytes).toEqual(bytes);
}

test('pages written over and over leave no garbage behind for long', async () => {
  const dir = temporary();
  const s3 = await openS3({ dir, segmentBytes: 50_000 });
  const bucket = s3.createBucket('pages');
  const archive = Array.from({ length: 20 }, (_, day) => `archive-${day}`);
  for (const [day, key] of archive.entries()) {
    await bucket.put(key, Buffer.alloc(1000, day));
    for (let round = 0; round < 10; round += 1)
      await bucket.put(`front-${round % 5}`, Buffer.alloc(5000, round));
  }
  await s3.close();
  expect(readdirSync(join(dir, 'segments')).length).toBeLessThan(6);
  const again = await openS3({ dir, segmentBytes: 50_000 });
  for (const [day, key] of archive.entries())
    expect((await again.createBucket('pages').get(key))?.bytes).toEqual(Buffer.alloc(1000, day));
  await again.close();
  rmSync(dir, { recursive: true });
});

// Method: many renderers add themselves to one page by reading it and putting it back If-Match; a lost update would
// leave somebody's line out.
test('renderers that chain their writes by ETag lose no update, however they race', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 2, max: 12 }),
      fc.nat({ max: 6 }),
      async (racers, rounds) => {
        const dir = temporary();
        const s3 = await openS3({ dir });
        const bucket = s3.createBucket('pages');
        const lines = Array.from({ length: racers }, (_, racer) =>
          Array.from({ length: rounds }, (__, round) => `${racer}.${round}`),
        );
        await Promise.all(
          lines.map(async (own) => {
            for (const line of own) await addLine(bucket, line);
          }),
        );
        const page = (await bucket.get('front'))?.bytes.toString() ?? '';
        expect(page.split('\n').filter(Boolean).sort()).toEqual(lines.flat().sort());
        await s3.close();
        rmSync(dir, { recursive: true });
      },
    ),
    { numRuns: 25 },
  );
}, 60_000);

async function addLine(bucket: Bucket, line: string): Promise<void> {
  for (;;) {
    const before = await bucket.get('front');
    const text = `${before?.bytes.toString() ?? ''}${line}\n`;
    const condition = before ? { ifMatch: before.etag } : { ifNoneMatch: '*' as const };
    try {
      await bucket.put('front', Buffer.from(text), condition);
      return;
    } catch (error) {
      if (!(error instanceof S3Error) || error.status !== 412) throw error;
    }
  }
}
