import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { memoryEdge } from '#adapters/memory/edge.ts';
import { memoryPages } from '#adapters/memory/pages.ts';
import { path } from '#domain/ids.ts';
import type { Page } from '#domain/rendering/view.ts';
import { instant } from '#domain/time.ts';
import { DAILY, type World, worlds } from './worlds.ts';

const kept = {
  contentType: 'text/html; charset=utf-8',
  cacheControl: 'public, max-age=0, s-maxage=300',
  tags: ['a-1'],
  body: '',
} as const;

const live: Page = { ...kept, path: path('/live/straße'), status: 200 };
const moved: Page = { ...kept, path: path('/moved'), status: 301, location: '/live/stra%C3%9Fe' };
const gone: Page = { ...kept, path: path('/gone'), status: 410 };
const lost: Page = { ...kept, path: path('/errors/404'), status: 404 };

describe.each(worlds)('the edge $name', ({ open }) => {
  let world: World;
  beforeAll(async () => {
    world = await open();
    for (const page of [live, moved, gone, lost]) {
      await world.pages.put(DAILY, page, `Page ${page.path}`, undefined);
    }
  });
  afterAll(() => world.close());

  test('answers a live page, a redirect unfollowed, a page that is gone and one that never was', async () => {
    const { edge } = world;
    expect(await edge.fetch(DAILY, live.path)).toEqual({ status: 200, body: 'Page /live/straße' });
    expect(await edge.fetch(DAILY, moved.path)).toMatchObject({
      status: 301,
      location: expect.stringMatching(/\/live\/stra%C3%9Fe$/),
    });
    expect(await edge.fetch(DAILY, gone.path)).toMatchObject({ status: 410, body: 'Page /gone' });
    expect(await edge.fetch(DAILY, path('/never'))).toMatchObject({
      status: 404,
      body: 'Page /errors/404',
    });
  });

  test('shows the newest bytes once their tag was invalidated, in whatever case it is written', async () => {
    const { edge, pages } = world;
    await edge.fetch(DAILY, live.path);
    await pages.put(DAILY, live, 'Corrected.', await pages.etag(DAILY, live.path));
    await edge.invalidate(DAILY, ['A-1', 'a-2']);

    expect((await edge.fetch(DAILY, live.path)).body).toBe('Corrected.');
  });
});

test('a caching edge shows old bytes until their time is up, and forgets only what carries the tag', async () => {
  let now = 0;
  const pages = memoryPages();
  const edge = memoryEdge(pages, () => instant(now));
  const other: Page = { ...kept, path: path('/other'), tags: ['a-2'], status: 200 };
  const body = async (page: Page): Promise<string> => (await edge.fetch(DAILY, page.path)).body;
  const change = async (page: Page, text: string): Promise<void> => {
    await pages.put(DAILY, page, text, await pages.etag(DAILY, page.path));
    await body(page);
  };
  await change(live, 'one');
  await change(other, 'one');
  await change(live, 'two');
  await change(other, 'two');
  expect([await body(live), await body(other)]).toEqual(['one', 'one']);

  await edge.invalidate(DAILY, ['a-1']);
  expect([await body(live), await body(other)]).toEqual(['two', 'one']);

  now = 300_000;
  expect(await body(other)).toBe('two');
});
