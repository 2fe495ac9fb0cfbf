import { brotliCompressSync, gzipSync } from 'node:zlib';
import { articleId, type Day, path, revision } from '#domain/ids.ts';
import { renderArchive } from '#domain/rendering/archive.ts';
import { renderArticle } from '#domain/rendering/article.ts';
import { renderList } from '#domain/rendering/list.ts';
import { renderSiteFiles } from '#domain/rendering/site-files.ts';
import { renderNewsSitemap, renderSitemap } from '#domain/rendering/sitemap.ts';
import { renderTombstone } from '#domain/rendering/tombstone.ts';
import type { ArticleView, Page } from '#domain/rendering/view.ts';
import { NOON, pageCorpus, picked, SITE } from './page-corpus.ts';

const CORPUS = 500;
/** The first window of a TCP connection: ten segments of 1,460 bytes, less their headers' share (RFC 6928). */
const ARTICLE_BYTES_MAX = 14_336;
const FRONT_BYTES_MAX = 20_480;

/** Prints bytes per kind of page and pages a second on one core. Gives whether the promises held. */
export function benchPages(print: (line: string) => void): boolean {
  const views = pageCorpus(CORPUS);
  const light = printBytes(print, views);
  const fast = printSpeed(print, views);
  return light && fast;
}

function printBytes(print: (line: string) => void, views: readonly ArticleView[]): boolean {
  print('page                     raw     gzip   brotli');
  let light = true;
  for (const [kind, page] of kinds(views)) {
    const bytes = brotliCompressSync(page.body).length;
    const max =
      kind === 'article' ? ARTICLE_BYTES_MAX : kind.endsWith('front') ? FRONT_BYTES_MAX : undefined;
    const held = max === undefined || bytes <= max;
    light &&= held;
    const sizes = [Buffer.byteLength(page.body), gzipSync(page.body).length, bytes];
    print(
      kind.padEnd(20) +
        sizes.map((size) => size.toLocaleString('en').padStart(9)).join('') +
        (max === undefined
          ? ''
          : `   at most ${max.toLocaleString('en')}${held ? '' : ': MISSED'}`),
    );
  }
  return light;
}

/** Processor time, not the clock's: other programs on the machine do not count. */
function printSpeed(print: (line: string) => void, views: readonly ArticleView[]): boolean {
  const site = SITE;
  const cards = views.map((view) => view.card);
  const works: readonly [string, number, (n: number) => unknown][] = [
    ['article', 8_000, (n) => renderArticle(picked(views, n))],
    [
      'front with feeds',
      400,
      (n) => {
        const from = n % (CORPUS - 60);
        return renderList({
          site,
          list: '',
          title: '',
          pins: [],
          cards: cards.slice(from, from + 60),
          bodies: new Map(),
        });
      },
    ],
    [
      'archive day of 200',
      400,
      () =>
        renderArchive({
          site,
          list: '',
          title: '',
          day: DAY,
          cards: cards.slice(0, 200),
        }),
    ],
  ];
  print('');
  print('rendered             a second on one core');
  const rates = works.map(([kind, count, work]) => {
    for (let n = 0; n < count / 4; n++) work(n);
    const before = process.cpuUsage();
    for (let n = 0; n < count; n++) work(n);
    const { user, system } = process.cpuUsage(before);
    const rate = (count / (user + system)) * 1_000_000;
    print(kind.padEnd(20) + Math.round(rate).toLocaleString('en').padStart(9));
    return rate;
  });
  return (rates[0] ?? 0) >= ARTICLES_PER_SECOND_MIN;
}

const ARTICLES_PER_SECOND_MIN = 5_000;
const DAY = '2026-11-24' as Day;

const kinds = (views: readonly ArticleView[]): readonly [string, Page][] => {
  const site = SITE;
  const cards = views.map((view) => view.card);
  const lists = (list: '' | `section:${string}`): readonly Page[] =>
    renderList({
      site,
      list,
      title: 'World',
      pins: [],
      cards: cards.slice(0, 60),
      bodies: new Map(),
    });
  const withdrawal = {
    revision: revision(2),
    at: NOON,
    reason: '',
    mode: 'gone',
  } as const;
  const all: readonly (readonly [string, Page | undefined])[] = [
    ['article', renderArticle(picked(views, 0))],
    ['home front', lists('')[0]],
    ['section front', lists('section:world')[0]],
    ['RSS, summaries', lists('')[1]],
    ['Atom, summaries', lists('')[2]],
    ['JSON Feed, summaries', lists('')[3]],
    [
      'archive day of 200',
      renderArchive({
        site,
        list: '',
        title: '',
        day: DAY,
        cards: cards.slice(0, 200),
      })[0],
    ],
    [
      'gone',
      renderTombstone({
        site,
        id: articleId('x'),
        path: path('/x'),
        withdrawal,
        language: 'en',
        offer: cards.slice(0, 3),
      }),
    ],
    ['not found', renderSiteFiles(site).find((page) => page.status === 404)],
    ['sitemap of 500', renderSitemap({ site, day: DAY, cards })[0]],
    ['news sitemap of 500', renderNewsSitemap({ site, cards })],
  ];
  return all.flatMap(([kind, page]) => (page ? [[kind, page] as [string, Page]] : []));
};

/** node bench/run.ts pages: fails when a promise of size or speed does not hold. */
export async function bench(): Promise<void> {
  const held = benchPages((line) => process.stdout.write(`${line}\n`));
  if (!held) process.exitCode = 1;
}
