import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { memoryTable } from '#adapters/memory/table.ts';
import { articleId } from '#domain/ids.ts';
import type { Item, Table } from '#domain/ports.ts';
import { keyText } from '#domain/ports.ts';
import { rebuildRelated } from '#domain/related/rebuild.ts';
import { listingKey } from '#domain/table/keys.ts';
import { instant } from '#domain/time.ts';
import { shuffled } from './histories.ts';
import { newsroom } from './newsroom.ts';

const WORDS =
  'harbour storm ferry council vote tram quarry inquest choir prize bridge flood budget strike gale pier'.split(
    ' ',
  );

interface Draft {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly date: string;
  readonly section: string;
}

const phrase = (min: number, max: number) =>
  fc
    .array(fc.constantFrom(...WORDS), { minLength: min, maxLength: max })
    .map((words) => words.join(' '));

/** Articles of distinct ids, few enough that nothing is cut off anywhere. */
const drafts = fc
  .array(
    fc.record({
      title: phrase(1, 3),
      body: phrase(2, 14),
      date: fc.integer({ min: 1, max: 28 }).map((day) => `2026-02-${String(day).padStart(2, '0')}`),
      section: fc.constantFrom('world', 'sport', 'culture'),
    }),
    { minLength: 9, maxLength: 24 },
  )
  .map((all) => all.map((draft, n): Draft => ({ id: `a${n}`, ...draft })));

/** An order of events with every tenth event twice or so, and which articles are withdrawn in the end. */
const history = fc.record({
  seed: fc.integer(),
  doubled: fc.array(fc.nat(1000), { maxLength: 6 }),
  withdrawn: fc.array(fc.nat(1000), { maxLength: 4 }),
});

type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

async function live(all: readonly Draft[], { seed, doubled, withdrawn }: History) {
  const desk = newsroom({ count: 4 });
  const again = doubled.flatMap((n) => all[n % all.length] ?? []);
  const out = new Set(withdrawn.flatMap((n) => all[n % all.length]?.id ?? []));
  for (const { id, title, ...draft } of all) await desk.store(id, title, draft);
  for (const { id } of shuffled([...all, ...again], seed)) {
    await desk.room.relate([id]);
    if (out.has(id)) await desk.withdraw(id);
  }
  await listAll(desk.table, all);
  return { desk, out };
}

/** The site's listing, which publishing keeps and a rebuild starts from. */
const listAll = (table: Table, all: readonly Draft[]): Promise<void> =>
  table.write(
    all.map(({ id, date }) => ({
      put: { ...listingKey(newsroomSite, '', instant(Date.parse(date)), articleId(id)) },
    })),
  );

const newsroomSite = newsroom().site.id;

/** Everything that the engine keeps, but for how often it was written and which number its statistics bear. */
const kept = (items: Iterable<Item>): readonly string[] =>
  [...items]
    .filter(({ pk, sk }) => sk === 'REL' || /#(?:T|F|C|FILLED)#/.test(pk))
    .filter(({ pk, sk, members }) => sk === 'REL' || !pk.includes('#T#') || members !== undefined)
    .map(({ version: _, ...item }) => JSON.stringify(item))
    .sort();

function rebuild(table: Table) {
  return rebuildRelated({
    table,
    drop: { name: 'none', read: async () => undefined, write: async () => {} },
    site: { ...newsroom({ count: 4 }).site },
    now: instant(0),
    cache: new Map(),
    change: (ids) => ({ pk: 'changed', sk: ids.join() }),
  });
}

/** What publishing alone leaves behind: heads, revisions, listings. */
async function articlesAlone(items: Iterable<Item>) {
  const table = memoryTable();
  const sources = [...items].filter(
    ({ pk, sk }) => sk === 'HEAD' || sk.startsWith('R#') || pk.includes('#L#'),
  );
  await table.write(sources.map((put) => ({ put })));
  return table;
}

describe('rebuild --related', () => {
  test('finds after any history what it finds in the articles alone', async () => {
    await fc.assert(
      fc.asyncProperty(drafts, history, async (all, past) => {
        const { desk } = await live(all, past);
        const fresh = await articlesAlone(desk.table.items());
        await rebuild(fresh);
        await rebuild(desk.table);
        expect(kept(desk.table.items())).toEqual(kept(fresh.items()));
      }),
      { numRuns: 25 },
    );
  });

  test('changes no list once statistics are as new as the articles', async () => {
    await fc.assert(
      fc.asyncProperty(drafts, history, async (all, past) => {
        const { desk } = await live(all, past);
        await desk.room.refresh('en');
        const before = kept(desk.table.items());
        await rebuild(desk.table);
        expect(kept(desk.table.items())).toEqual(before);
      }),
      { numRuns: 25 },
    );
  });

  test('mends what was lost, and tells of no list that was right', async () => {
    const desk = newsroom({ count: 4 });
    const ids = Array.from({ length: 10 }, (_, n) => `flood-${n}`);
    for (const id of ids)
      await desk.publish(id, `Flood at Nether Sallow, part ${id}`, { date: '2026-02-01' });
    await listAll(
      desk.table,
      ids.map((id) => ({ id, title: '', body: '', date: '2026-02-01', section: '' })),
    );
    await rebuild(desk.table);
    const right = kept(desk.table.items());
    const [lost] = [...desk.table.items()].filter(({ sk }) => sk === 'REL');
    if (!lost) throw new Error('No list was stored.');
    await desk.table.write([{ delete: { pk: lost.pk, sk: lost.sk } }]);
    const seen = new Set([...desk.table.items()].map(keyText));
    await rebuild(desk.table);
    expect(kept(desk.table.items())).toEqual(right);
    const told = [...desk.table.items()].filter((item) => !seen.has(keyText(item)));
    expect(told.filter(({ pk }) => pk === 'changed').map(({ sk }) => sk)).toEqual([
      lost.pk.replace(/^.*#A#/, ''),
    ]);
  });
});
