import { expect, test } from 'vitest';
import { embargoed, embargoedOverRestart } from './embargoed.ts';

/** Far enough ahead for a watcher to see that there is nothing to see. `npm run bench -- embargo` waits for longer. */
const AHEAD_MS = 12_000;

test('an embargoed article is nowhere before its time, and at its address after it', async () => {
  const { answer, paths, looks, early, status, pageMs } = await embargoed(AHEAD_MS);
  expect(answer).toMatchObject({ type: 'article.scheduled' });
  expect(looks).toBeGreaterThan(paths * 20);
  expect(early).toEqual([]);
  expect(status).toBe(200);
  process.stderr.write(`embargo: page seen ${pageMs} ms after its time\n`);
}, 120_000);

test('a runtime that is stopped and started again at the instant releases the article all the same', async () => {
  const { answer, early, status, pageMs } = await embargoedOverRestart(AHEAD_MS);
  expect(answer).toMatchObject({ type: 'article.scheduled' });
  expect(early).toEqual([]);
  expect(status).toBe(200);
  process.stderr.write(`embargo over a restart: page seen ${pageMs} ms after it could be\n`);
}, 120_000);
