import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import { describe, expect, test } from 'vitest';
import { type SafeHtml, safeHtml } from '#domain/ids.ts';
import { renderList } from '#domain/rendering/list.ts';
import type { ListView, Page } from '#domain/rendering/view.ts';
import { at, harbourPaper, stories, story } from './samples.ts';
import { malformed } from './xml.ts';

const worldList = (changes: Partial<ListView> = {}): ListView => ({
  site: harbourPaper(),
  list: 'section:world',
  title: 'World',
  pins: [],
  cards: stories(60),
  bodies: new Map<string, SafeHtml>(),
  ...changes,
});

function feedsOf(view: ListView): { rss: Page; atom: Page; json: Page } {
  const [, rss, atom, json] = renderList(view);
  if (!rss || !atom || !json) throw new Error('A list has three feeds.');
  return { rss, atom, json };
}

describe('the feeds of a section', () => {
  const { rss, atom, json } = feedsOf(worldList());

  test('are at its address, and each says where it is', () => {
    expect([rss.path, atom.path, json.path]).toEqual([
      '/world/feed.xml',
      '/world/atom.xml',
      '/world/feed.json',
    ]);
    expect(rss.body).toContain(
      '<atom:link rel="self" type="application/rss+xml" href="https://www.example.com/world/feed.xml"/>',
    );
    expect(atom.body).toContain(
      '<link rel="self" type="application/atom+xml" href="https://www.example.com/world/atom.xml"/>',
    );
    expect(JSON.parse(json.body).feed_url).toBe('https://www.example.com/world/feed.json');
  });

  test('tell other software the same fifty stories, newest first', async () => {
    expect(await malformed([rss.body, atom.body])).toEqual([]);
    const titles = stories(50).map((card) => card.headline);
    expect(parseRssFeed(rss.body).items?.map((item) => item.title)).toEqual(titles);
    expect(parseAtomFeed(atom.body).entries?.map((entry) => entry.title?.value)).toEqual(titles);
    const feed = parseJsonFeed(json.body);
    expect(feed.items?.map((item) => item.title)).toEqual(titles);
    expect(feed.items?.[0]?.id).toBe('tag:www.example.com,2026:daily/story-0');
  });

  test('name each entry by an id that neither headline nor address can change', () => {
    const moved = feedsOf(
      worldList({ cards: [story(0, { headline: 'New', path: '/2026/11/24/new' as never })] }),
    );
    expect(moved.rss.body).toContain(
      '<guid isPermaLink="false">tag:www.example.com,2026:daily/story-0</guid>',
    );
    expect(moved.atom.body).toContain('<id>tag:www.example.com,2026:daily/story-0</id>');
  });
});

test('a pinned old story goes to its place by time', () => {
  const { rss } = feedsOf(worldList({ pins: [story(30)], cards: stories(3) }));
  expect(parseRssFeed(rss.body).items?.map((item) => item.guid?.value)).toEqual(
    [0, 1, 2, 30].map((n) => `tag:www.example.com,2026:daily/story-${n}`),
  );
});

test('a headline with markup in it reaches readers as it was typed', () => {
  const headline = 'When 1 < 2 & <b> is “bold & brash”';
  const view = worldList({ cards: [story(0, { headline, standfirst: '1 < 2 & 3' })] });
  const { rss, atom, json } = feedsOf(view);
  const written = '<title>When 1 &#x3C; 2 &#x26; &#x3C;b&#x3E; is “bold &#x26; brash”</title>';
  expect(rss.body).toContain(written);
  expect(atom.body).toContain(written);
  // A description is markup: the text is escaped once for that, and once more for XML.
  expect(rss.body).toContain('<description>1 &amp;lt; 2 &amp;amp; 3</description>');
  expect(JSON.parse(json.body).items[0].title).toBe(headline);
});

test('a headline that any reader would take for markup is written as markup that shows it', () => {
  const headline = '<script>x</script> &amp; you';
  const { rss, atom, json } = feedsOf(worldList({ cards: [story(0, { headline })] }));
  expect(rss.body).toContain(
    '<title>&#x26;lt;script&#x26;gt;x&#x26;lt;/script&#x26;gt; &#x26;amp;amp; you</title>',
  );
  expect(atom.body).toContain(
    '<title type="html">&amp;lt;script&amp;gt;x&amp;lt;/script&amp;gt; &amp;amp;amp; you</title>',
  );
  expect(JSON.parse(json.body).items[0].title).toBe(headline);
});

test('full text travels with addresses that hold anywhere', () => {
  const body = safeHtml(
    '<p>See <a href="/world">the world</a> and <a href="#note">the note</a>.</p><img src="/x.png" alt="">',
  );
  const { rss, atom, json } = feedsOf(
    worldList({ cards: [story(0)], bodies: new Map([['story-0', body]]) }),
  );
  const content = JSON.parse(json.body).items[0].content_html;
  expect(content).toContain('href="https://www.example.com/world"');
  expect(content).toContain(
    'href="https://www.example.com/2026/11/24/rents-fall-for-a-third-month-as-the-dockside-flats-fill-0#note"',
  );
  expect(content).toContain('src="https://www.example.com/x.png"');
  expect(parseRssFeed(rss.body).items?.[0]?.content?.encoded).toBe(content);
  expect(
    parseAtomFeed(atom.body).entries?.[0]?.content?.value ??
      parseAtomFeed(atom.body).entries?.[0]?.content,
  ).toBe(content);
});

test('text that merely looks like an address stays as it was written, and a picture comes in one size', () => {
  const body = safeHtml('<p>Write <code>href="/world"</code>.</p>');
  const image = {
    url: '/media/quay.svg',
    width: 1200,
    height: 800,
    alt: 'A quay',
    renditions: [{ url: '/media/quay-600.svg', width: 600, height: 400 }],
  };
  const { json } = feedsOf(
    worldList({ cards: [story(0, { image })], bodies: new Map([['story-0', body]]) }),
  );
  const content = JSON.parse(json.body).items[0].content_html;
  expect(content).toContain('<code>href="/world"</code>');
  expect(content).toContain('src="https://www.example.com/media/quay.svg"');
  expect(content).not.toContain('srcset');
});

test('an update moves the updated time and leaves the publication’s', () => {
  const { rss, atom, json } = feedsOf(
    worldList({ cards: [story(0, { modifiedAt: at('2026-11-24T13:00:00.000Z') })] }),
  );
  expect(rss.body).toContain('<pubDate>Tue, 24 Nov 2026 11:42:00 GMT</pubDate>');
  expect(rss.body).toContain('<atom:updated>2026-11-24T13:00:00Z</atom:updated>');
  expect(atom.body).toMatch(
    /<published>2026-11-24T11:42:00Z<\/published>\n<updated>2026-11-24T13:00:00\.\d{6}Z<\/updated>/,
  );
  expect(JSON.parse(json.body).items[0].date_modified).toBe('2026-11-24T13:00:00Z');
});

test('stories of one minute have updates of their own, the same in every feed', () => {
  const minute = at('2026-11-24T11:42:00.000Z');
  const cards = stories(50).map((card) => ({ ...card, publishedAt: minute }));
  const updates = (view: ListView): readonly string[] =>
    [...feedsOf(view).atom.body.matchAll(/<updated>([^<]*)/g)].map(([, time = '']) => time);
  const [feed = '', ...entries] = updates(worldList({ cards }));
  expect(new Set(entries).size).toBe(50);
  for (const time of entries) expect(time).toMatch(/^2026-11-24T11:42:00\.\d{6}Z$/);
  expect(feed).toBe(entries.toSorted().at(-1));
  const [, alone] = updates(worldList({ list: '', cards: cards.slice(0, 1) }));
  expect(entries).toContain(alone);
});

test('a hub is named in each feed when the site has one, and in none when it has not', () => {
  const hub = 'https://hub.example.com/';
  const site = harbourPaper({ feeds: { content: 'summary', hub } });
  const { rss, atom, json } = feedsOf(worldList({ site, cards: stories(1) }));
  expect(rss.body).toContain(`<atom:link rel="hub" href="${hub}"/>`);
  expect(atom.body).toContain(`<link rel="hub" href="${hub}"/>`);
  expect(JSON.parse(json.body).hubs).toEqual([{ type: 'WebSub', url: hub }]);
  for (const page of Object.values(feedsOf(worldList()))) expect(page.body).not.toContain('hub');
});

test('dates of RSS are right on every weekday, before 1970 and across leap days', () => {
  for (const [time, written] of [
    ['1969-07-20T20:17:40.000Z', 'Sun, 20 Jul 1969 20:17:40 GMT'],
    ['2024-02-29T00:00:00.000Z', 'Thu, 29 Feb 2024 00:00:00 GMT'],
    ['2000-01-01T23:59:59.000Z', 'Sat, 01 Jan 2000 23:59:59 GMT'],
  ] as const) {
    const { rss } = feedsOf(worldList({ cards: [story(0, { publishedAt: at(time) })] }));
    expect(rss.body).toContain(`<pubDate>${written}</pubDate>`);
    expect(new Date(time).toUTCString()).toBe(written);
  }
});

test('a list without stories has feeds that are merely empty', async () => {
  const { rss, atom, json } = feedsOf(worldList({ cards: [] }));
  expect(await malformed([rss.body, atom.body])).toEqual([]);
  expect(JSON.parse(json.body).items).toEqual([]);
});
