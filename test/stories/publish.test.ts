import { expect, test } from 'vitest';
import { Newsroom } from '../newsroom.ts';

test('a publish event becomes a page, and its sender is told where', async () => {
  const desk = new Newsroom();
  const event = await desk.publish('harbour-shut', {
    headline: 'Harbour shut by storm',
    sections: ['world'],
  });
  await desk.settle();

  expect(desk.outcome(event)).toMatchObject({
    type: 'article.live',
    id: 'harbour-shut',
    revision: 1,
    url: 'https://daily.example/2026/11/24/harbour-shut-by-storm',
  });
  const page = await desk.page('/2026/11/24/harbour-shut-by-storm');
  expect(page.status).toBe(200);
  expect(page.body).toContain('Harbour shut by storm');
  for (const list of [
    '/',
    '/world',
    '/feed.xml',
    '/world/atom.xml',
    '/sitemaps/2026-11-24.xml',
    '/archive/2026/11/24',
  ])
    expect((await desk.page(list)).body, list).toContain('/2026/11/24/harbour-shut-by-storm');
});

test('a later revision takes over; an earlier one that comes late changes nothing', async () => {
  const desk = new Newsroom();
  const late = { revision: 1, headline: 'First words', publishAt: '2026-11-24T08:00:00Z' };
  await desk.publish('bridge', {
    revision: 2,
    headline: 'Better words',
    publishAt: '2026-11-24T08:00:00Z',
  });
  await desk.settle();
  const event = await desk.publish('bridge', late);
  await desk.settle();

  expect(desk.outcome(event)?.type).toBe('article.superseded');
  expect((await desk.page('/')).body).toContain('Better words');
  expect((await desk.page('/')).body).not.toContain('First words');
});

test('the same revision with other words is refused, and the first stands', async () => {
  const desk = new Newsroom();
  await desk.publish('bridge', { headline: 'First words' });
  const event = await desk.publish('bridge', { headline: 'Other words' });
  await desk.settle();

  expect(desk.outcome(event)).toMatchObject({
    type: 'article.rejected',
    reasons: [{ path: 'revision' }],
  });
  expect((await desk.page('/')).body).toContain('First words');
});

test('an embargoed article is nowhere before its time, and everywhere after it', async () => {
  const desk = new Newsroom();
  const event = await desk.publish('budget', {
    headline: 'Budget in full',
    publishAt: '2026-11-24T12:00:00Z',
  });
  await desk.wait(60_000);
  expect(desk.outcome(event)).toMatchObject({
    type: 'article.scheduled',
    url: 'https://daily.example/2026/11/24/budget-in-full',
  });
  expect([...(await desk.objects()).values()].join()).not.toContain('Budget');

  await desk.wait(3 * 3_600_000);
  expect(desk.outcomes(event).map(({ type }) => type)).toEqual([
    'article.scheduled',
    'article.live',
  ]);
  expect((await desk.page('/2026/11/24/budget-in-full')).body).toContain('Budget in full');
  expect((await desk.page('/')).body).toContain('Budget in full');
});

test('a withdrawn article leaves every page, and its address says that it is gone', async () => {
  const desk = new Newsroom();
  await desk.publish('mistake', { headline: 'A grave mistake', sections: ['world'] });
  await desk.settle();
  const event = await desk.withdraw('mistake');
  await desk.settle();

  expect(desk.outcome(event)?.type).toBe('article.withdrawn');
  expect((await desk.page('/2026/11/24/a-grave-mistake')).status).toBe(410);
  expect([...(await desk.objects()).values()].join()).not.toContain('A grave mistake');
});

test('a new slug moves the article, and the old address leads to the new one', async () => {
  const desk = new Newsroom();
  await desk.publish('ferry', { headline: 'Ferry delayed' });
  await desk.settle();
  await desk.publish('ferry', { revision: 2, headline: 'Ferry cancelled' });
  await desk.settle();

  expect((await desk.page('/2026/11/24/ferry-cancelled')).status).toBe(200);
  expect(await desk.page('/2026/11/24/ferry-delayed')).toMatchObject({
    status: 301,
    location: 'https://daily.example/2026/11/24/ferry-cancelled',
  });
});

test('after a day of news the site is what its records say, page by page', async () => {
  const desk = new Newsroom();
  await desk.sweep();
  await desk.publish('harbour', {
    headline: 'Harbour shut',
    sections: ['world'],
    topics: ['storm'],
    byline: [{ name: 'Ada Holm' }],
  });
  await desk.publish('storm', {
    headline: 'Storm warning for harbour',
    sections: ['world'],
    topics: ['storm'],
  });
  await desk.publish('mistake', {
    headline: 'Storm hoax at harbour',
    sections: ['world', 'sport'],
    topics: ['storm'],
  });
  await desk.settle();
  await desk.publish('harbour', {
    revision: 2,
    headline: 'Harbour open again',
    sections: ['sport'],
  });
  await desk.withdraw('mistake');
  await desk.wait(10 * 60_000);

  expect(await desk.differences()).toEqual([]);
  expect((await desk.page('/2026/11/24/storm-warning-for-harbour')).body).toContain(
    'Harbour open again',
  );
});
