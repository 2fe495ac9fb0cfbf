import { describe, expect, test } from 'vitest';
import { articleId } from '#domain/ids.ts';
import { newsroom } from './newsroom.ts';

describe('related posts, both sides', () => {
  test('a new article finds the older ones of its story, and they find it', async () => {
    const desk = newsroom();
    await desk.publish('harbour-shut', 'Storm shuts the harbour at Oxmouth', {
      body: 'Gales kept every ferry in the harbour at Oxmouth on Tuesday.',
    });
    await desk.publish('choir-prize', 'Village choir wins a singing prize', {
      body: 'Judges praised the tenors of Little Wend.',
    });
    await desk.publish('harbour-opens', 'Oxmouth harbour opens after the storm', {
      body: 'Ferry crews left the harbour at dawn as the gales eased.',
    });
    expect((await desk.shown('harbour-opens'))[0]).toBe('harbour-shut');
    expect((await desk.shown('harbour-shut'))[0]).toBe('harbour-opens');
  });

  test('an article published a year earlier gains a new one too', async () => {
    const desk = newsroom();
    await desk.publish('bridge-1', 'Rivermere bridge closes for repairs', { date: '2025-01-04' });
    await desk.publish('bridge-2', 'Rivermere bridge opens again after repairs', {
      date: '2026-01-04',
    });
    expect(await desk.shown('bridge-1')).toEqual(['bridge-2']);
  });

  test('an article that drops its only shared subject disappears from its neighbour but as a filler', async () => {
    const desk = newsroom({ count: 1 });
    await desk.publish('harbour-shut', 'Harbour shut', { topics: ['harbour', 'storm'] });
    await desk.publish('storm-warning', 'Gale warning', { topics: ['storm'] });
    await desk.publish('cake-sale', 'Cake sale', { topics: ['food'] });
    expect(await desk.scored('storm-warning')).toEqual(['harbour-shut']);

    await desk.publish('harbour-shut', 'Harbour shut', { topics: ['harbour'] });
    expect(await desk.scored('storm-warning')).toEqual([]);
    expect(await desk.scored('harbour-shut')).toEqual([]);
  });

  test('a withdrawn article leaves every list, and its place is taken', async () => {
    const desk = newsroom({ count: 1 });
    for (const n of [1, 2, 3])
      await desk.publish(`flood-${n}`, `Flood at Nether Sallow, day ${n}`, {});
    await desk.withdraw('flood-2');
    expect(await desk.shown('flood-1')).toEqual(['flood-3']);
    expect(await desk.shown('flood-3')).toEqual(['flood-1']);
    expect(desk.traces('flood-2')).toEqual([]);
  });

  test('a reinstated article comes back where it stood', async () => {
    const desk = newsroom();
    const ids = ['flood-1', 'flood-2', 'flood-3'];
    for (const id of ids) await desk.publish(id, `Flood at Nether Sallow, day ${id.at(-1)}`, {});
    const before = await Promise.all(ids.map(desk.shown));
    await desk.withdraw('flood-2');
    await desk.publish('flood-2', 'Flood at Nether Sallow, day 2', {});
    expect(await Promise.all(ids.map(desk.shown))).toEqual(before);
  });
});

describe("the newsroom's word", () => {
  test('pins come first, exclusions never', async () => {
    const desk = newsroom();
    await desk.publish('vote-1', 'Council votes on the tram line', {});
    await desk.publish('vote-2', 'Council votes again on the tram line', {});
    await desk.publish('recipe', 'Plum cake for September', {});
    await desk.publish('vote-3', 'Council votes a third time on the tram line', {
      related: { show: true, pin: [articleId('recipe')], exclude: [articleId('vote-1')] },
    });
    expect(await desk.shown('vote-3')).toEqual(['recipe', 'vote-2']);
    expect(await desk.shown('vote-1')).toContain('vote-3');
  });

  test('a sensitive article is in no list, not even as a filler, and has one itself', async () => {
    const desk = newsroom();
    await desk.publish('inquest-1', 'Inquest into the quarry deaths opens', {});
    await desk.publish('inquest-2', 'Inquest into the quarry deaths hears a widow', {
      sensitive: true,
    });
    expect(await desk.shown('inquest-1')).toEqual([]);
    expect(await desk.shown('inquest-2')).toEqual(['inquest-1']);
  });
});

describe('what is never related', () => {
  test('articles of other languages, and translations', async () => {
    const desk = newsroom();
    await desk.publish('en-1', 'Oxmouth harbour reopens', {});
    await desk.publish('fr-1', 'Oxmouth harbour reopens', { language: 'fr' });
    await desk.publish('en-2', 'Oxmouth harbour reopens in easy English', {
      translationOf: articleId('en-1'),
    });
    expect(await desk.scored('en-1')).toEqual([]);
    expect(await desk.shown('fr-1')).toEqual([]);
  });

  test('an agency report beside its own copy', async () => {
    const desk = newsroom();
    const body =
      'The mayor of Oxmouth said on Monday that the ferry line would close in spring unless the county paid.';
    await desk.publish('wire', 'Ferry line may close', { body });
    await desk.publish('wire-copy', 'Ferry line may close', { body });
    await desk.publish('ferry', 'Passengers defend the Oxmouth ferry line', {
      body: 'Hundreds met the mayor of Oxmouth to speak for the ferry line.',
    });
    const shown = await desk.shown('ferry');
    expect(shown.filter((id) => id.startsWith('wire'))).toHaveLength(1);
    expect(await desk.scored('wire')).toEqual(['ferry']);
  });
});

describe('every script', () => {
  test.each([
    ['el', 'Κλειστό το λιμάνι λόγω θύελλας', 'Άνοιξε πάλι το λιμάνι μετά τη θύελλα'],
    ['ru', 'Шторм закрыл гавань Оксмута', 'Гавань Оксмута открыта после шторма'],
    ['ar', 'العاصفة تغلق الميناء', 'إعادة فتح الميناء بعد العاصفة'],
    ['he', 'הסערה סגרה את הנמל', 'הנמל נפתח אחרי הסערה'],
    ['hi', 'तूफ़ान से बंदरगाह बंद', 'तूफ़ान के बाद बंदरगाह खुला'],
    ['ja', '嵐で港が閉鎖', '港の閉鎖が解除、嵐が去る'],
    ['zh', '风暴关闭港口', '港口在风暴后重新开放'],
    ['ko', '폭풍으로 항구가 폐쇄', '폭풍이 지나가고 항구를 다시 열다'],
    ['th', 'พายุปิดท่าเรือ', 'ท่าเรือเปิดอีกครั้งหลังพายุ'],
  ])('two articles of one story in %s are related', async (language, first, second) => {
    const desk = newsroom();
    await desk.publish('one', first, { language });
    await desk.publish('two', second, { language });
    expect(await desk.scored('one')).toEqual(['two']);
    expect(await desk.scored('two')).toEqual(['one']);
  });
});

test('a list is filled with the nearest in time where too few are related', async () => {
  const desk = newsroom({ count: 3 });
  await desk.publish('a', 'Alpha', { section: 'world', date: '2026-03-01', body: 'one' });
  await desk.publish('b', 'Bravo', { section: 'sport', date: '2026-03-02', body: 'two' });
  await desk.publish('c', 'Charlie', { section: 'world', date: '2026-03-03', body: 'three' });
  await desk.publish('d', 'Delta', { section: 'world', date: '2026-03-04', body: 'four' });
  expect(await desk.shown('d')).toEqual(['c', 'a', 'b']);
});
