import { expect, test } from 'vitest';
import { Newsroom } from '../newsroom.ts';

const AT = '2026-11-24T08:00:00Z';

test('an article that is pinned twice stays in touch with the front when the first pin is over', async () => {
  const desk = new Newsroom();
  const pins = [{ id: 'ferry', until: '2026-11-24T09:10:00Z' }, { id: 'ferry' }];
  await desk.send('front.curate', { site: 'daily', front: 'sport', revision: 1, pins });
  await desk.wait(15 * 60_000);
  await desk.publish('ferry', { headline: 'Ferry wins', publishAt: AT });
  await desk.settle();

  expect((await desk.page('/sport')).body).toContain('Ferry wins');
});

test('an article that is pinned twice leaves the front when both pins are over', async () => {
  const desk = new Newsroom();
  const pins = ['2026-11-24T09:10:00Z', '2026-11-24T09:20:00Z'].map((until) => ({
    id: 'ferry',
    until,
  }));
  await desk.publish('ferry', { headline: 'Ferry wins', publishAt: AT });
  await desk.send('front.curate', { site: 'daily', front: 'sport', revision: 1, pins });
  await desk.wait(30 * 60_000);

  expect((await desk.page('/sport')).body).not.toContain('Ferry wins');
});

test('a translation names its sisters as they are now, and no longer one that is a translation no more', async () => {
  const desk = new Newsroom();
  await desk.publish('original', { publishAt: AT });
  await desk.publish('german', { language: 'de', translationOf: 'original', publishAt: AT });
  await desk.publish('french', { language: 'fr', translationOf: 'original', publishAt: AT });
  await desk.settle();
  const alternate = (slug: string) =>
    `hreflang="fr" href="https://daily.example/2026/11/24/${slug}"`;
  expect((await desk.page('/2026/11/24/german')).body).toContain(alternate('french'));

  const french = { language: 'fr', publishAt: AT, translationOf: 'original', slug: 'autre' };
  await desk.publish('french', { revision: 2, ...french });
  await desk.settle();
  expect((await desk.page('/2026/11/24/german')).body).toContain(alternate('autre'));

  await desk.publish('french', { revision: 3, ...french, translationOf: undefined });
  await desk.settle();
  for (const page of ['german', 'original'])
    expect((await desk.page(`/2026/11/24/${page}`)).body, page).not.toContain('hreflang="fr"');
});

test('a front lets go of an article that was pinned twice', async () => {
  const desk = new Newsroom();
  const twice = [{ id: 'ferry' }, { id: 'ferry' }];
  await desk.send('front.curate', { site: 'daily', front: 'sport', revision: 1, pins: twice });
  const event = await desk.send('front.curate', {
    site: 'daily',
    front: 'sport',
    revision: 2,
    pins: [],
  });
  await desk.settle();

  expect(desk.outcome(event)?.type).toBe('applied');
});
