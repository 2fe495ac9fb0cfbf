import { parseAtomFeed } from 'feedsmith';
import { expect, test } from 'vitest';
import { Newsroom } from '../newsroom.ts';

const DAY_MS = 86_400_000;
const tombstones = (feed: string): readonly string[] =>
  [...feed.matchAll(/<at:deleted-entry ref="([^"]*)" when="[^"]*"\/>/g)].map(([, ref = '']) => ref);

test('a feed tells for a fortnight that an entry is gone, and not what it was', async () => {
  const desk = new Newsroom();
  await desk.sweep();
  await desk.publish('ferry', { headline: 'Ferry delayed', sections: ['world'] });
  await desk.publish('mistake', { headline: 'A grave mistake', sections: ['world'] });
  await desk.settle();
  expect((await desk.page('/atom.xml')).body).not.toContain('deleted-entry');
  await desk.withdraw('mistake');
  await desk.settle();

  for (const at of ['/atom.xml', '/world/atom.xml']) {
    const { body } = await desk.page(at);
    expect(tombstones(body)).toEqual(['tag:daily.example,2026:daily/mistake']);
    expect(body).toContain('xmlns:at="http://purl.org/atompub/tombstones/1.0"');
    expect(body.toLowerCase()).not.toContain('grave');
    expect(parseAtomFeed(body).entries).toHaveLength(1);
  }
  expect((await desk.page('/sport/atom.xml')).body).not.toContain('deleted-entry');
  expect(await desk.differences()).toEqual([]);

  await desk.wait(15 * DAY_MS, DAY_MS / 4);
  expect((await desk.page('/atom.xml')).body).not.toContain('deleted-entry');
  expect(await desk.differences()).toEqual([]);
});

test('an article that comes back is no deletion any more', async () => {
  const desk = new Newsroom();
  await desk.publish('ferry', { headline: 'Ferry delayed' });
  await desk.withdraw('ferry', { revision: 2 });
  await desk.settle();
  await desk.publish('ferry', { headline: 'Ferry delayed', revision: 3, reinstates: 2 });
  await desk.settle();
  const { body } = await desk.page('/atom.xml');
  expect(tombstones(body)).toEqual([]);
  expect(parseAtomFeed(body).entries).toHaveLength(1);
});

test('a deletion older than everything that a feed shows is not told', async () => {
  const desk = new Newsroom();
  await desk.publish('old', { headline: 'Old', publishAt: '2026-11-20T08:00:00Z' });
  for (let n = 0; n < 50; n++) await desk.publish(`new-${n}`, {});
  await desk.settle();
  await desk.withdraw('old');
  await desk.settle();
  expect((await desk.page('/atom.xml')).body).not.toContain('deleted-entry');
});
