import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { path } from '#domain/ids.ts';
import type { PageStore } from '#domain/ports.ts';
import type { Page } from '#domain/rendering/view.ts';
import { DAILY, type World, worlds } from './worlds.ts';

const page = (at: string, more: Partial<Page> = {}): Page =>
  ({
    path: path(at),
    status: 200,
    contentType: 'text/html; charset=utf-8',
    cacheControl: 'public, max-age=0, s-maxage=60',
    tags: ['a-1', 'lists'],
    body: '',
    ...more,
  }) as Page;

describe.each(worlds)('the page store $name', ({ open }) => {
  let world: World;
  let pages: PageStore;
  beforeAll(async () => {
    world = await open();
    ({ pages } = world);
  });
  afterAll(() => world.close());

  test('gives a page back as it was put, its answer and its tags with it', async () => {
    const put = page('/2026/11/24/harbour-shut', { body: 'unused' });
    await pages.put(DAILY, put, '<p>Harbour shut – “storm” 🌊</p>', undefined);

    expect(await pages.get(DAILY, put.path)).toEqual({
      status: 200,
      contentType: 'text/html; charset=utf-8',
      cacheControl: 'public, max-age=0, s-maxage=60',
      tags: ['a-1', 'lists'],
      body: '<p>Harbour shut – “storm” 🌊</p>',
    });
  });

  test('keeps redirects with a location a header can carry, and pages that are gone', async () => {
    const moved = page('/old', { status: 301, location: '/2026/11/24/新闻 a%20b', tags: [] });
    const gone = page('/gone', { status: 410, tags: ['a-2'] });
    await pages.put(DAILY, moved, 'Moved.', undefined);
    await pages.put(DAILY, gone, 'Gone.', undefined);

    expect(await pages.get(DAILY, moved.path)).toMatchObject({
      status: 301,
      location: '/2026/11/24/%E6%96%B0%E9%97%BB%20a%20b',
      tags: [],
    });
    const stored = await pages.get(DAILY, gone.path);
    expect(stored).toMatchObject({ status: 410, tags: ['a-2'] });
    expect(stored).not.toHaveProperty('location');
  });

  test('lets the second of two writers know that it was second', async () => {
    const front = page('/world');
    const first = await pages.put(DAILY, front, 'one', undefined);
    expect(first).toBeDefined();
    expect(await pages.put(DAILY, front, 'two', undefined)).toBeUndefined();

    const second = await pages.put(DAILY, front, 'three', first);
    expect(second).toBeDefined();
    expect(second).not.toBe(first);
    expect(await pages.put(DAILY, front, 'four', first)).toBeUndefined();

    expect(await pages.etag(DAILY, front.path)).toBe(second);
    expect((await pages.get(DAILY, front.path))?.body).toBe('three');
  });

  test('does not put over a page that is no longer there', async () => {
    const etag = await pages.put(DAILY, page('/here'), 'here', undefined);

    expect(await pages.put(DAILY, page('/nowhere'), 'there', etag)).toBeUndefined();
    expect(await pages.etag(DAILY, path('/nowhere'))).toBeUndefined();
    expect(await pages.get(DAILY, path('/nowhere'))).toBeUndefined();
  });

  test('lists every path, the home front and paths in any script among them', async () => {
    const paths = ['/', '/feed.xml', '/world/europe', '/2026/11/24/新闻-été', '/topics/a+b&c'];
    for (const at of paths) await pages.put(DAILY, page(at), at, undefined);

    const listed: string[] = [];
    for await (const at of pages.list(DAILY)) listed.push(at);

    expect(listed).toEqual(expect.arrayContaining(paths));
    expect(new Set(listed).size).toBe(listed.length);
    for (const at of paths) expect((await pages.get(DAILY, path(at)))?.body).toBe(at);
  });
});
