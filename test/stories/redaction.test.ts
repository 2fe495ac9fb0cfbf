import fc from 'fast-check';
import { expect, test } from 'vitest';
import { redactArticle, surveyRedaction } from '#domain/flows/redact-article.ts';
import { isRedacting } from '#domain/flows/redact-records.ts';
import { articleId } from '#domain/ids.ts';
import { DAILY, Newsroom } from '../newsroom.ts';

const id = articleId('trial');

const redact = (desk: Newsroom, ...words: readonly string[]) =>
  redactArticle({ site: DAILY.id, id, words, reason: 'Court order 12/26' }, desk.world);

const termsOf = (desk: Newsroom) =>
  [...desk.world.table.items()].find(({ pk, sk }) => pk === 'daily#A#trial' && sk === 'TERMS');

/** Everything that is stored, as text: records, bodies in the drop bucket, pages. */
async function everything(desk: Newsroom): Promise<string> {
  const items = [...desk.world.table.items()];
  const bodies = await Promise.all(
    items.flatMap(({ bodyKey }) =>
      typeof bodyKey === 'string' ? [desk.world.drop.read(bodyKey, 1e9)] : [],
    ),
  );
  const pages = [...(await desk.objects()).entries()].flat();
  return [JSON.stringify(items), ...bodies, ...pages].join('\n');
}

/** Where a text tells of a person, addresses aside: those stay known for ever. Short, so that a failure can be read. */
function leaks(text: string, name = 'doe'): readonly string[] {
  const addresses = /[\w:|/-]*\/[\w:|/-]*|(?:topic|author):[\w-]+|[\w-]*-doe[\w-]*|doe-[\w-]*/gi;
  const left = text.replace(addresses, '');
  return [...left.matchAll(new RegExp(`.{0,60}(?<!\\w)${name}(?!\\w).{0,20}`, 'gi'))].map(
    ([found]) => found,
  );
}

const TRIAL = {
  headline: 'Harbour trial: Jane Doe heard',
  standfirst: 'Jane Doe spoke for an hour.',
  kicker: 'Doe trial',
  sections: ['world'],
  byline: [{ name: 'Ada Holm' }],
  topics: ['harbour', { id: 'jane-doe', name: 'Jane Doe' }],
  image: {
    url: 'https://pictures.example/1.jpg',
    width: 3,
    height: 2,
    alt: 'Jane Doe',
    caption: 'Jane Doe in court',
  },
  corrections: [{ at: '2026-11-24T08:00:00Z', note: 'Jane Doe is 41, not 42.' }],
  body: { contentType: 'text/html', value: '<p>Jane <em>Doe</em> said the harbour was hers.</p>' },
};

test('a court’s words leave every revision, every page and every address that the site shows', async () => {
  const desk = new Newsroom();
  await desk.sweep();
  await desk.publish('ferry', {
    headline: 'Harbour ferry delayed',
    sections: ['world'],
    topics: ['harbour'],
  });
  await desk.publish('trial', TRIAL);
  await desk.settle();
  await desk.publish('trial', { ...TRIAL, revision: 2, headline: 'Jane Doe cleared' });
  await desk.publish('trial', { ...TRIAL, revision: 0 });
  await desk.settle();
  expect((await desk.page('/2026/11/24/harbour-ferry-delayed')).body).toContain('Jane Doe');

  const before = termsOf(desk);
  const report = await redact(desk, 'Jane Doe', 'Doe');
  expect(await isRedacting(DAILY.id, id, desk.world)).toBe(true);
  await desk.settle();

  expect(report).toMatchObject({
    revisions: [1, 2],
    rejected: 1,
    left: ['/2026/11/24/harbour-trial-jane-doe-heard', '/2026/11/24/jane-doe-cleared'],
  });
  expect(await isRedacting(DAILY.id, id, desk.world)).toBe(false);
  // What related posts know of it was made anew: nobody finds it by the name any more.
  expect(termsOf(desk)).toMatchObject({ revision: 2 });
  expect(termsOf(desk)?.['vector']).not.toBe(before?.['vector']);
  const page = await desk.page('/2026/11/24/cleared');
  expect(page.body).toContain('█████ cleared');
  expect(await desk.page('/2026/11/24/jane-doe-cleared')).toMatchObject({
    status: 301,
    location: 'https://daily.example/2026/11/24/cleared',
  });
  expect(leaks(await everything(desk))).toEqual([]);
  const shown = [...(await desk.objects()).values()].join('\n');
  expect(shown).not.toContain('jane-doe');
  expect(await desk.differences()).toEqual([]);
});

test('the same content, sent again, is answered as before and brings no word back', async () => {
  const desk = new Newsroom();
  await desk.publish('trial', TRIAL);
  await desk.settle();
  await redact(desk, 'Jane Doe', 'Doe');
  await desk.settle();

  const again = await desk.publish('trial', TRIAL);
  await desk.settle();
  expect(desk.outcome(again)?.type).toBe('article.live');
  expect([...(await desk.objects()).values()].join()).not.toContain('Doe');

  const other = await desk.publish('trial', { ...TRIAL, headline: 'Other words' });
  await desk.settle();
  expect(desk.outcome(other)?.type).toBe('article.rejected');
});

test('a long body is redacted where it lies, and a later revision with the words leaves the earlier one clean', async () => {
  const desk = new Newsroom();
  const value = `<p>Jane Doe spoke.</p>${'<p>And so on, for long.</p>'.repeat(6000)}`;
  await desk.publish('trial', { headline: 'Trial', body: { contentType: 'text/html', value } });
  await desk.settle();
  await redact(desk, 'Jane Doe');
  await desk.settle();
  expect(await everything(desk)).not.toContain('Jane Doe');

  await desk.publish('trial', {
    revision: 2,
    headline: 'Trial',
    body: { contentType: 'text/html', value },
  });
  await desk.settle();
  const keys = [...desk.world.table.items()].flatMap(({ bodyKey }) =>
    bodyKey ? [String(bodyKey)] : [],
  );
  const bodies = await Promise.all(keys.map((key) => desk.world.drop.read(key, 1e9)));
  expect(bodies.map((body) => body?.includes('Jane Doe'))).toEqual([false, true]);
});

test('what waits under embargo and what was withdrawn are redacted too', async () => {
  const desk = new Newsroom();
  await desk.publish('trial', { ...TRIAL, headline: 'Trial' });
  await desk.publish('trial', { ...TRIAL, revision: 2, publishAt: '2026-11-24T12:00:00Z' });
  await desk.settle(60_000);
  await redact(desk, 'Jane Doe', 'Doe');
  await desk.wait(4 * 3_600_000);
  expect((await desk.page('/2026/11/24/harbour-trial-heard')).body).toContain(
    'Harbour trial: █████ heard',
  );

  await desk.withdraw('trial', {
    revision: 3,
    mode: 'notice',
    notice: 'Jane Doe objected.',
    reason: 'Doe',
  });
  await desk.settle();
  await redact(desk, 'Jane Doe', 'Doe');
  await desk.settle();
  expect((await desk.page('/2026/11/24/harbour-trial-heard')).body).toContain('█████ objected.');
  expect(leaks(await everything(desk))).toEqual([]);
});

test('looking first changes nothing, and names the longer words that would stay', async () => {
  const desk = new Newsroom();
  await desk.publish('trial', {
    headline: 'Doe and Doering',
    body: { contentType: 'text/plain', value: 'Doe' },
  });
  await desk.settle();
  const before = await everything(desk);
  const order = { site: DAILY.id, id, words: ['Doe'] };
  expect(await surveyRedaction(order, desk.world)).toMatchObject({
    revisions: [1],
    times: 2,
    within: ['doering'],
  });
  expect(await everything(desk)).toBe(before);
  expect(await surveyRedaction({ ...order, id: articleId('none') }, desk.world)).toBeUndefined();
  expect(await redactArticle({ ...order, id: articleId('none') }, desk.world)).toBeUndefined();
});

const words = fc.constantFrom('doe', 'Doe', 'storm', 'harbour', 'trial', 'night', 'DOE', 'over');
const text = fc.array(words, { minLength: 1, maxLength: 6 }).map((all) => all.join(' '));

test('whatever the article’s past, nothing that is stored holds the word afterwards', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          headline: text,
          standfirst: text,
          kicker: text,
          body: text.map((value) => ({ contentType: 'text/plain', value })),
          topics: fc.array(words, { maxLength: 2 }),
          byline: fc.array(
            text.map((name) => ({ name })),
            { maxLength: 2 },
          ),
          wait: fc.boolean(),
          withdraw: fc.boolean(),
        }),
        { minLength: 1, maxLength: 4 },
      ),
      async (revisions) => {
        const desk = new Newsroom();
        for (const [n, { wait, withdraw, ...detail }] of revisions.entries()) {
          const publishAt = wait ? '2026-11-24T12:00:00Z' : undefined;
          await desk.publish('trial', { revision: n + 1, publishAt, ...detail });
          if (withdraw) await desk.withdraw('trial', { revision: n + 1, reason: 'Doe asked' });
          await desk.settle(30_000);
        }
        await redact(desk, 'doe');
        await desk.wait(4 * 3_600_000, 1_800_000);

        const stored = JSON.stringify([...desk.world.table.items()]);
        expect(leaks(stored)).toEqual([]);
        expect(await desk.differences()).toEqual([]);
      },
    ),
    { numRuns: 25 },
  );
}, 60_000);
