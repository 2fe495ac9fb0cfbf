import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openSqs, type Sqs } from '../../lib/local/sqs/open.ts';

const MAX_RECEIVES = 3;
const START = Date.parse('2026-11-24T08:00:00Z');

type Step =
  | { readonly send: number }
  | { readonly receive: number; readonly visibility: number }
  | { readonly delete: number }
  | { readonly change: number; readonly visibility: number }
  | { readonly wait: number }
  | { readonly restart: true };

/** Few different times, so that things fall due together and receipts grow old. */
const seconds = fc.nat({ max: 4 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ send: seconds }) },
  {
    weight: 5,
    arbitrary: fc.record({ receive: fc.integer({ min: 1, max: 4 }), visibility: seconds }),
  },
  { weight: 3, arbitrary: fc.record({ delete: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ change: fc.nat(), visibility: seconds }) },
  { weight: 3, arbitrary: fc.record({ wait: seconds }) },
  { weight: 1, arbitrary: fc.record({ restart: fc.constant(true as const) }) },
);

/** What the oracle knows of a message: no heap, no ready list, no journal. */
interface Known {
  dueAt: number;
  receives: number;
  dead: boolean;
}

interface Receipt {
  readonly id: string;
  readonly handle: string;
  readonly receives: number;
}

/** A queue beside a plain map that says what it must do. */
class Desk {
  readonly dir = mkdtempSync(join(tmpdir(), 'offstone-sqs-history-'));
  readonly known = new Map<string, Known>();
  readonly receipts: Receipt[] = [];
  now = START;
  #sqs: Sqs | undefined;

  async open(): Promise<void> {
    await this.#sqs?.close();
    this.#sqs = await openSqs({
      dir: this.dir,
      endpoint: 'http://127.0.0.1/aws/sqs',
      now: () => this.now,
      compactAfterBytes: 6000,
    });
    const settings = { visibilityTimeout: 5, retention: 1_209_600, delaySeconds: 0 };
    const dead = this.#sqs.createQueue({ ...settings, name: 'dead' });
    const redrive = { deadLetterArn: dead.arn, maxReceiveCount: MAX_RECEIVES };
    this.#sqs.createQueue({ ...settings, name: 'work', redrive });
  }

  queue(name: 'work' | 'dead') {
    const queue = this.#sqs?.queue(name);
    if (!queue) throw new Error(`No queue ${name}.`);
    return queue;
  }

  async close(): Promise<void> {
    await this.#sqs?.close();
    rmSync(this.dir, { recursive: true });
  }

  async run(step: Step): Promise<void> {
    if ('send' in step) await this.#send(step.send);
    else if ('receive' in step) await this.#receive(step.receive, step.visibility);
    else if ('delete' in step) await this.#delete(step.delete);
    else if ('change' in step) await this.#change(step.change, step.visibility);
    else if ('wait' in step) this.now += step.wait * 1000;
    else await this.open();
  }

  async #send(delay: number): Promise<void> {
    const id = await this.queue('work').send('page', delay);
    this.known.set(id, { dueAt: this.now + delay * 1000, receives: 0, dead: false });
  }

  async #receive(max: number, visibility: number): Promise<void> {
    const due = [...this.known].filter(([, each]) => !each.dead && each.dueAt <= this.now);
    const fit = due.filter(([, each]) => each.receives < MAX_RECEIVES);
    const options = { waitMs: 0, visibilityTimeout: visibility };
    const messages = await this.queue('work').receive(max, options);
    await this.#bury();
    expect(messages).toHaveLength(Math.min(max, fit.length));
    for (const message of messages) {
      const known = this.known.get(message.id);
      expect(known, 'neither deleted nor unknown').toBeDefined();
      expect(known?.dueAt, 'not received early').toBeLessThanOrEqual(this.now);
      expect(message.receiveCount).toBe((known?.receives ?? 0) + 1);
      this.known.set(message.id, {
        dueAt: this.now + visibility * 1000,
        receives: message.receiveCount,
        dead: false,
      });
      this.receipts.push({
        id: message.id,
        handle: message.receipt,
        receives: message.receiveCount,
      });
    }
  }

  async #delete(pick: number): Promise<void> {
    const receipt = this.receipts[pick % this.receipts.length];
    if (!receipt) return;
    await this.queue('work').delete([receipt.handle]);
    const known = this.known.get(receipt.id);
    if (known && !known.dead && known.receives === receipt.receives) this.known.delete(receipt.id);
  }

  /** Learns which spent messages stood in a receiver's way; only those may be buried. */
  async #bury(): Promise<void> {
    const look = { waitMs: 0, visibilityTimeout: 0 };
    for (const { id } of await this.queue('dead').receive(1000, look)) {
      const known = this.known.get(id);
      if (!known?.dead) {
        expect(known).toMatchObject({ receives: MAX_RECEIVES });
        expect(known?.dueAt).toBeLessThanOrEqual(this.now);
      }
      if (known) known.dead = true;
    }
  }

  async #change(pick: number, visibility: number): Promise<void> {
    const receipt = this.receipts[pick % this.receipts.length];
    if (!receipt) return;
    const known = this.known.get(receipt.id);
    const inFlight =
      known?.receives === receipt.receives && !known.dead && known.dueAt > this.now
        ? known
        : undefined;
    const changed = this.queue('work').changeVisibility([receipt.handle], visibility);
    if (!inFlight) await expect(changed).rejects.toThrow();
    else {
      await changed;
      inFlight.dueAt = this.now + visibility * 1000;
    }
  }

  /** Everything that was sent and not deleted is where it should be. */
  check(): void {
    const known = [...this.known.values()];
    const alive = known.filter(({ dead }) => !dead);
    const visible = alive.filter(({ dueAt }) => dueAt <= this.now);
    const delayed = alive.filter(({ dueAt, receives }) => dueAt > this.now && receives === 0);
    expect(this.queue('dead').counts().visible).toBe(known.length - alive.length);
    expect(this.queue('work').counts()).toEqual({
      visible: visible.length,
      inFlight: alive.length - visible.length - delayed.length,
      delayed: delayed.length,
    });
  }
}

// Method: run any story against the queue and against a plain map of what is known; a queue that loses a message,
// gives one out early, or takes back a deletion disagrees with the map.
test('no message is lost, deleted by an old receipt, or given out early, whatever happens', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (steps) => {
      const desk = new Desk();
      try {
        await desk.open();
        for (const each of steps) {
          await desk.run(each);
          desk.check();
        }
        await desk.open();
        desk.check();
      } finally {
        await desk.close();
      }
    }),
    { numRuns: 100 },
  );
}, 60_000);
