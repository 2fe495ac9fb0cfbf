import type { Day } from '../ids.ts';
import type { Card } from '../publishing/article.ts';
import { dayIn } from '../time.ts';
import type { Cause, Placement } from './change.ts';
import { type Job, type JobKey, jobKey, type ListId, parseJob } from './jobs.ts';
import { archivedLists, listsOf } from './lists.ts';

export const placementOf = (card: Card): Placement => ({
  path: card.path,
  publishedAt: card.publishedAt,
  lists: listsOf(card),
  archives: archivedLists(card),
});

/**
 * Which pages a change makes stale.
 *
 * Looks at the article's places before *and* after: a list that loses it needs rendering as much as one that gains
 * it. `citedBy` are the jobs whose pages show the article by name without being one of its lists: related posts,
 * curated fronts, translations.
 */
export function stalePages(
  cause: Cause,
  citedBy: readonly JobKey[],
  timeZone: string,
): readonly Job[] {
  switch (cause.what) {
    case 'article':
      return unique(ofArticle(cause, citedBy, timeZone));
    case 'related':
      return cause.ids.map((id) => ({ kind: 'article', id }));
    case 'curation':
      return [{ kind: 'list', list: cause.list }];
    case 'redirects':
      return cause.paths.map((path) => ({ kind: 'redirect', path }));
    case 'forgotten':
      return cause.lists.map((list) => ({ kind: 'list', list }));
    case 'aged':
      return [{ kind: 'news-sitemap' }];
    case 'sitemaps':
      return [{ kind: 'sitemap-index' }];
    case 'everything':
      // The walk itself names its jobs; these are the pages that no walk over articles meets.
      return [{ kind: 'site' }, { kind: 'sitemap-index' }, { kind: 'news-sitemap' }];
  }
}

function ofArticle(
  cause: Extract<Cause, { what: 'article' }>,
  citedBy: readonly JobKey[],
  timeZone: string,
): readonly Job[] {
  const own: Job[] = [{ kind: 'article', id: cause.id }];
  if (cause.addressesChanged) own.push({ kind: 'former', id: cause.id });
  const redirects = citedBy.filter(isRedirect).map(parseJob);
  if (cause.addressesChanged) own.push(...redirects);
  if (!cause.cardChanged) return own;
  const places = [cause.before, cause.after].filter((place) => place !== undefined);
  return [
    ...own,
    ...(cause.originals ?? []).map((id): Job => ({ kind: 'article', id })),
    ...places.flatMap((place) => ofPlacement(place, timeZone)),
    ...citedBy.filter((job) => !isRedirect(job)).map(parseJob),
  ];
}

/** The pages that a change may leave without any article to lead a walk over the site to them. */
export function strayPages(cause: Cause, timeZone: string): readonly Job[] {
  if (cause.what === 'curation') return [{ kind: 'list', list: cause.list }];
  if (cause.what !== 'article' || !cause.before) return [];
  const kept = new Set((cause.after ? ofPlacement(cause.after, timeZone) : []).map(jobKey));
  return ofPlacement(cause.before, timeZone).filter((job) => !kept.has(jobKey(job)));
}

/** Where an old address leads depends on where the article is, not on what it says. */
const isRedirect = (job: JobKey): boolean => job.startsWith('redirect|');

function ofPlacement(place: Placement, timeZone: string): readonly Job[] {
  const day = dayIn(timeZone, place.publishedAt);
  return [
    ...place.lists.map((list): Job => ({ kind: 'list', list })),
    ...place.archives.flatMap((list) => archiveJobs(list, day)),
    { kind: 'sitemap', day },
    { kind: 'news-sitemap' },
  ];
}

/** The pages a walk over the whole site renders for one of its articles. */
export function pagesOfArticle(card: Card, moved: boolean, day: Day): readonly Job[] {
  return unique([
    { kind: 'article', id: card.id },
    ...(moved ? [{ kind: 'former', id: card.id } as const] : []),
    ...listsOf(card).map((list): Job => ({ kind: 'list', list })),
    ...archivedLists(card).flatMap((list) => archiveJobs(list, day)),
    { kind: 'sitemap', day },
  ]);
}

const unique = (jobs: readonly Job[]): readonly Job[] => [
  ...new Map(jobs.map((job) => [jobKey(job), job])).values(),
];

const archiveJobs = (list: ListId, day: Day): readonly Job[] => [
  { kind: 'archive', list, day },
  { kind: 'month', list, month: day.slice(0, 7) },
];
