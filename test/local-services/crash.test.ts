import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { BusEvent } from '../../lib/local/events/bus-event.ts';
import { openEvents } from '../../lib/local/events/open.ts';
import { openS3 } from '../../lib/local/s3/open.ts';
import { openSqs } from '../../lib/local/sqs/open.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'offstone-crash-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const settings = { visibilityTimeout: 0, retention: 345_600, delaySeconds: 0 };

/** Lets a process of its own work at a service and kills it after so many facts; what it was told is done. */
async function killed(service: string, facts: number): Promise<readonly string[]> {
  const worker = spawn(
    process.execPath,
    [join(import.meta.dirname, 'crash-worker.ts'), service, dir],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let text = '';
  let lines = 0;
  worker.stdout.on('data', (chunk: Buffer) => {
    text += chunk;
    lines += chunk.toString().split('\n').length - 1;
    if (lines >= facts) worker.kill('SIGKILL');
  });
  await new Promise((resolve) => worker.on('close', resolve));
  return text.split('\n').slice(0, -1);
}

const names = (facts: readonly string[], verb: string): readonly string[] =>
  facts.flatMap((fact) => (fact.startsWith(`${verb} `) ? [fact.slice(verb.length + 1)] : []));

describe('kill -9', () => {
  test.each([3, 150, 900])('after %i facts takes no message from a queue', async (count) => {
    const facts = await killed('queue', count);
    const sqs = await openSqs({
      dir,
      endpoint: 'http://127.0.0.1',
      now: () => Date.now() + 60_000,
    });
    const left = await sqs
      .createQueue({ ...settings, name: 'work' })
      .receive(10_000, { waitMs: 0 });
    const ids = new Set(left.map(({ id }) => id));
    const deleted = names(facts, 'deleted');
    expect(deleted.filter((id) => ids.has(id))).toEqual([]);
    // The last message sent may have been taken and deleted without a word.
    const lost = names(facts, 'sent').filter((id) => !ids.has(id) && !deleted.includes(id));
    expect(lost.length).toBeLessThanOrEqual(1);
    expect(names(facts, 'sent').length).toBeGreaterThan(0);
    await sqs.close();
  });

  test.each([3, 150, 600])('after %i facts tears no page', async (count) => {
    const facts = await killed('bucket', count);
    const s3 = await openS3({ dir });
    const pages = s3.createBucket('pages');
    const last = new Map(names(facts, 'put').map((fact) => fact.split(' ') as [string, string]));
    expect(last.size).toBeGreaterThan(0);
    for (const [key, round] of last) {
      const page = (await pages.get(key))?.bytes.toString() ?? '';
      const found = page.split(' ')[0] ?? '';
      expect(page).toBe(`${found} `.repeat(500));
      expect(Number(found)).toBeGreaterThanOrEqual(Number(round));
    }
    await s3.close();
  });

  test.each([3, 300])('after %i facts loses no accepted event', async (count) => {
    const facts = await killed('bus', count);
    const reached = new Set<string>();
    const events = await openEvents({
      dir,
      async deliver(target, event) {
        if (target === 'arn:away') reached.add((event as BusEvent).id);
      },
    });
    events.start();
    await vi.waitFor(() => expect(events.pending()).toBe(0));
    expect(names(facts, 'accepted').filter((id) => !reached.has(id))).toEqual([]);
    expect(reached.size).toBeGreaterThan(0);
    await events.close();
  });
});
