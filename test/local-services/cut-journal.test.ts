import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openS3 } from '../../lib/local/s3/open.ts';
import { openSqs, type Sqs } from '../../lib/local/sqs/open.ts';
import type { Queue } from '../../lib/local/sqs/queue.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'offstone-cut-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const settings = { visibilityTimeout: 0, retention: 345_600, delaySeconds: 0 };

type Step = 'send' | 'receive' | 'delete' | 'purge';

/** Work on a queue, each piece one record of the journal. */
const work = fc.array(fc.constantFrom<Step>('send', 'send', 'receive', 'delete', 'purge'), {
  maxLength: 25,
});
const START = Date.parse('2026-11-24T08:00:00Z');

/** Messages and how often they were received. */
type Picture = readonly (readonly [id: string, receives: number])[];

async function open(now: number): Promise<Sqs> {
  const sqs = await openSqs({ dir, endpoint: 'http://127.0.0.1', now: () => now });
  sqs.createQueue({ ...settings, name: 'work' });
  return sqs;
}

// Method: take a picture after each record, cut the journal at any byte, and find the picture of the last whole record.
test('a queue whose journal is cut anywhere opens as it once was', async () => {
  const journal = join(dir, 'sqs.journal');
  await fc.assert(
    fc.asyncProperty(work, fc.double({ min: 0, max: 1, noNaN: true }), async (steps, cut) => {
      writeFileSync(journal, '');
      const history = await pictures(journal, steps);
      const whole = statSync(journal).size;
      truncateSync(journal, Math.floor(whole * cut));
      const size = statSync(journal).size;
      const sqs = await open(START + 3_600_000);
      const found = (await sqs.queue('work')?.receive(1000, { waitMs: 0 })) ?? [];
      await sqs.close();
      const expected = history.findLast((each) => each.size <= size)?.picture ?? [];
      expect(new Map(found.map(({ id, receiveCount }) => [id, receiveCount - 1]))).toEqual(
        new Map(expected),
      );
    }),
    { numRuns: 100 },
  );
}, 60_000);

/** Works at a queue and takes a picture after each piece of work. */
async function pictures(journal: string, steps: readonly Step[]) {
  const sqs = await open(START);
  const desk = new Desk(sqs);
  const history: { readonly size: number; readonly picture: Picture }[] = [];
  for (const step of steps) {
    await desk[step]();
    history.push({ size: statSync(journal).size, picture: [...desk.known] });
  }
  await sqs.close();
  return history;
}

class Desk {
  readonly known = new Map<string, number>();
  readonly #receipts: (readonly [id: string, receipt: string])[] = [];
  readonly #queue: Queue;

  constructor(sqs: Sqs) {
    const queue = sqs.queue('work');
    if (!queue) throw new Error('No queue.');
    this.#queue = queue;
  }

  async send(): Promise<void> {
    this.known.set(await this.#queue.send('page'), 0);
  }

  async receive(): Promise<void> {
    const messages = await this.#queue.receive(2, { waitMs: 0, visibilityTimeout: 60 });
    for (const { id, receipt, receiveCount } of messages) {
      this.known.set(id, receiveCount);
      this.#receipts.push([id, receipt]);
    }
  }

  async delete(): Promise<void> {
    const [id, receipt] = this.#receipts.pop() ?? [];
    if (id === undefined || receipt === undefined) return;
    await this.#queue.delete([receipt]);
    this.known.delete(id);
  }

  async purge(): Promise<void> {
    if (this.known.size < 5) return;
    await this.#queue.purge();
    this.known.clear();
    this.#receipts.length = 0;
  }
}

test('a bucket whose journal is cut anywhere opens as it once was', async () => {
  const journal = join(dir, 's3.journal');
  const puts = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.boolean()), { maxLength: 20 });
  const cuts = fc.double({ min: 0, max: 1, noNaN: true });
  await fc.assert(
    fc.asyncProperty(puts, cuts, async (steps, cut) => {
      rmSync(dir, { recursive: true });
      const s3 = await openS3({ dir });
      const bucket = s3.createBucket('pages');
      const pages = new Map<string, string>();
      const history: { size: number; pages: ReadonlyMap<string, string> }[] = [];
      for (const [index, [key, removes]] of steps.entries()) {
        if (removes) await bucket.delete([key]);
        else await bucket.put(key, Buffer.from(`version ${index}`));
        if (removes) pages.delete(key);
        else pages.set(key, `version ${index}`);
        history.push({ size: statSync(journal).size, pages: new Map(pages) });
      }
      await s3.close();
      const bytes = readFileSync(journal);
      writeFileSync(journal, bytes.subarray(0, Math.floor(bytes.length * cut)));
      const size = statSync(journal).size;
      const again = await openS3({ dir });
      const found = new Map<string, string>();
      for (const key of again.createBucket('pages').keysFrom(''))
        found.set(key, (await again.bucket('pages')?.get(key))?.bytes.toString() ?? '(missing)');
      await again.close();
      expect(found).toEqual(history.findLast((each) => each.size <= size)?.pages ?? new Map());
    }),
    { numRuns: 60 },
  );
}, 60_000);
