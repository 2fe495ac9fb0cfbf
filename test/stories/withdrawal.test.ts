import { expect, test } from 'vitest';
import { path } from '#domain/ids.ts';
import { DAILY, Newsroom } from '../newsroom.ts';

const HEADLINE = 'A grave mistake';

/** A newsroom in which pages of one list cannot be put until `mend` is called. */
async function withBrokenList(list: string) {
  const desk = new Newsroom({ giveUp: true });
  const { pages } = desk.world;
  const put = pages.put.bind(pages);
  let broken = false;
  Object.assign(pages, {
    put: async (...[site, page, body, ifMatch]: Parameters<typeof put>) =>
      broken && page.path === list ? undefined : await put(site, page, body, ifMatch),
  });
  return { desk, break: () => (broken = true), mend: () => (broken = false) };
}

test('a second withdrawal is not told before the first is everywhere', async () => {
  const { desk, ...list } = await withBrokenList('/world');
  await desk.publish('mistake', { headline: HEADLINE, sections: ['world'] });
  await desk.settle();
  list.break();
  await desk.withdraw('mistake', { revision: 2 });
  const second = await desk.withdraw('mistake', { revision: 3 });
  await desk.settle(20_000);

  expect((await desk.page('/world')).body).toContain(HEADLINE);
  expect(desk.outcome(second)).toBeUndefined();
});

test('a withdrawal waits for the section that the article had left and that still shows it', async () => {
  const { desk, ...list } = await withBrokenList('/sport');
  await desk.publish('mistake', { headline: HEADLINE, sections: ['sport'] });
  await desk.settle();
  list.break();
  await desk.publish('mistake', { revision: 2, headline: HEADLINE, sections: ['world'] });
  const event = await desk.withdraw('mistake', { revision: 3 });
  await desk.settle(20_000);

  expect((await desk.page('/sport')).body).toContain(HEADLINE);
  expect(desk.outcome(event)).toBeUndefined();
});

test('a withdrawal in other words changes what former addresses say', async () => {
  const desk = new Newsroom();
  await desk.publish('ferry', { headline: 'Ferry delayed' });
  await desk.publish('ferry', { revision: 2, headline: 'Ferry cancelled' });
  await desk.settle();
  await desk.withdraw('ferry', { revision: 3, mode: 'notice', notice: 'We were wrong.' });
  await desk.settle();
  expect((await desk.page('/2026/11/24/ferry-delayed')).status).toBe(301);
  await desk.withdraw('ferry', { revision: 4 });
  await desk.settle();

  expect((await desk.page('/2026/11/24/ferry-delayed')).status).toBe(410);
});

test('a new look reaches the lists that no article is in any more', async () => {
  const desk = new Newsroom();
  await desk.publish('mistake', { headline: HEADLINE, topics: ['Errors'] });
  await desk.settle();
  await desk.withdraw('mistake', { revision: 2 });
  await desk.send('front.curate', { site: 'daily', front: 'culture', revision: 1, pins: [] });
  await desk.settle();
  await desk.send('site.configure', { site: 'daily', revision: 1, name: 'The Evening Test' });
  await desk.settle();

  expect((await desk.page('/topics/errors')).body).toContain('The Evening Test');
  expect((await desk.page('/culture')).body).toContain('The Evening Test');
});

test('the aliases of a revision that came too late lead to the article all the same', async () => {
  const desk = new Newsroom();
  await desk.publish('bridge', { revision: 2, headline: 'Bridge open' });
  await desk.settle();
  await desk.publish('bridge', {
    revision: 1,
    headline: 'Bridge shut',
    aliasPaths: ['/old/bridge'],
  });
  await desk.settle();

  expect(await desk.world.edge.fetch(desk.site.id, path('/old/bridge'))).toMatchObject({
    status: 301,
    location: 'https://daily.example/2026/11/24/bridge-open',
  });
});

test('an address that an update will return to leads on until then', async () => {
  const desk = new Newsroom();
  await desk.publish('ferry', { headline: 'Ferry', slug: 'delayed' });
  await desk.publish('ferry', { revision: 2, headline: 'Ferry', slug: 'cancelled' });
  await desk.settle();
  await desk.publish('ferry', {
    revision: 3,
    headline: 'Ferry',
    slug: 'delayed',
    publishAt: '2026-11-24T12:00:00Z',
  });
  await desk.withdraw('ferry', { revision: 4 });
  await desk.settle(60_000);

  expect((await desk.page('/2026/11/24/delayed')).status).toBe(410);
});

test('an article that comes back in another section leaves no word of its end in the feeds of the first', async () => {
  const desk = new Newsroom();
  await desk.publish('mistake', { headline: HEADLINE, sections: ['sport'] });
  await desk.settle();
  const calm = (await desk.page('/world/feed.xml')).body;
  await desk.withdraw('mistake', { revision: 2 });
  await desk.settle();
  expect((await desk.page('/sport/atom.xml')).body).toContain('deleted-entry');
  await desk.publish('mistake', { revision: 3, reinstates: 2, sections: ['world'] });
  await desk.settle();

  expect((await desk.page('/sport/atom.xml')).body).not.toContain('deleted-entry');
  expect((await desk.page('/world/feed.xml')).body).not.toBe(calm);
});

test('an article that first appears when its withdrawal is taken back is withdrawn like any other', async () => {
  const desk = new Newsroom();
  await desk.withdraw('mistake', { revision: 2 });
  await desk.publish('mistake', { headline: HEADLINE });
  await desk.settle();
  await desk.publish('mistake', { revision: 3, reinstates: 2, publishAt: '2026-11-24T12:00:00Z' });
  await desk.settle(60_000);
  expect((await desk.page('/')).body).toContain(HEADLINE);
  const event = await desk.withdraw('mistake', { revision: 4 });
  expect(desk.outcome(event)).toBeUndefined();
  await desk.settle(60_000);

  expect(desk.outcome(event)?.type).toBe('article.withdrawn');
  expect((await desk.page('/2026/11/24/a-grave-mistake')).status).toBe(410);
});

test('an author’s own link to a withdrawn article keeps nobody from being told that it is gone', async () => {
  const desk = new Newsroom();
  const at = '/2026/11/24/a-grave-mistake';
  await desk.publish('mistake', { headline: HEADLINE });
  for (const [id, href] of [
    ['plain', at],
    ['whole', `https://daily.example${at}`],
  ])
    await desk.publish(String(id), {
      body: { contentType: 'text/html', value: `<p>As <a href="${href}">we wrote</a>, no.</p>` },
      canonicalUrl: `https://daily.example${at}`,
    });
  await desk.settle();
  const event = await desk.withdraw('mistake', { revision: 2 });
  await desk.settle(60_000);

  expect((await desk.page('/2026/11/24/plain')).body).toContain(at);
  expect(desk.outcome(event)?.type).toBe('article.withdrawn');
});

test('feeds that carry whole articles keep nobody from being told either', async () => {
  const desk = new Newsroom({
    site: { ...DAILY, settings: { ...DAILY.settings, feeds: { content: 'full' } } },
  });
  const at = '/2026/11/24/a-grave-mistake';
  await desk.publish('mistake', { headline: HEADLINE });
  await desk.publish('other', {
    body: { contentType: 'text/html', value: `<p>As <a href="${at}">we wrote</a>, no.</p>` },
  });
  await desk.settle();
  const event = await desk.withdraw('mistake', { revision: 2 });
  await desk.settle(60_000);

  expect((await desk.page('/feed.xml')).body).toContain(at);
  expect(desk.outcome(event)?.type).toBe('article.withdrawn');
});

test('a withdrawal waits for an article that names it among its related posts', async () => {
  const { desk, ...page } = await withBrokenList('/2026/11/24/another');
  await desk.publish('mistake', { headline: HEADLINE });
  await desk.publish('other', { headline: 'Another' });
  await desk.settle();
  expect((await desk.page('/2026/11/24/another')).body).toContain(HEADLINE);
  page.break();
  const event = await desk.withdraw('mistake', { revision: 2 });
  await desk.wait(180_000);
  expect(desk.outcome(event)).toBeUndefined();
  page.mend();
  await desk.wait(180_000);
  expect(desk.outcome(event)?.type).toBe('article.withdrawn');
});

test('an article that cannot be rendered holds up no withdrawal of another', async () => {
  const { desk, ...page } = await withBrokenList('/2026/11/24/other');
  await desk.publish('mistake', { headline: HEADLINE });
  await desk.settle();
  await desk.withdraw('mistake', { revision: 2, mode: 'notice', notice: 'We were wrong.' });
  await desk.settle();
  page.break();
  await desk.publish('other', { headline: 'Other' });
  await desk.wait(20_000);
  const event = await desk.withdraw('mistake', { revision: 3 });
  await desk.settle(20_000);

  expect(desk.outcome(event)?.type).toBe('article.withdrawn');
});

test('a front that cannot be rendered holds up a withdrawal only until it is seen not to name the article', async () => {
  const { desk, ...list } = await withBrokenList('/sport');
  await desk.publish('mistake', { headline: HEADLINE, sections: ['world'] });
  await desk.settle();
  list.break();
  await desk.send('front.curate', { site: 'daily', front: 'sport', revision: 1, pins: [] });
  await desk.wait(20_000);
  const event = await desk.withdraw('mistake', { revision: 2 });
  await desk.settle(20_000);
  expect(desk.outcome(event)).toBeUndefined();
  await desk.settle(100_000);

  expect(desk.outcome(event)?.type).toBe('article.withdrawn');
});

test('whoever withdraws an article is told where its pictures lie, and when it was gone', async () => {
  const desk = new Newsroom();
  const picture = (name: string) => `https://pictures.example/${name}.jpg`;
  await desk.publish('mistake', {
    headline: HEADLINE,
    image: { url: picture('old'), width: 3, height: 2, alt: '' },
  });
  await desk.publish('mistake', {
    revision: 2,
    headline: HEADLINE,
    image: { url: picture('lead'), width: 3, height: 2, alt: '' },
    body: { contentType: 'text/html', value: `<p>See.</p><img src="${picture('inside')}" alt="">` },
  });
  await desk.settle();
  const event = await desk.withdraw('mistake', { revision: 3 });
  await desk.settle();

  const { pictures, stations } = desk.outcome(event) ?? {};
  expect([...(pictures ?? [])].sort()).toEqual([
    picture('inside'),
    picture('lead'),
    picture('old'),
  ]);
  expect(Object.keys(stations ?? {}).sort()).toEqual(['clean', 'received', 'rendered', 'stored']);
});

test('a withdrawal waits for the page that another article left and that names it still', async () => {
  const { desk, ...page } = await withBrokenList('/2026/11/24/other');
  await desk.publish('mistake', { headline: HEADLINE });
  await desk.publish('other', { headline: 'Another', slug: 'other' });
  await desk.settle();
  expect((await desk.page('/2026/11/24/other')).body).toContain(HEADLINE);
  page.break();
  await desk.publish('other', { revision: 2, headline: 'Another', slug: 'moved' });
  await desk.wait(20_000);
  const event = await desk.withdraw('mistake', { revision: 2 });
  await desk.wait(180_000);
  expect((await desk.page('/2026/11/24/other')).body).toContain(HEADLINE);
  expect(desk.outcome(event)).toBeUndefined();
  page.mend();
  await desk.wait(180_000);

  expect(desk.outcome(event)?.type).toBe('article.withdrawn');
});
