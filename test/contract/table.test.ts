import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Item, Key, Table } from '#domain/ports.ts';
import { keyText } from '#domain/ports.ts';
import { type World, worlds } from './worlds.ts';

describe.each(worlds)('the table $name', ({ open }) => {
  let world: World;
  let table: Table;
  let pk = '';
  let partitions = 0;
  beforeAll(async () => {
    world = await open();
    ({ table } = world);
  });
  afterAll(() => world.close());

  /** A partition of its own for each story, so that stories share a table but never an item. */
  const fresh = (): string => {
    partitions += 1;
    pk = `daily#contract-${partitions}`;
    return pk;
  };
  const one = async (key: Key): Promise<Item | undefined> =>
    (await table.get([key])).get(keyText(key));

  test('gives back what was put, without the attributes that were undefined', async () => {
    const item = {
      pk: fresh(),
      sk: 'HEAD',
      headline: 'Harbour shut – “storm” 🌊',
      revision: 3,
      share: 0.1,
      live: true,
      pending: null,
      kicker: undefined,
      empty: '',
      none: [],
      nested: { list: ['a', 1, false, null, { deep: [] }], absent: undefined },
    };
    await table.write([{ put: item }]);

    expect(await one({ pk, sk: 'HEAD' })).toEqual({
      pk,
      sk: 'HEAD',
      headline: 'Harbour shut – “storm” 🌊',
      revision: 3,
      share: 0.1,
      live: true,
      pending: null,
      empty: '',
      none: [],
      nested: { list: ['a', 1, false, null, { deep: [] }] },
    });
  });

  test('finds hundreds of items in one question and leaves out those that are not there', async () => {
    fresh();
    const keys = Array.from({ length: 240 }, (_, n) => ({
      pk,
      sk: `R#${String(n).padStart(8, '0')}`,
    }));
    await table.write(keys.slice(0, 200).map((key, n) => ({ put: { ...key, n } })));

    const found = await table.get([...keys, ...keys.slice(0, 5)]);

    expect(found.size).toBe(200);
    expect(
      [...found.values()].map((item) => item['n']).sort((a, b) => Number(a) - Number(b)),
    ).toEqual(Array.from({ length: 200 }, (_, n) => n));
    expect(found.get(keyText(keys[239] ?? { pk, sk: '' }))).toBeUndefined();
    expect((await table.get([])).size).toBe(0);
  });

  test('reads a partition in the order of its sort keys, either way, between bounds, to a limit', async () => {
    fresh();
    const sks = ['a', 'a#1', 'b', 'é', '\uff5e', '😀', 'B'];
    await table.write(sks.map((sk) => ({ put: { pk, sk } })));
    const read = async (rest: Omit<Parameters<Table['query']>[0], 'pk'>): Promise<string> =>
      (await table.query({ pk, ...rest })).map((item) => item.sk).join(' ');

    expect(await read({})).toBe('B a a#1 b é \uff5e 😀');
    expect(await read({ newestFirst: true })).toBe('😀 \uff5e é b a#1 a B');
    expect(await read({ from: 'a', to: 'b' })).toBe('a a#1 b');
    expect(await read({ from: 'b' })).toBe('b é \uff5e 😀');
    expect(await read({ to: 'a' })).toBe('B a');
    expect(await read({ to: 'b', newestFirst: true, limit: 2 })).toBe('b a#1');
    expect(await read({ limit: 2 })).toBe('B a');
    expect(await read({ limit: 0 })).toBe('');
    expect(await read({ from: 'b', to: 'a' })).toBe('');
    expect(await table.query({ pk: 'daily#nobody' })).toEqual([]);
  });

  test('reads all of a partition that is larger than one page of a query', async () => {
    fresh();
    const body = 'x'.repeat(60_000);
    const writes = Array.from({ length: 40 }, (_, n) => ({
      put: { pk, sk: String(n).padStart(3, '0'), body },
    }));
    await table.write(writes);

    const items = await table.query({ pk });

    expect(items.map((item) => item.sk)).toEqual(writes.map(({ put }) => put.sk));
    expect((await table.query({ pk, limit: 30 })).length).toBe(30);
    expect((await table.query({ pk, from: '035', to: '037' })).length).toBe(3);
  });

  test('writes and deletes any number of items; the last word on one item stands', async () => {
    fresh();
    await table.write(Array.from({ length: 130 }, (_, n) => ({ put: { pk, sk: `n${n}` } })));
    await table.write([
      ...Array.from({ length: 129 }, (_, n) => ({ delete: { pk, sk: `n${n}` } })),
      { delete: { pk, sk: 'never-there' } },
      { put: { pk, sk: 'twice', word: 'first' } },
      { put: { pk, sk: 'twice', word: 'last' } },
    ]);

    expect(await table.query({ pk })).toEqual([
      { pk, sk: 'n129' },
      { pk, sk: 'twice', word: 'last' },
    ]);
  });

  test('commits a transaction whole when every condition holds', async () => {
    fresh();
    await table.write([{ put: { pk, sk: 'HEAD', version: 4 } }, { put: { pk, sk: 'OLD' } }]);

    const commit = await table.transact([
      { put: { pk, sk: 'HEAD', version: 5 }, if: { attribute: 'version', equals: 4 } },
      { put: { pk, sk: 'RECEIPT' }, if: { absent: true } },
      {
        put: { pk, sk: 'FIRST', version: 1 },
        if: { attribute: 'version', equals: 0, orAbsent: true },
      },
      { delete: { pk, sk: 'OLD' } },
      { check: { pk, sk: 'GONE' }, if: { absent: true } },
    ]);

    expect(commit).toEqual({ committed: true });
    expect((await table.query({ pk })).map((item) => [item.sk, item['version']])).toEqual([
      ['FIRST', 1],
      ['HEAD', 5],
      ['RECEIPT', undefined],
    ]);
  });

  test('writes nothing of a transaction when one condition fails, and names each that failed', async () => {
    fresh();
    await table.write([
      { put: { pk, sk: 'HEAD', version: 4, state: 'live' } },
      { put: { pk, sk: 'RECEIPT' } },
    ]);

    const commit = await table.transact([
      { put: { pk, sk: 'HEAD', version: 5 }, if: { attribute: 'version', equals: 3 } },
      { put: { pk, sk: 'LISTING' } },
      { delete: { pk, sk: 'RECEIPT' }, if: { attribute: 'version', equals: 0, orAbsent: true } },
      { check: { pk, sk: 'RECEIPT2' }, if: { attribute: 'version', equals: 0 } },
      { put: { pk, sk: 'RECEIPT3' }, if: { absent: true } },
    ]);

    expect(commit).toEqual({
      committed: false,
      failed: [
        { pk, sk: 'HEAD' },
        { pk, sk: 'RECEIPT' },
        { pk, sk: 'RECEIPT2' },
      ],
    });
    expect((await table.query({ pk })).map((item) => item.sk)).toEqual(['HEAD', 'RECEIPT']);
    expect(await one({ pk, sk: 'HEAD' })).toEqual({ pk, sk: 'HEAD', version: 4, state: 'live' });
  });

  test('commits a hundred writes at once and refuses one more, and two to one item', async () => {
    fresh();
    const writes = Array.from({ length: 101 }, (_, n) => ({ put: { pk, sk: `t${n}` } }));

    expect(await table.transact(writes.slice(0, 100))).toEqual({ committed: true });
    await expect(table.transact(writes)).rejects.toThrow();
    await expect(
      table.transact([{ put: { pk, sk: 'x' } }, { delete: { pk, sk: 'x' } }]),
    ).rejects.toThrow();
    await expect(table.transact([{ check: { pk, sk: 'x' } }])).rejects.toThrow();
    expect(await table.transact([])).toEqual({ committed: true });
    expect((await table.query({ pk })).length).toBe(100);
  });

  test('lets exactly one of many writers through a condition that only one can meet', async () => {
    fresh();
    await table.write([{ put: { pk, sk: 'HEAD', version: 1 } }]);
    const commits = await Promise.all(
      Array.from({ length: 8 }, (_, writer) =>
        table.transact([
          { put: { pk, sk: 'HEAD', version: 2, writer }, if: { attribute: 'version', equals: 1 } },
          { put: { pk, sk: `LOG#${writer}` } },
        ]),
      ),
    );

    expect(commits.filter(({ committed }) => committed).length).toBe(1);
    expect((await table.query({ pk, from: 'LOG', to: 'LOG~' })).length).toBe(1);
  });

  test('adds members to sets that are there and to sets that are not, once however often', async () => {
    fresh();
    await table.write([
      { put: { pk, sk: 'there', members: ['a'], kept: 'yes' } },
      { put: { pk, sk: 'bare' } },
    ]);
    const changes = [
      { key: { pk, sk: 'there' }, members: ['c', 'b'] },
      { key: { pk, sk: 'bare' }, members: ['z'] },
      { key: { pk, sk: 'new' }, members: ['q', 'p', 'q'] },
      { key: { pk, sk: 'there' }, members: ['d'] },
      { key: { pk, sk: 'none' }, members: [] },
      ...Array.from({ length: 60 }, (_, n) => ({
        key: { pk, sk: `many${n}` },
        members: [`m${n}`],
      })),
    ];
    await table.addToSets(changes);
    await table.addToSets(changes);

    expect(await one({ pk, sk: 'there' })).toEqual({
      pk,
      sk: 'there',
      members: ['a', 'b', 'c', 'd'],
      kept: 'yes',
    });
    expect(await one({ pk, sk: 'bare' })).toEqual({ pk, sk: 'bare', members: ['z'] });
    expect(await one({ pk, sk: 'new' })).toEqual({ pk, sk: 'new', members: ['p', 'q'] });
    expect(await one({ pk, sk: 'none' })).toBeUndefined();
    expect(await one({ pk, sk: 'many59' })).toEqual({ pk, sk: 'many59', members: ['m59'] });
  });

  test('removes members from sets; an emptied set is no attribute, and nothing is made of nothing', async () => {
    fresh();
    await table.addToSets([
      { key: { pk, sk: 'some' }, members: ['a', 'b', 'c'] },
      { key: { pk, sk: 'all' }, members: ['a'] },
    ]);
    const changes = [
      { key: { pk, sk: 'some' }, members: ['b', 'nobody'] },
      { key: { pk, sk: 'all' }, members: ['a'] },
      { key: { pk, sk: 'never' }, members: ['a'] },
    ];
    await table.removeFromSets(changes);
    await table.removeFromSets(changes);

    expect(await table.query({ pk })).toEqual([
      { pk, sk: 'all' },
      { pk, sk: 'some', members: ['a', 'c'] },
    ]);
    await table.addToSets([{ key: { pk, sk: 'all' }, members: ['b'] }]);
    expect(await one({ pk, sk: 'all' })).toEqual({ pk, sk: 'all', members: ['b'] });
  });
});
