import { expect, test } from 'vitest';
import { articleId, type Path, path } from '#domain/ids.ts';
import { jobOfPath } from '#domain/pages/job-of-path.ts';
import type { Write } from '#domain/ports.ts';
import type { Head } from '#domain/publishing/head.ts';
import { headKey, listingKey } from '#domain/table/keys.ts';
import { itemOf, readHead } from '#domain/table/records.ts';
import { instant, millis } from '#domain/time.ts';
import { Newsroom } from '../newsroom.ts';

const filesOf = (index: string): readonly string[] =>
  [...index.matchAll(/<loc>https:\/\/daily\.example([^<]*)/g)].map(([, file = '']) => file);

test('the index is written once a day, however much is published on it', async () => {
  const desk = new Newsroom();
  await desk.sweep();
  await desk.publish('ferry');
  await desk.settle();
  const first = (await desk.page('/sitemap.xml')).body;
  expect(filesOf(first)).toEqual(['/sitemaps/2026-11-24.xml']);

  await desk.publish('bridge');
  await desk.publish('ferry', { revision: 2, headline: 'Ferry back' });
  await desk.withdraw('bridge');
  await desk.settle();
  // Every rendering has a stamp of its own: equal bytes were rendered once.
  expect((await desk.page('/sitemap.xml')).body).toBe(first);

  await desk.publish('letters', { publishAt: '2026-11-22T08:00:00Z' });
  await desk.settle();
  expect(filesOf((await desk.page('/sitemap.xml')).body)).toEqual([
    '/sitemaps/2026-11-24.xml',
    '/sitemaps/2026-11-22.xml',
  ]);
  expect(await desk.differences()).toEqual([]);
});

test('a renderer that dies before it tells of a new file tells of it when it is tried again', async () => {
  const desk = new Newsroom();
  const { table } = desk.world;
  const write = table.write.bind(table);
  let died = false;
  table.write = async (writes) => {
    const tells = writes.some((each) => 'put' in each && each.put.sk.includes('sitemaps|'));
    if (tells && !died) {
      died = true;
      throw new Error('The renderer died.');
    }
    await write(writes);
  };
  await desk.publish('ferry');
  await desk.settle();
  expect(died).toBe(true);
  expect(filesOf((await desk.page('/sitemap.xml')).body)).toEqual(['/sitemaps/2026-11-24.xml']);
});

test('every file of a day is that day’s to render, and no other address is', () => {
  const day = '2026-11-24';
  for (const file of [day, `${day}-2`, `${day}-17`])
    expect(jobOfPath(path(`/sitemaps/${file}.xml`))).toEqual({ kind: 'sitemap', day });
  expect(jobOfPath(path('/sitemaps/archive.xml'))).not.toMatchObject({ kind: 'sitemap' });
});

test('a day of more than ten thousand has two files, and keeps both when it is emptied', async () => {
  const desk = new Newsroom();
  await desk.publish('ferry', { publishAt: '2026-11-22T00:00:00Z' });
  await desk.settle();
  await crowd(desk, 10_000);
  await desk.publish('bridge', { publishAt: '2026-11-22T23:00:00Z' });
  await desk.settle();
  const second = '/sitemaps/2026-11-22-2.xml';
  expect(filesOf((await desk.page('/sitemap.xml')).body)).toEqual([
    '/sitemaps/2026-11-22.xml',
    second,
  ]);
  const articles = filesOf((await desk.page('/sitemaps/2026-11-22.xml')).body);
  expect(articles).toHaveLength(10_000);
  expect(filesOf((await desk.page(second)).body)).toHaveLength(2);

  await crowd(desk, 10_000, { remove: true });
  await desk.publish('bridge', {
    revision: 2,
    headline: 'Bridge open',
    publishAt: '2026-11-22T23:00:00Z',
  });
  await desk.settle();
  const emptied = await desk.page(second);
  expect([emptied.status, filesOf(emptied.body)]).toEqual([200, []]);
  expect(filesOf((await desk.page('/sitemap.xml')).body)).toContain(second);
});

/** Records of as many more articles beside the ferry on its day: the flows would take minutes to publish them. */
async function crowd(
  { site, world }: Newsroom,
  count: number,
  { remove = false } = {},
): Promise<void> {
  const key = headKey(site.id, articleId('ferry'));
  const [item] = (await world.table.get([key])).values();
  const ferry = readHead(item);
  if (!ferry?.live) throw new Error('The ferry is live.');
  const heads = Array.from({ length: count }, (_, n) => neighbour(ferry, n));
  await world.table.write(
    heads.flatMap(({ id, live }): readonly Write[] => {
      const own = headKey(site.id, id);
      const listing = listingKey(site.id, '', live.card.publishedAt, id);
      return remove
        ? [{ delete: own }, { delete: listing }]
        : [{ put: itemOf(own, { ...ferry, id, live }) }, { put: { ...listing, id } }];
    }),
  );
}

function neighbour({ live }: Head, n: number) {
  if (!live) throw new Error('The ferry is live.');
  const id = articleId(`crowd-${n}`);
  const publishedAt = instant(millis(live.card.publishedAt) + 1000 + n);
  const at: Path = path(`/2026/11/22/crowd-${n}`);
  return { id, live: { ...live, card: { ...live.card, id, publishedAt, path: at } } };
}
