import { expect, test } from 'vitest';
import { coalescing } from '#adapters/coalescing-table.ts';
import { memoryTable } from '#adapters/memory/table.ts';
import { type Key, keyText } from '#domain/ports.ts';

const key = (sk: string): Key => ({ pk: 'desk', sk });

test('what ten events ask for side by side is one read, and each gets only its own', async () => {
  const table = memoryTable();
  await table.write(['a', 'b', 'c'].map((sk) => ({ put: { ...key(sk), name: sk } })));
  const reads: (readonly Key[])[] = [];
  const shared = coalescing({
    ...table,
    get: (keys) => {
      reads.push(keys);
      return table.get(keys);
    },
  });

  const answers = await Promise.all([
    shared.get([key('a'), key('b')]),
    shared.get([key('b')]),
    Promise.resolve().then(() => shared.get([key('c'), key('absent')])),
  ]);

  expect(reads).toEqual([[key('a'), key('b'), key('c'), key('absent')]]);
  expect(answers.map((found) => [...found.keys()])).toEqual([
    [keyText(key('a')), keyText(key('b'))],
    [keyText(key('b'))],
    [keyText(key('c'))],
  ]);
});

test('a read that fails fails for everybody who asked, and the next one is its own', async () => {
  const table = memoryTable();
  let broken = true;
  const shared = coalescing({
    ...table,
    get: (keys) => (broken ? Promise.reject(new Error('throttled')) : table.get(keys)),
  });

  const asked = await Promise.allSettled([shared.get([key('a')]), shared.get([key('b')])]);
  expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  broken = false;
  expect((await shared.get([key('a')])).size).toBe(0);
});

test('what ten events write side by side is one write', async () => {
  const table = memoryTable();
  const sizes: number[] = [];
  const shared = coalescing({
    ...table,
    write: (writes) => {
      sizes.push(writes.length);
      return table.write(writes);
    },
  });

  await Promise.all(['a', 'b', 'c'].map((sk) => shared.write([{ put: { ...key(sk), name: sk } }])));
  await shared.write([{ delete: key('b') }]);

  expect(sizes).toEqual([3, 1]);
  expect((await table.query({ pk: 'desk' })).map(({ sk }) => sk)).toEqual(['a', 'c']);
});
