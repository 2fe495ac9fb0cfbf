import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadRedirects } from '#domain/flows/load-redirects.ts';
import { legacyOf } from '#domain/redirects/legacy.ts';
import { DAILY, Newsroom } from '../newsroom.ts';

const ALIASES = ['/old/1', '/old/2', '/old/3', '/old/4'];

test('of two articles that claim an alias in one instant one has it, and the other is told and loses no more', async () => {
  const aliases = fc.subarray(ALIASES, { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(aliases, aliases, async (first, second) => {
      const desk = new Newsroom();
      const wanted = { ferry: first, tram: second };
      const events = await Promise.all(
        Object.entries(wanted).map(([id, aliasPaths]) => desk.publish(id, { aliasPaths })),
      );
      await desk.settle();

      const lost = events.map((event) => {
        const { type, notes = [] } = desk.outcome(event) ?? {};
        expect(type).toBe('article.live');
        return notes.map(({ path, message }) => ({ path, alias: message.split(' ')[0] }));
      });
      for (const [n, [id, own]] of Object.entries(wanted).entries())
        for (const [index, alias] of own.entries()) {
          const isLost = lost[n]?.some((each) => each.alias === alias) ?? false;
          if (isLost) expect(lost[n]).toContainEqual({ path: `aliasPaths[${index}]`, alias });
          const { location } = await desk.page(alias);
          expect(location?.endsWith(`/${id}`)).toBe(!isLost);
        }
      const shared = first.filter((alias) => second.includes(alias));
      expect(
        lost
          .flat()
          .map(({ alias }) => alias)
          .sort(),
      ).toEqual([...shared].sort());
    }),
    { numRuns: 60 },
  );
});

test('an alias that a loaded redirect has is told of, and told again with the event', async () => {
  const desk = new Newsroom();
  const legacy = legacyOf('/old/1', '/world', DAILY);
  if ('problem' in legacy) throw new Error(legacy.problem);
  for await (const some of loadRedirects(DAILY.id, [legacy], desk.world))
    expect(some.every(({ end }) => end === 'loaded')).toBe(true);
  const event = await desk.publish('ferry', { aliasPaths: ['/old/1', '/old/2'] });
  await desk.settle();
  const notes = [
    { path: 'aliasPaths[0]', message: '/old/1 is an address of a loaded redirect, and stays its' },
  ];
  expect(desk.outcome(event)).toMatchObject({ type: 'article.live', notes });
  await desk.publish('ferry', { aliasPaths: ['/old/1', '/old/2'] });
  await desk.settle();
  expect(desk.outcomes().at(-1)).toMatchObject({ type: 'article.live', notes });
});
