import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { articleId, revision } from '#domain/ids.ts';
import type { Meaning, Telling } from '#domain/related/meaning.ts';
import { DAILY, openHouse, refusal, WEEKLY } from './service.ts';

let house: Awaited<ReturnType<typeof openHouse>>;
let meaning: Meaning;
beforeAll(async () => {
  house = await openHouse();
});
beforeEach(() => {
  meaning = house.adapter();
});
afterEach(async () => {
  house.answerInstead(() => undefined);
  house.deny(() => false);
  for (const site of [DAILY, WEEKLY]) await house.adapter().remove(site, IDS);
  house.calls.length = 0;
  house.bodies.length = 0;
});
afterAll(async () => await house?.close());

const telling = (id: string, headline: string, more: Partial<Telling> = {}): Telling => ({
  id: articleId(id),
  revision: revision(1),
  language: 'en',
  headline,
  text: '',
  ...more,
});

const FLOOD = telling('flood', 'Regenhochwasser', { text: 'Deich', language: 'de' });
const LEVEL = telling('level', 'Hochwasserlage', { text: 'Pegel', language: 'de' });
const OPERA = telling('opera', 'Spielzeit der Oper', { text: 'Premiere', language: 'de' });
const ENGLISH = telling('english', 'Regenhochwasser', { text: 'Deich' });
const STORIES = [FLOOD, LEVEL, OPERA, ENGLISH];
const IDS = [...STORIES, telling('long', '')].map(({ id }) => id);

const ids = (near: readonly { readonly id: string }[] | undefined) => near?.map(({ id }) => id);

describe('articles told to the model', () => {
  test('find each other, and from either side they are as close', async () => {
    expect([...(await meaning.put(DAILY, STORIES))].sort()).toEqual(
      STORIES.map(({ id }) => id).sort(),
    );
    const near = await meaning.nearest(DAILY, [FLOOD, LEVEL, OPERA], 50);
    expect(ids(near.get(FLOOD.id))).toEqual([LEVEL.id]);
    expect(ids(near.get(LEVEL.id))).toEqual([FLOOD.id]);
    expect(ids(near.get(OPERA.id))).toEqual([]);
    const [[there], [back]] = [near.get(FLOOD.id) ?? [], near.get(LEVEL.id) ?? []];
    expect(there?.closeness).toBe(back?.closeness);
    expect(there?.closeness).toBeGreaterThanOrEqual(200);
  });

  test('take one call to be put and one more each to be asked after', async () => {
    await meaning.put(DAILY, STORIES);
    expect(house.calls.toSorted()).toEqual([...STORIES.map(() => '/invoke'), '/PutVectors'].sort());
    house.calls.length = 0;
    await meaning.nearest(DAILY, STORIES, 50);
    expect(house.calls.toSorted()).toEqual(['/GetVectors', ...STORIES.map(() => '/QueryVectors')]);
  });

  test('are near only in their own language, whatever else means the same', async () => {
    await meaning.put(DAILY, STORIES);
    const near = await meaning.nearest(DAILY, [ENGLISH], 50);
    expect(near.get(ENGLISH.id)).toEqual([]);
  });

  test('are near only on their own site', async () => {
    await meaning.put(DAILY, [FLOOD]);
    await meaning.put(WEEKLY, [LEVEL]);
    expect((await meaning.nearest(DAILY, [FLOOD], 50)).get(FLOOD.id)).toEqual([]);
    expect(meaning.space(DAILY)).not.toBe(meaning.space(WEEKLY));
  });

  test('are as near as the stage asks, not as near as anything is', async () => {
    await meaning.put(DAILY, STORIES);
    const near = await house.adapter(0.9).nearest(DAILY, [FLOOD], 50);
    expect(near.get(FLOOD.id)).toEqual([]);
    const all = await house.adapter(-1).nearest(DAILY, [FLOOD], 1);
    expect(ids(all.get(FLOOD.id))).toEqual([LEVEL.id]);
  });

  test('are known by what they said last', async () => {
    await meaning.put(DAILY, [FLOOD, LEVEL, OPERA]);
    await meaning.put(DAILY, [{ ...LEVEL, headline: 'Spielzeit der Oper' }]);
    expect(ids((await meaning.nearest(DAILY, [OPERA], 50)).get(OPERA.id))).toEqual([LEVEL.id]);
    expect((await meaning.nearest(DAILY, [FLOOD], 50)).get(FLOOD.id)).toEqual([]);
  });

  test('are forgotten when they are removed, and removing them again is no trouble', async () => {
    await meaning.put(DAILY, STORIES);
    await meaning.remove(DAILY, [LEVEL.id]);
    await meaning.remove(DAILY, [LEVEL.id]);
    const near = await meaning.nearest(DAILY, [FLOOD, LEVEL], 50);
    expect(near.get(FLOOD.id)).toEqual([]);
    expect(near.has(LEVEL.id)).toBe(false);
  });

  test('are named when somebody asks who is known, however many', async () => {
    const many = Array.from({ length: 1003 }, (_, n) => telling(`many-${n}`, `Pegel ${n}`));
    for (let from = 0; from < many.length; from += 200) {
      await meaning.put(DAILY, many.slice(from, from + 200));
    }
    const known: string[] = [];
    for await (const some of meaning.known(DAILY)) known.push(...some);
    expect(known.sort()).toEqual(many.map(({ id }) => id as string).sort());
    await meaning.remove(
      DAILY,
      many.map(({ id }) => id),
    );
  });

  test('are embedded with headline, standfirst and text', async () => {
    await meaning.put(DAILY, [{ ...OPERA, standfirst: 'Ein Regenhochwasser im Foyer' }]);
    expect(house.bodies[0]).toEqual({
      inputText: 'Spielzeit der Oper\nEin Regenhochwasser im Foyer\nPremiere',
      dimensions: 256,
      normalize: true,
    });
  });
});

describe('an article longer than the model bears', () => {
  const sent = () =>
    house.bodies.flatMap((body) =>
      'inputText' in body && typeof body.inputText === 'string' ? [body.inputText] : [],
    );

  test('is embedded by its beginning: of many words as many as there are tokens', async () => {
    const text = 'Ein Deich am Pegel. '.repeat(4000);
    expect((await meaning.put(DAILY, [telling('long', 'Deich', { text })])).size).toBe(1);
    const lengths = sent().map(({ length }) => length);
    expect(lengths).toHaveLength(2);
    expect(lengths[0]).toBe(50_000);
    expect(lengths[1]).toBeGreaterThan(38_000);
  });

  test('is cut where its refusal tells no number, and never through a character', async () => {
    house.answerInstead(({ path, body }) =>
      path.endsWith('/invoke') && JSON.parse(body.toString()).inputText.length > 20_000
        ? refusal(400, 'ValidationException', 'Malformed input request: expected maxLength: 9')
        : undefined,
    );
    const text = '𐌰'.repeat(40_000);
    expect((await meaning.put(DAILY, [telling('long', 'A', { text })])).size).toBe(1);
    expect(sent().every((one) => one.isWellFormed())).toBe(true);
    expect(sent().at(-1)?.length).toBeLessThanOrEqual(20_000);
  });
});

describe('services in trouble', () => {
  const first = (times: number, refuse: ReturnType<typeof refusal>, path: RegExp) => {
    let left = times;
    house.answerInstead((request) => (path.test(request.path) && left-- > 0 ? refuse : undefined));
  };

  test('that say wait are asked again', async () => {
    first(2, refusal(429, 'ThrottlingException'), /invoke$/);
    expect((await meaning.put(DAILY, [FLOOD])).size).toBe(1);
    first(1, refusal(503, 'ServiceUnavailableException'), /PutVectors$/);
    expect((await meaning.put(DAILY, [LEVEL])).size).toBe(1);
    first(2, refusal(429, 'TooManyRequestsException'), /QueryVectors$/);
    expect(ids((await meaning.nearest(DAILY, [FLOOD], 50)).get(FLOOD.id))).toEqual([LEVEL.id]);
  });

  test('that refuse one article take the others', async () => {
    house.answerInstead(({ path, body }) =>
      path.endsWith('/invoke') && body.includes('Oper')
        ? refusal(400, 'ValidationException', 'Not this one.')
        : undefined,
    );
    expect([...(await meaning.put(DAILY, STORIES))].sort()).toEqual(['english', 'flood', 'level']);
    await expect(meaning.put(DAILY, [OPERA])).rejects.toThrow('Not this one.');
    // It cost no time, so nobody has to wait.
    expect((await meaning.put(DAILY, [FLOOD])).size).toBe(1);
  });

  test('that answer only for some in time say so much', async () => {
    await meaning.put(DAILY, [FLOOD, LEVEL, OPERA]);
    let first = true;
    house.answerInstead(({ path }) => {
      if (!path.endsWith('/QueryVectors') || !first) return undefined;
      first = false;
      return refusal(400, 'ValidationException', 'Not this one.');
    });
    const near = await meaning.nearest(DAILY, [FLOOD, LEVEL, OPERA], 50);
    expect(near.size).toBe(2);
  });

  test('that are down are an error that names the cause', async () => {
    house.answerInstead(() =>
      refusal(403, 'AccessDeniedException', 'Ask for access to the model.'),
    );
    await expect(meaning.put(DAILY, [FLOOD])).rejects.toThrow('Ask for access to the model.');
    await expect(meaning.nearest(DAILY, [FLOOD], 50)).rejects.toThrow('Ask for access');
    await expect(meaning.remove(DAILY, [FLOOD.id])).rejects.toThrow('Ask for access');
  });

  test('that do not answer cost seconds once, and are left alone for a while', async () => {
    const patient = house.adapter(0.2, 500);
    house.answerInstead(() => pause(8000, undefined, { ref: false }));
    await expect(patient.remove(DAILY, [FLOOD.id])).rejects.toThrow('no answer within 3000 ms');
    house.answerInstead(() => undefined);
    house.calls.length = 0;
    await expect(patient.nearest(DAILY, [FLOOD], 50)).rejects.toThrow('left alone for another 1 s');
    expect(house.calls).toEqual([]);
    await pause(600);
    await patient.remove(DAILY, [FLOOD.id]);
  });

  test('that the function may not ask say which permission is missing', async () => {
    house.deny(({ action }) => action === 's3vectors:GetVectors');
    await meaning.put(DAILY, [FLOOD]);
    // A search by language needs both permissions.
    await expect(meaning.nearest(DAILY, [FLOOD], 50)).rejects.toThrow('s3vectors:GetVectors');
  });
});
