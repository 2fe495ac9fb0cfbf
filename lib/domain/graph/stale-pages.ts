import type { Day } from '../ids.ts';
import type { Card } from '../publishing/article.ts';
import { isLeading } from '../redirects/records.ts';
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
      return unique([
        ...cause.paths.map((path): Job => ({ kind: 'redirect', path })),
        ...leading(citedBy),
      ]);
    case 'forgotten':
      return cause.lists.map((list) => ({ kind: 'list', list }));
    case 'aged':
      return [{ kind: 'news-sitemap' }];
    case 'month':
      return [{ kind: 'site' }];
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
  if (cause.addressesChanged) own.push(...leading(citedBy));
  if (!cause.cardChanged) return own;
  const places = [cause.before, cause.after].filter((place) => place !== undefined);
  return [
    ...own,
    ...(cause.originals ?? []).map((id): Job => ({ kind: 'article', id })),
    ...places.flatMap((place) => ofPlacement(place, timeZone)),
    ...citedBy.filter((job) => !isLeading(job)).map(parseJob),
  ];
}

/** The pages that a change may leave without any article to lead a walk over the site to them. */
export function strayPages(cause: Cause, timeZone: string): readonly Job[] {
  if (cause.what === 'curation') return [{ kind: 'list', list: cause.list }];
  if (cause.what !== 'article' || !cause.before) return [];
  const kept = new Set((cause.after ? ofPlacement(cause.after, timeZone) : []).map(jobKey));
  return ofPlacement(cause.before, timeZone).filter((job) => !kept.has(jobKey(job)));
}

/**
 * The pages that lead to an article. They depend on where it is, not on what it says. An article that was withdrawn
 * leads there from all its addresses.
 */
const leading = (citedBy: readonly JobKey[]): readonly Job[] =>
  citedBy
    .filter(isLeading)
    .map(parseJob)
    .flatMap((job): Job[] =>
      job.kind === 'former' ? [job, { kind: 'article', id: job.id }] : [job],
    );

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
