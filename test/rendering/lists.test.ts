import { describe, expect, test } from 'vitest';
import type { Card } from '#domain/publishing/article.ts';
import { listPath } from '#domain/rendering/addresses.ts';
import { renderList } from '#domain/rendering/list.ts';
import type { ListView, Page } from '#domain/rendering/view.ts';
import { harbourPaper, stories, story } from './samples.ts';

const list = (changes: Partial<ListView> = {}): ListView => ({
  site: harbourPaper(),
  list: '',
  title: 'The Daily Offstone',
  pins: [],
  cards: stories(60),
  bodies: new Map(),
  ...changes,
});
const front = (changes: Partial<ListView> = {}): Page => {
  const [page] = renderList(list(changes));
  if (!page) throw new Error('A list has a page.');
  return page;
};
const linked = (page: Page): readonly string[] =>
  [...page.body.matchAll(/href="(\/2026\/[^"]*)"/g)].map(([, address]) => address ?? '');

test('every list has its address', () => {
  expect(listPath('')).toBe('/');
  expect(listPath('section:world/europe')).toBe('/world/europe');
  expect(listPath('author:jane-doe')).toBe('/authors/jane-doe');
  expect(listPath('topic:islamic-state')).toBe('/topics/islamic-state');
});

describe.each([0, 1, 2, 5, 6, 16, 17, 20, 60])('a front of %i stories', (count) => {
  const cards = stories(count);
  test.each(['', 'section:world', 'author:x', 'topic:y'] as const)(
    'shows each once on list “%s”, the newest first',
    (id) => {
      const addresses = linked(front({ list: id, cards }));
      expect([...addresses].sort()).toEqual(cards.map((card) => card.path).sort());
      expect(addresses.slice(0, 16)).toEqual(cards.slice(0, 16).map((card) => card.path));
    },
  );
});

test('what the newsroom pins stands on top, before anything newer', () => {
  const pins = [story(70), story(65)];
  expect(linked(front({ pins })).slice(0, 3)).toEqual([...pins, story(0)].map((card) => card.path));
});

test('the rest of the home front is sorted by section, opinion in a band of its own', () => {
  const { body } = front();
  const blocks = [...body.matchAll(/<h2 class="lab"[^>]*><a href="([^"]*)">/g)].map(
    ([, address]) => address,
  );
  expect(blocks).toEqual([
    '/opinion',
    '/harbour',
    '/city',
    '/nation',
    '/world',
    '/business',
    '/culture',
    '/sport',
  ]);
});

test('a site of forty sections names nine and says where the others are', () => {
  const sections = Array.from({ length: 40 }, (_, n) => ({ path: `s${n}`, title: `Section ${n}` }));
  const { body } = front({ site: harbourPaper({ sections }) });
  const [masthead = '', rest = ''] = body.split('</header>');
  expect(masthead.match(/<li>/g)).toHaveLength(10);
  expect(masthead).toContain('<a href="#sections">More</a>');
  expect(rest.match(/<a href="\/s\d+">Section/g)?.length).toBeGreaterThanOrEqual(40);
});

test('a list with more names than cache tags is found by the one tag that all lists have', () => {
  expect(front().tags).toEqual(['lists']);
  expect(front({ cards: stories(49) }).tags).toHaveLength(50);
  expect(front({ cards: stories(50) }).tags).toEqual(['lists']);
});

test('a story in another language keeps its own wherever it stands, turned with all that belongs to it', () => {
  const arabic = story(0, {
    language: 'ar',
    headline: 'أحد عشر تحذيرًا',
    byline: [
      { id: 'a', name: 'سلمى' },
      { id: 'b', name: 'كريم' },
    ],
  });
  for (const count of [0, 1, 3, 20]) {
    const cards: readonly Card[] = [...stories(count, 1), arabic];
    const { body } = front({ cards });
    const turned = /<(article|li|a|div)\b[^>]* lang="ar" dir="rtl">((?:(?!<\/\1>)[\s\S])*)/.exec(
      body,
    );
    expect(turned?.[2]).toContain('أحد عشر تحذيرًا');
    if (count === 0) expect(turned?.[2]).toContain('<span class="by">سلمى وكريم</span>');
  }
});

test('a front fits its columns to the copy: long headlines leave room for fewer', () => {
  const withPicture = { image: { url: '/a.jpg', width: 3, height: 2, alt: '', renditions: [] } };
  const seconds = (headline: string) => {
    const [lead = story(0), ...others] = stories(40);
    const cards = [{ ...lead, ...withPicture }, ...others.map((card) => ({ ...card, headline }))];
    const { body } = front({ cards });
    return /<div class="sec">([\s\S]*?)<\/div>/.exec(body)?.[1]?.match(/<article/g)?.length ?? 0;
  };
  const short = seconds('Fog');
  const long = seconds(
    'Harbour board, council and ministers agree on a bridge nobody wants. '.repeat(3),
  );
  expect(long).toBeLessThan(short);
  expect(long).toBeGreaterThanOrEqual(2);
});

test('a lead without a picture has its stories below it, and no picture is shown twice', () => {
  const image = { url: '/same.jpg', width: 3, height: 2, alt: '', renditions: [] };
  const [lead = story(0), ...others] = stories(60);
  const { body } = front({
    cards: [lead, ...others.map((card) => ({ ...card, image }))],
  });
  expect(body).toContain('<div class="top text">');
  expect(body.match(/<img/g)).toHaveLength(1);
});

test('the front says who publishes it', () => {
  const { body } = front();
  expect(body).toContain('"@type":"NewsMediaOrganization"');
  expect(body).toContain('<h1 class="name"><a href="/">The Daily Offstone</a></h1>');
  expect(body).toContain('<meta property="og:type" content="website">');
});

test('only the first picture is fetched at once', () => {
  const image = { url: '/a.jpg', width: 3, height: 2, alt: '', renditions: [] };
  const { body } = front({ cards: stories(60).map((card) => ({ ...card, image })) });
  expect(body.match(/fetchpriority="high"/g)).toHaveLength(1);
  expect(body.match(/<img/g)?.length).toBe((body.match(/loading="lazy"/g)?.length ?? 0) + 1);
});
