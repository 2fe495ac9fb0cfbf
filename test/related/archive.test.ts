import { expect, test } from 'vitest';
import { coalescing } from '#adapters/coalescing-table.ts';
import { memoryTable } from '#adapters/memory/table.ts';
import { articleId, siteId } from '#domain/ids.ts';
import { keyText, type Table } from '#domain/ports.ts';
import { readList } from '#domain/related/records.ts';
import { relatedKey } from '#domain/table/keys.ts';
import { loadArchive } from '../../bench/related/archive.ts';
import { generated } from '../../bench/related/generator.ts';
import { benchSite, RelatedNewsroom, type Story } from '../../bench/related/newsroom.ts';

const SITE = benchSite(siteId('daily'));
const SEED = 5;
const FROM = 40;
/** So few that no bound cuts anything off. */
const ARCHIVE = 90;
const LATER = 10;

const opened = (table: Table): RelatedNewsroom =>
  new RelatedNewsroom(SITE, coalescing(table), false);

async function publish(desk: RelatedNewsroom, stories: readonly Story[]): Promise<void> {
  for (const story of stories) {
    await desk.store(story);
    await desk.relate([story.id]);
  }
}

async function entriesOf(table: Table, stories: readonly Story[]) {
  const keys = stories.map(({ id }) => relatedKey(SITE.id, articleId(id)));
  const items = await table.get(keys);
  return keys.map((key) => readList(items.get(keyText(key))).entries);
}

test('an archive loaded in bulk for a benchmark is what its publication would have left', async () => {
  const stories = generated(SEED, FROM);
  const all = Array.from({ length: ARCHIVE + LATER }, () => stories.next().value as Story);
  const published = memoryTable();
  const desk = opened(published);
  await publish(desk, all.slice(0, ARCHIVE));
  await desk.refresh('en');
  const loaded = await (
    await loadArchive(SITE, { seed: SEED, from: FROM, to: FROM + ARCHIVE })
  ).table();
  expect(await entriesOf(loaded, all)).toEqual(await entriesOf(published, all));
  await publish(desk, all.slice(ARCHIVE));
  await publish(opened(loaded), all.slice(ARCHIVE));
  expect(await entriesOf(loaded, all)).toEqual(await entriesOf(published, all));
});
