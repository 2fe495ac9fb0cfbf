import { describe, expect, test } from 'vitest';
import { cleanLine, hasVisible } from '#events';
import { DAILY, Newsroom } from '../newsroom.ts';
import { dangers } from '../rendering/dangers.ts';
import { HOSTILE } from '../rendering/hostile-strings.ts';
import { parsed, textOf } from '../rendering/parsed.ts';
import { malformed } from '../rendering/xml.ts';

/** Fields that are text: whatever stands in them, the article appears. */
const textFields = (text: string) => ({
  headline: text,
  standfirst: text,
  kicker: text.slice(0, 120),
  byline: [{ name: text.slice(0, 200) }],
  dateline: text.slice(0, 200),
  agency: text.slice(0, 200),
  topics: [text.slice(0, 200)],
  image: {
    url: '/media/quay.svg',
    width: 3,
    height: 2,
    alt: text,
    caption: text,
    credit: text.slice(0, 200),
  },
  corrections: [{ at: '2026-11-24T08:00:00Z', note: text }],
});

const bodies = (text: string) => [
  {
    contentType: 'text/html',
    value: `<p>Reads on. ${text}</p>${text}<a href="${text}">x</a><img src="${text}" alt="${text}">`,
  },
  { contentType: 'text/markdown', value: `Reads on.\n\n${text}\n\n[x](${text}) ![y](${text})` },
  { contentType: 'text/plain', value: `Reads on. ${text}` },
];

/** Fields that are more than text: what is none of theirs is refused. */
const strictFields = (text: string) => ({
  slug: text,
  sections: [text],
  language: text,
  publishAt: text,
  canonicalUrl: text,
  translationOf: text,
  aliasPaths: [text],
  image: { url: text, width: 3, height: 2, renditions: [{ url: text, width: 3, height: 2 }] },
  byline: [{ id: text, name: 'Jane Doe' }],
  topics: [{ id: text, name: 'Ferries' }],
  related: { pin: [text], exclude: [text] },
});

/** A paper that says it everywhere. */
const paperNamed = (text: string) => ({
  site: 'daily',
  revision: 1,
  name: text.slice(0, 120),
  tagline: text.slice(0, 200),
  sections: [{ path: 'world', title: text.slice(0, 120) }],
  publisher: { name: text.slice(0, 200) },
  feeds: full.settings.feeds,
});

const full = {
  ...DAILY,
  settings: {
    ...DAILY.settings,
    feeds: { content: 'full', hub: 'https://hub.example.com/' },
  },
} as const;

async function published(text: string) {
  const desk = new Newsroom({ site: full });
  const texts = await Promise.all(
    bodies(text).map((body, n) => desk.publish(`text-${n}`, { ...textFields(text), body })),
  );
  const stricts: string[] = [];
  for (const [field, value] of Object.entries(strictFields(text)))
    stricts.push(await desk.publish(`field-${field}`, { [field]: value }));
  stricts.push(await desk.publish(text), await desk.publish('own', { site: text }));
  await desk.publish('taken-back', { sections: ['world'] });
  await desk.settle();
  const others = [
    await desk.withdraw('taken-back', { mode: 'notice', reason: text, notice: text }),
    await desk.send('site.configure', paperNamed(text)),
  ];
  await desk.settle();
  return { desk, texts, stricts, others };
}

describe.each(HOSTILE)('an editorial system that sends %j in every field', (text) => {
  const newsroom = published(text);

  test('is told that each article is live, or what is wrong with it', async () => {
    const { desk, texts, stricts } = await newsroom;
    for (const id of texts)
      expect(desk.outcome(id)).toMatchObject(
        hasVisible(text)
          ? { type: 'article.live' }
          : { type: 'article.rejected', reasons: [{ path: 'headline' }, {}, {}, {}] },
      );
    for (const id of stricts) {
      const outcome = desk.outcome(id);
      expect(['article.live', 'article.rejected']).toContain(outcome?.type);
      if (outcome?.type === 'article.rejected')
        expect(outcome.reasons?.every(({ path, message }) => path && message)).toBe(true);
    }
  });

  test('may take an article back and name the paper in such words, or is told why not', async () => {
    const { desk, others } = await newsroom;
    for (const id of others) {
      const { type, reasons = [] } = desk.outcome(id) ?? {};
      if (hasVisible(text)) expect(['article.withdrawn', 'applied']).toContain(type);
      else expect(reasons.length).toBeGreaterThan(0);
    }
  });

  test('gets pages in which nothing runs', async () => {
    const { desk } = await newsroom;
    for (const [path, body] of await bodiesOf(desk))
      if (body.startsWith('<!DOCTYPE html>')) expect(dangers(body), path).toEqual([]);
  });

  test('gets feeds and sitemaps that stay well-formed', async () => {
    const { desk } = await newsroom;
    const found = [...(await bodiesOf(desk)).values()];
    expect(
      await malformed(['<nothing/>', ...found.filter((body) => /^<\?xml/.test(body))]),
    ).toEqual([]);
    for (const body of found.filter((each) => each.startsWith('{'))) JSON.parse(body);
  });

  test('gets articles that say what was sent, and still read', async () => {
    const { desk, texts } = await newsroom;
    const live = texts
      .map((id) => desk.outcome(id))
      .filter((told) => told?.type === 'article.live');
    for (const told of live) {
      const { body } = await desk.page(new URL(told?.url ?? '').pathname);
      expect(textOf(body, /<h1[^>]*>([\s\S]*?)<\/h1>/)).toBe(cleanLine(text));
      expect(parsed(body).text).toContain('Reads on.');
    }
  });
});

/** Every object of the site without the line of its status. */
const bodiesOf = async (desk: Newsroom): Promise<ReadonlyMap<string, string>> =>
  new Map(
    [...(await desk.objects())].map(([path, page]) => [path, page.slice(page.indexOf('\n') + 1)]),
  );
