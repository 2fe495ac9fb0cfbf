import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDynamo } from '../../lib/local/dynamodb/dynamo.ts';
import { contents, records, replayed } from './call.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'offstone-kill-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Lets a clerk file until it acknowledged so many articles, then kills it as the kernel would. */
async function fileUntilKilled(articles: number): Promise<number[]> {
  const clerk = fileURLToPath(new URL('filing-clerk.ts', import.meta.url));
  const child = spawn(process.execPath, [clerk, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const acknowledged: number[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged.push(Number(line));
    if (acknowledged.length === articles) child.kill('SIGKILL');
  }
  await exited;
  return acknowledged;
}

test.each([100, 1500])(
  'kill -9 after %i articles loses none that was acknowledged',
  async (articles) => {
    const acknowledged = await fileUntilKilled(articles);
    expect(acknowledged.length).toBeGreaterThanOrEqual(articles);
    const dynamo = await openDynamo({ dir });
    const table = await contents(dynamo);
    for (const n of acknowledged) {
      const key = JSON.stringify([{ S: `daily#A#${n % 97}` }, { S: `R#${n}` }]);
      expect(table.get(key)?.['n']).toEqual({ N: `${n}` });
    }
    expect(replayed(await records(dynamo))).toEqual(table);
    await dynamo.close();
  },
);
