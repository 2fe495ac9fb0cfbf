import { type Embargo, embargoed, embargoedOverRestart } from '../test/e2e/embargoed.ts';

/**
 * node bench/run.ts embargo [AHEAD]: publishes an article so many seconds (90) ahead on the embedded runtime, fetches
 * every public path four times a second, and tells what was seen before its time and how soon after; then the same with
 * a runtime that is stopped just before the instant and started again.
 */
export async function bench([ahead = '90']: readonly string[]): Promise<void> {
  const seconds = Number(ahead);
  if (!(seconds >= 5)) throw new RangeError(`AHEAD is in seconds, at least 5: “${ahead}” is not.`);
  const calm = await embargoed(seconds * 1000);
  say(line('embargo', seconds, calm));
  const restarted = await embargoedOverRestart(seconds * 1000);
  say(line('embargo over a restart', seconds, restarted));
  say(JSON.stringify({ bench: 'embargo', ahead: seconds, calm, restarted }));
}

const line = (what: string, ahead: number, seen: Embargo): string =>
  `${what}: ${ahead} s ahead, ${seen.looks} looks at ${seen.paths} paths, ${seen.early.length} of them early; seen ` +
  `after: page ${inSeconds(seen.pageMs)}, front ${inSeconds(seen.frontMs)}, news sitemap ${inSeconds(seen.newsMs)}`;

const inSeconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

const say = (text: string): void => void process.stdout.write(`${text}\n`);
