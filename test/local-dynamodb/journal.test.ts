import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJournal } from '../../lib/local/journal.ts';

let dir: string;
let file: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'offstone-journal-'));
  file = join(dir, 'log.jsonl');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** A service that keeps a counter for each name. */
async function counters(compactAfterBytes = 1 << 20) {
  const counts = new Map<string, number>();
  const journal = await openJournal({
    ...{ file, compactAfterBytes },
    replay: (record) => {
      const { name, count } = record as { name: string; count: number };
      if (typeof name !== 'string') throw new Error('a record without a name');
      counts.set(name, count);
    },
    *snapshot() {
      for (const [name, count] of counts) yield { name, count };
    },
  });
  return {
    ...{ counts, journal },
    set: (name: string, count: number) => {
      counts.set(name, count);
      return journal.append({ name, count });
    },
  };
}

async function kept(): Promise<Record<string, number>> {
  const { counts, journal } = await counters();
  await journal.close();
  return Object.fromEntries(counts);
}

test('what was appended is there again after a restart, in order', async () => {
  const desk = await counters();
  await Promise.all([desk.set('a', 1), desk.set('b', 1), desk.set('a', 2)]);
  await desk.journal.close();
  expect(await kept()).toEqual({ a: 2, b: 1 });
});

test('a promise is kept before the process closes anything', async () => {
  const desk = await counters();
  await desk.set('a', 1);
  expect(readFileSync(file, 'utf8')).toBe('{"name":"a","count":1}\n');
  void desk.set('a', 2);
  await desk.journal.settled();
  expect(readFileSync(file, 'utf8')).toContain('"count":2');
  await desk.journal.close();
});

test('a last line that a kill tore is dropped, and what follows it is whole', async () => {
  const desk = await counters();
  await desk.set('a', 1);
  await desk.set('å', 2);
  await desk.journal.close();
  const whole = readFileSync(file);
  for (let cut = 0; cut <= whole.length; cut += 1) {
    writeFileSync(file, whole.subarray(0, cut));
    const again = await counters();
    const lines = whole.subarray(0, cut).toString().split('\n').length - 1;
    expect(again.counts.size).toBe(lines);
    await again.set('after', 3);
    await again.journal.close();
    expect((await kept())['after']).toBe(3);
  }
});

test.each([
  [
    '{"name":"a","count":1}\n{"na\n{"name":"b","count":1}\n',
    'is damaged at line 2: it is not JSON',
  ],
  ['{"name":"a","count":1}\n\0\0\0\0\n', 'is damaged at line 2: it is not JSON'],
  ['{"other":1}\n', 'is damaged at line 1: a record without a name'],
  ['{"name":"a","count":1}\n7\n', 'is damaged at line 2: its snapshot has 23 bytes, not 7'],
])('damage before the end is one clear error (%#)', async (text, message) => {
  writeFileSync(file, text);
  await expect(counters()).rejects.toThrow(message);
  await expect(counters()).rejects.toThrow(file);
  await expect(counters()).rejects.toThrow(
    'Move the data folder away, or start with another one: --data DIR.',
  );
});

test('text that is not UTF-8 is damage too', async () => {
  writeFileSync(file, Buffer.from('{"name":"\xff","count":1}\n', 'latin1'));
  await expect(counters()).rejects.toThrow('is damaged at line 1: it is not UTF-8 text');
});

test('a log that outgrew its bound becomes a snapshot, while running and when opened', async () => {
  const desk = await counters(1000);
  for (let n = 0; n < 200; n += 1) await desk.set('a', n);
  await desk.set('b', 1);
  expect(statSync(file).size).toBeLessThan(1100);
  await desk.journal.close();
  expect(await kept()).toEqual({ a: 199, b: 1 });

  const lines = Array.from({ length: 100 }, (_, count) => JSON.stringify({ name: 'c', count }));
  writeFileSync(file, `${lines.join('\n')}\n`);
  await (await counters(1000)).journal.close();
  expect(readFileSync(file, 'utf8')).toBe('{"name":"c","count":99}\n24\n');
  expect(await kept()).toEqual({ c: 99 });
});

test('a snapshot larger than the bound is not written over and over', async () => {
  const desk = await counters(10);
  for (let n = 0; n < 64; n += 1) await desk.set(`name-${n}`, n);
  const { ino } = statSync(file);
  await desk.set('one-more', 1);
  expect(statSync(file).ino).toBe(ino);
  await desk.journal.close();
  await (await counters(10)).journal.close();
  expect(statSync(file).ino).toBe(ino);
});

test('a kill in the middle of a compaction leaves the old log in force', async () => {
  const desk = await counters();
  await desk.set('a', 1);
  await desk.journal.close();
  writeFileSync(`${file}.new`, '{"name":"a","count":0}\n{"nam');
  expect(await kept()).toEqual({ a: 1 });
  expect(existsSync(`${file}.new`)).toBe(false);
});

test('after closing, nothing is taken any more', async () => {
  const desk = await counters();
  await desk.journal.close();
  await expect(desk.set('a', 1)).rejects.toThrow('is closed');
  await desk.journal.close();
});

test('lines longer than a read are put together', async () => {
  const desk = await counters(1 << 30);
  const long = 'ö'.repeat(1_500_000);
  await desk.set(long, 1);
  await desk.set('short', 2);
  await desk.journal.close();
  expect(await kept()).toEqual({ [long]: 1, short: 2 });
});
