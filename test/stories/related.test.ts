import { expect, test } from 'vitest';
import { Newsroom } from '../newsroom.ts';

/** Lets the function die that commits the given transaction, and says later whether it came to that. */
function dyingAfter(desk: Newsroom, transactions: number): () => boolean {
  const { table } = desk.world;
  const transact = table.transact.bind(table);
  let left = transactions;
  Object.assign(table, {
    transact: async (...args: Parameters<typeof transact>) => {
      const answer = await transact(...args);
      left -= 1;
      if (left === 0) throw new Error('the function died');
      return answer;
    },
  });
  return () => left <= 0;
}

const STORIES = {
  'says something else': (desk: Newsroom) =>
    desk.publish('storm', { revision: 2, headline: 'Choir wins', topics: ['music', 'prizes'] }),
  'is withdrawn': (desk: Newsroom) => desk.withdraw('storm', { revision: 2 }),
};

/** A newsroom of articles that have little to do with each other, one of which changes. */
async function livedThrough(story: keyof typeof STORIES, dyingAt: number) {
  const desk = new Newsroom();
  for (const [n, id] of ['ferry', 'harbour', 'tram', 'quarry', 'storm'].entries())
    await desk.publish(id, {
      publishAt: `2026-11-2${n}T08:00:00Z`,
      body: { contentType: 'text/plain', value: id },
      topics: n % 2 ? ['weather'] : [],
    });
  await desk.settle();
  await STORIES[story](desk);
  const died = dyingAfter(desk, dyingAt);
  await desk.settle();
  const articles = [...(await desk.objects())].filter(([at]) => at.startsWith('/2026/'));
  return { died: died(), articles: new Map(articles) };
}

test.each(Object.keys(STORIES) as (keyof typeof STORIES)[])(
  'when an article %s, readers see the same related posts wherever a function dies on the way',
  async (story) => {
    const calm = await livedThrough(story, Number.POSITIVE_INFINITY);
    for (let dyingAt = 1; ; dyingAt++) {
      const rough = await livedThrough(story, dyingAt);
      expect(rough.articles, `dying after transaction ${dyingAt}`).toEqual(calm.articles);
      if (!rough.died) return;
    }
  },
);
