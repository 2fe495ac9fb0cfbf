import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { relateArticles } from '#domain/flows/relate-articles.ts';
import { articleId, siteId } from '#domain/ids.ts';
import { keyText } from '#domain/ports.ts';
import { fused } from '#domain/related/fusion.ts';
import { encodeEntries } from '#domain/related/list.ts';
import { opinionOf } from '#domain/related/meaning.ts';
import { readList } from '#domain/related/records.ts';
import { forgetStrays } from '#domain/related/strays.ts';
import { relatedKey } from '#domain/table/keys.ts';
import { RelatedNewsroom } from '../../bench/related/newsroom.ts';
import { Newsroom } from '../newsroom.ts';
import { newsroom } from './newsroom.ts';
import { thesaurus } from './thesaurus.ts';

const SEA = ['ferry vessel boat', 'sinks founders', 'harbour port', 'crew sailors'];
const FERRY = ['Ferry sinks', { body: 'Harbour crew', date: '2026-01-02' }] as const;
const VESSEL = ['Vessel founders', { body: 'Port sailors', date: '2026-03-02' }] as const;
/** Nearer in time than one ferry story is to the other. */
const CAKE = ['Plum cake', { body: 'Sugar, flour', date: '2026-01-03' }] as const;

async function ferries(model?: ReturnType<typeof thesaurus>) {
  const desk = newsroom({ count: 1, ...(model && { meaning: model.meaning }) });
  await desk.publish('ferry', ...FERRY);
  await desk.publish('cake', ...CAKE);
  await desk.publish('vessel', ...VESSEL);
  return desk;
}

describe('articles that say the same in other words', () => {
  test('are each listed with the other', async () => {
    const desk = await ferries(thesaurus(SEA));
    expect(await desk.shown('ferry')).toEqual(['vessel']);
    expect(await desk.shown('vessel')).toEqual(['ferry']);
    expect(await desk.scored('ferry')).toEqual([]);
  });

  test('are not found without a model, and nothing of one is stored', async () => {
    const desk = await ferries();
    expect(await desk.shown('ferry')).toEqual(['cake']);
    for (const item of desk.table.items()) {
      expect(item).not.toHaveProperty('kin');
      expect(item).not.toHaveProperty('told');
    }
  });

  test('are told to the model once a revision, whatever the statistics', async () => {
    const model = thesaurus(SEA);
    const desk = await ferries(model);
    await desk.room.refresh('en');
    await desk.room.relate(['ferry']);
    expect(model.told.toSorted()).toEqual(['cake 1', 'ferry 1', 'vessel 1']);
    await desk.publish('cake', 'Apple cake', {});
    expect(model.told.filter((one) => one.startsWith('cake'))).toEqual(['cake 1', 'cake 2']);
  });

  test('find each other in an archive that gets a model later', async () => {
    const desk = await ferries();
    const opinion = opinionOf(thesaurus(SEA).meaning, desk.site.id, () => {});
    await new RelatedNewsroom(desk.site, desk.table, true, opinion).refresh('en');
    expect(await desk.shown('ferry')).toEqual(['vessel']);
    expect(await desk.shown('vessel')).toEqual(['ferry']);
  });

  test('are told anew where another model comes', async () => {
    const desk = await ferries(thesaurus(SEA));
    const other = thesaurus(SEA, 'another');
    const opinion = opinionOf(other.meaning, desk.site.id, () => {});
    await new RelatedNewsroom(desk.site, desk.table, true, opinion).refresh('en');
    expect(other.told.toSorted()).toEqual(['cake 1', 'ferry 1', 'vessel 1']);
    expect(await desk.shown('ferry')).toEqual(['vessel']);
    await new RelatedNewsroom(desk.site, desk.table, true, opinion).refresh('en');
    expect(other.told).toHaveLength(3);
  });

  test('stand behind what both the words and the model find', async () => {
    const desk = await ferries(thesaurus(SEA));
    await desk.publish('inquiry', 'Ferry inquiry', { body: 'Harbour vessel', date: '2026-03-03' });
    const [first, second] = (await desk.list('ferry')).kin ?? [];
    expect([first?.id, second?.id]).toEqual(['vessel', 'inquiry']);
    expect(await desk.shown('ferry')).toEqual(['inquiry']);
  });
});

test('the function asks the model that its house brings', async () => {
  const model = thesaurus(SEA);
  const desk = new Newsroom();
  for (const [id, headline, text] of [
    ['ferry', 'Ferry sinks', 'Harbour crew'],
    ['vessel', 'Vessel founders', 'Port sailors'],
  ] as const) {
    await desk.publish(id, {
      headline,
      body: { contentType: 'text/html', value: `<p>${text}</p>` },
    });
    const body = JSON.stringify({ site: 'daily', id, lane: 'live' });
    const ports = { ...desk.world, meaning: model.meaning };
    expect(await relateArticles([{ id: '1', body, attempt: 1 }], ports)).toEqual([]);
  }
  const key = relatedKey(siteId('daily'), articleId('ferry'));
  const kin = readList((await desk.world.table.get([key])).get(keyText(key))).kin ?? [];
  expect(kin.map(({ id }) => id)).toEqual(['vessel']);
});

describe('the rules of every list hold for the model too', () => {
  test('a withdrawn article leaves the lists of those that mean the same', async () => {
    const model = thesaurus(SEA);
    const desk = await ferries(model);
    await desk.withdraw('vessel');
    expect(await desk.shown('ferry')).toEqual(['cake']);
    expect(desk.traces('vessel')).toEqual([]);
    expect(model.knows('vessel')).toBe(false);
  });

  test('a withdrawn article stays out though the model could not be made to forget it', async () => {
    const model = thesaurus(SEA);
    const desk = await ferries(model);
    model.fail(true);
    await desk.withdraw('vessel');
    model.fail(false);
    await desk.room.refresh('en');
    expect(model.knows('vessel')).toBe(true);
    expect(await desk.shown('ferry')).toEqual(['cake']);
  });

  test('a withdrawn article that the model could not be made to forget is forgotten later', async () => {
    const model = thesaurus(SEA);
    const desk = await ferries(model);
    model.fail(true);
    await desk.withdraw('vessel');
    await expect(forgetStrays(desk.table, desk.site.id, model.meaning)).rejects.toThrow();
    model.fail(false);
    expect(await forgetStrays(desk.table, desk.site.id, model.meaning)).toBe(1);
    expect(['cake', 'ferry', 'vessel'].filter(model.knows)).toEqual(['cake', 'ferry']);
    expect(await forgetStrays(desk.table, desk.site.id, model.meaning)).toBe(0);
  });

  test.each([
    ['sensitive', { sensitive: true }],
    ['in another language', { language: 'fr' }],
    ['a translation of it', { translationOf: articleId('ferry') }],
  ])('an article is not listed when it is %s', async (_, draft) => {
    const desk = await ferries(thesaurus(SEA));
    await desk.publish('vessel', VESSEL[0], { ...VESSEL[1], ...draft });
    expect((await desk.list('ferry')).kin).toEqual([]);
    expect(await desk.shown('ferry')).toEqual(['cake']);
  });

  test('what the newsroom excludes is not listed, and lists the article itself', async () => {
    const desk = await ferries(thesaurus(SEA));
    const related = { show: true, pin: [], exclude: [articleId('vessel')] };
    await desk.publish('ferry', FERRY[0], { ...FERRY[1], related });
    expect(await desk.shown('ferry')).toEqual(['cake']);
    expect(await desk.shown('vessel')).toEqual(['ferry']);
  });

  test('the same text twice never stands side by side', async () => {
    const desk = newsroom({ count: 6, meaning: thesaurus(SEA).meaning });
    const body = 'Sailors left the port at dawn while the vessel founders slowly off the long mole';
    await desk.publish('ferry', ...FERRY);
    for (const id of ['wire', 'wire-again']) await desk.publish(id, 'Vessel founders', { body });
    expect(await desk.shown('ferry')).toHaveLength(1);
    expect((await desk.list('wire')).kin?.map(({ id }) => id)).toEqual(['ferry']);
  });
});

describe('a model that does not answer', () => {
  test('costs its opinion, says so in the log, and is told later what it missed', async () => {
    const model = thesaurus(SEA);
    model.fail(true);
    const desk = await ferries(model);
    expect(await desk.shown('ferry')).toEqual(['cake']);
    expect(new Set(desk.logged)).toEqual(new Set(['related without meaning']));

    model.fail(false);
    await desk.room.relate(['ferry', 'vessel']);
    expect(await desk.shown('ferry')).toEqual(['vessel']);
    expect(await desk.shown('vessel')).toEqual(['ferry']);
  });

  test('to one article is told of that one again, and of no other', async () => {
    const model = thesaurus(SEA);
    model.refuse('cake');
    const desk = await ferries(model);
    expect(desk.logged).toEqual(['related without meaning']);
    expect(await desk.shown('ferry')).toEqual(['vessel']);
    model.refuse('');
    await desk.room.relate(['cake', 'ferry', 'vessel']);
    expect(model.told).toEqual(['ferry 1', 'vessel 1', 'cake 1']);
  });

  test('leaves the same bytes as none', async () => {
    const model = thesaurus(SEA);
    model.fail(true);
    const [without, down] = await Promise.all([ferries(), ferries(model)]);
    for (const desk of [without, down]) await desk.withdraw('cake');
    const bytes = ({ table }: typeof down) => JSON.stringify([...table.items()]);
    expect(bytes(down)).toBe(bytes(without));
  });

  test('takes nothing from readers that it gave them before', async () => {
    const model = thesaurus(SEA);
    const desk = await ferries(model);
    model.fail(true);
    await desk.publish('ferry', 'Ferry sinks again', FERRY[1]);
    expect(await desk.shown('ferry')).toEqual(['vessel']);
  });
});

test('two orders are fused by the sum of reciprocal ranks, and of equals the words come first', () => {
  const [words, meaning] = [['a', 'b', 'c'].map(articleId), ['d', 'c', 'a'].map(articleId)];
  expect(fused([words, meaning])).toEqual(['a', 'c', 'd', 'b']);
  expect(fused([words, [...words].reverse()])).toEqual(['a', 'c', 'b']);
  expect(fused([words, []])).toEqual(words);
});

const WORDS = 'harbour storm ferry council vote tram'.split(' ');
const IDS = Array.from({ length: 22 }, (_, n) => `a${n}`);
const step = fc.record({
  id: fc.constantFrom(...IDS),
  withdraw: fc.constantFrom(false, false, false, false, true),
  title: fc.subarray(WORDS, { minLength: 2, maxLength: 4 }).map((words) => words.join(' ')),
});

test('whatever happened, an article has the kin of an archive in which it never happened', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 25, maxLength: 60 }), async (steps) => {
      const desk = newsroom({ statistics: 'frozen', meaning: thesaurus().meaning });
      const now = new Map<string, string>();
      for (const { id, withdraw, title } of steps) {
        if (withdraw) await desk.withdraw(id);
        else await desk.publish(id, title, {});
        if (withdraw) now.delete(id);
        else now.set(id, title);
      }
      const anew = newsroom({ statistics: 'frozen', meaning: thesaurus().meaning });
      for (const [id, title] of now) await anew.store(id, title, {});
      await anew.room.relate([...now.keys()]);
      for (const id of now.keys()) {
        const [{ kin, entries }, wanted] = [await desk.list(id), await anew.list(id)];
        expect(kin).toEqual(wanted.kin);
        expect(encodeEntries(entries)).toEqual(encodeEntries(wanted.entries));
      }
    }),
    { numRuns: 10 },
  );
});
