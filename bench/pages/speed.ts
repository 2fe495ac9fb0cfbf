import type { Card } from '#domain/publishing/article.ts';
import { renderArchive } from '#domain/rendering/archive.ts';
import { renderArticle } from '#domain/rendering/article.ts';
import { atom } from '#domain/rendering/feeds/atom.ts';
import { feedOf } from '#domain/rendering/feeds/feed.ts';
import { jsonFeed } from '#domain/rendering/feeds/json-feed.ts';
import { rss } from '#domain/rendering/feeds/rss.ts';
import { renderList } from '#domain/rendering/list.ts';
import type { ArticleView } from '#domain/rendering/view.ts';
import { picked, SITE } from '../page-corpus.ts';
import { type Candidate, feedCandidates, fragmentCandidates } from './candidates.ts';
import { DAY, listView } from './kinds.ts';

export interface Rate {
  readonly kind: string;
  readonly perSecond: number;
}

const ROUNDS = 5;

/**
 * How often a second one core does a piece of work: the best of five rounds, in processor time, so that neither other
 * programs on the machine nor the compiler's first attempts count.
 */
function rateOf(count: number, work: (n: number) => unknown): number {
  let best = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    for (let n = 0; n < count; n++) work(n);
    const { user, system } = process.cpuUsage(before);
    best = Math.max(best, (count / (user + system)) * 1_000_000);
  }
  return best;
}

/** Pages a second, each a different one of the corpus. */
export function pageRates(views: readonly ArticleView[]): readonly Rate[] {
  const cards = views.map(({ card }) => card);
  const newest = (n: number): readonly Card[] => {
    const from = n % (cards.length - 60);
    return cards.slice(from, from + 60);
  };
  const feed = (n: number) => feedOf(listView('', newest(n)));
  const works: readonly (readonly [string, number, (n: number) => unknown])[] = [
    ['article', 4_000, (n) => renderArticle(picked(views, n))],
    ['front with its feeds', 200, (n) => renderList(listView('', newest(n)))],
    ['section with its feeds', 200, (n) => renderList(listView('section:world', newest(n)))],
    ['RSS feed', 500, (n) => rss(feed(n), [])],
    ['Atom feed', 500, (n) => atom(feed(n), [])],
    ['JSON Feed', 500, (n) => jsonFeed(feed(n), [])],
    [
      'archive day of 200',
      200,
      () =>
        renderArchive({ site: SITE, list: '', title: '', day: DAY, cards: cards.slice(0, 200) }),
    ],
  ];
  return works.map(([kind, count, work]) => ({ kind, perSecond: rateOf(count, work) }));
}

/** The same work by each candidate. */
export const candidateRates = (views: readonly ArticleView[]): readonly Rate[] => [
  ...ratesOf('body and 60 cards', fragmentCandidates(views), 1_500),
  ...ratesOf('three feeds of 50', feedCandidates(views), 60),
];

const ratesOf = (what: string, candidates: readonly Candidate[], count: number): readonly Rate[] =>
  candidates.map(({ name, work }) => ({
    kind: `${what}: ${name}`,
    perSecond: rateOf(count, work),
  }));
