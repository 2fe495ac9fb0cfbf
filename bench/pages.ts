import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { ArticleView } from '#domain/rendering/view.ts';
import { pageCorpus } from './page-corpus.ts';
import { kindsOf } from './pages/kinds.ts';
import { candidateRates, pageRates, type Rate } from './pages/speed.ts';

const CORPUS = 500;
/** The first window of a TCP connection: ten segments of 1,460 bytes, less their headers' share (RFC 6928). */
const ARTICLE_BYTES_MAX = 14_336;
const FRONT_BYTES_MAX = 20_480;
const ARTICLES_PER_SECOND_MIN = 5_000;

/** node bench/run.ts pages: bytes per kind of page, pages a second on one core; fails when a promise does not hold. */
export async function bench(): Promise<void> {
  const views = pageCorpus(CORPUS);
  const light = printBytes(views);
  say('\nrendered                               a second on one core');
  const rates = pageRates(views);
  print(rates);
  say('\nthe same by candidates');
  print(candidateRates(views));
  const fast = (rates[0]?.perSecond ?? 0) >= ARTICLES_PER_SECOND_MIN;
  if (!fast) say(`MISSED: ${ARTICLES_PER_SECOND_MIN} articles a second`);
  if (!light || !fast) process.exitCode = 1;
}

function printBytes(views: readonly ArticleView[]): boolean {
  say('page                          raw     gzip   brotli');
  let light = true;
  for (const [kind, page] of kindsOf(views)) {
    const sizes = [
      Buffer.byteLength(page.body),
      gzipSync(page.body).length,
      brotliCompressSync(page.body).length,
    ];
    const bytes = Math.max(...sizes.slice(1));
    const max = promised(kind);
    const held = max === undefined || bytes <= max;
    light &&= held;
    const promise = max === undefined ? '' : `   at most ${figure(max)}${held ? '' : ': MISSED'}`;
    say(kind.padEnd(24) + sizes.map((size) => figure(size).padStart(9)).join('') + promise);
  }
  return light;
}

function promised(kind: string): number | undefined {
  if (kind === 'article') return ARTICLE_BYTES_MAX;
  return kind.endsWith('front') ? FRONT_BYTES_MAX : undefined;
}

function print(rates: readonly Rate[]): void {
  for (const { kind, perSecond } of rates)
    say(kind.padEnd(40) + figure(Math.round(perSecond)).padStart(9));
}

const figure = (value: number): string => value.toLocaleString('en');

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
