import { expect, test } from 'vitest';
import { articleId } from '#domain/ids.ts';
import { explainList } from '#domain/related/explain-list.ts';
import { entryLines } from '../../lib/cli/commands/related.ts';
import { newsroom } from './newsroom.ts';
import { thesaurus } from './thesaurus.ts';

const noDrop = { name: 'none', read: async () => undefined, write: async () => {} };

async function oxmouth() {
  const desk = newsroom({ count: 3 });
  const storm = { section: 'local', topics: ['ferries'] };
  await desk.publish('choir', 'Choir of Little Wend wins', {
    section: 'culture',
    date: '2026-02-27',
  });
  await desk.publish('shut', 'Storm shuts Oxmouth harbour', { ...storm, date: '2026-03-01' });
  await desk.publish('cake', 'Plum cake', { section: 'food', date: '2026-03-02' });
  await desk.publish('opens', 'Oxmouth harbour opens', {
    ...storm,
    date: '2026-03-04',
    related: { show: true, pin: [articleId('cake')], exclude: [] },
  });
  const explained = (id: string) =>
    explainList({ table: desk.table, drop: noDrop }, desk.site, articleId(id));
  return { desk, explained };
}

test('each entry of a list says how it came there: by hand, by what both are about, or by the calendar', async () => {
  const { desk, explained } = await oxmouth();
  const list = await explained('opens');
  expect(list?.entries.map(({ id }) => id)).toEqual(await desk.shown('opens'));
  expect(list?.entries.map(({ id, reason }) => [id, reason.how])).toEqual([
    ['cake', 'pinned'],
    ['shut', 'related'],
    ['choir', 'filler'],
  ]);
  const related = list?.entries[1]?.reason;
  if (related?.how !== 'related') throw new Error('The storm is not related.');
  const [entry] = await desk.entries('opens');
  expect(related.score).toBe(entry?.score);
  expect(related.terms.map(({ term }) => term).sort()).toEqual([
    '#ferries',
    'ferri',
    'harbo',
    'oxmou',
  ]);
  expect(related).toMatchObject({ sameSection: true, daysApart: 3 });
  expect(list?.entries[2]?.reason).toMatchObject({
    earlier: true,
    sameSection: false,
    daysApart: 5,
  });
});

test('an editor reads it in a line or two an entry', async () => {
  const { explained } = await oxmouth();
  const entries = (await explained('opens'))?.entries ?? [];
  const lines = entries.flatMap((entry, n) => entryLines(entry, n, true));
  expect(lines[0]).toBe('  1. cake  Plum cake: pinned by the newsroom');
  expect(lines[1]).toMatch(
    /^ {2}2\. shut {2}Storm shuts Oxmouth harbour: score \d+, 4 terms in both, same section, 3 days apart$/,
  );
  expect(lines[2]).toContain('harbo');
  expect(lines[2]).toContain('(in both headlines)');
  expect(lines[2]).toContain('#ferries');
  expect(lines[3]).toBe(
    '  3. choir  Choir of Little Wend wins: near in time, 5 days earlier, another section',
  );
  const reserve = entries
    .slice(2)
    .map((entry) => entryLines({ ...entry, shown: false }, 2, false)[0]);
  expect(reserve[0]).toMatch(/^ \(3\) choir/);
});

test('what a model finds says so, alone or beside what the words say', async () => {
  const { meaning } = thesaurus(['ferry vessel', 'sinks founders', 'harbour port']);
  const desk = newsroom({ meaning });
  await desk.publish('ferry', 'Ferry sinks', { body: 'Harbour crew' });
  await desk.publish('vessel', 'Vessel founders', { body: 'Port sailors' });
  await desk.publish('inquiry', 'Ferry inquiry', { body: 'Harbour vessel' });
  const ports = { table: desk.table, drop: noDrop };
  const { entries = [] } = (await explainList(ports, desk.site, articleId('ferry'))) ?? {};
  const lines = entries.map((entry, n) => entryLines(entry, n, false)[0]);
  expect(lines[0]).toMatch(
    /1\. inquiry .*: score \d+, closeness \d+ in meaning, \d+ terms in both/,
  );
  expect(lines[1]).toMatch(/2\. vessel .*: alike in meaning, closeness \d+$/);
});

test('an article that no reader sees has no list to explain', async () => {
  const { desk, explained } = await oxmouth();
  await desk.withdraw('opens');
  expect(await explained('opens')).toBeUndefined();
  expect(await explained('never-sent')).toBeUndefined();
  expect((await explained('shut'))?.entries.map(({ id }) => id)).not.toContain('opens');
});
