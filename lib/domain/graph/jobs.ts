import type { ArticleId, Day, Path } from '../ids.ts';

/**
 * A list of articles with a page and feeds of its own.
 * `''` is the whole site; `section:world/europe`, `author:jane-doe`, `topic:islamic-state`.
 */
export type ListId = '' | `section:${string}` | `author:${string}` | `topic:${string}`;

/**
 * One unit of rendering: everything that shows one article, or one list, or one day.
 * All its representations (HTML, feeds, former addresses) are rendered together.
 */
export type Job =
  /** The article's page. */
  | { readonly kind: 'article'; readonly id: ArticleId }
  /** The article's former addresses and aliases: redirects, or gone. */
  | { readonly kind: 'former'; readonly id: ArticleId }
  /** A front and its three feeds. */
  | { readonly kind: 'list'; readonly list: ListId }
  /** A day's archive page, by hour when long. Only for `''` and sections. */
  | { readonly kind: 'archive'; readonly list: ListId; readonly day: Day }
  /** The days of a month, `2026-11`. A job of its own, for the jobs of all its days would contend for the page. */
  | { readonly kind: 'month'; readonly list: ListId; readonly month: string }
  | { readonly kind: 'sitemap'; readonly day: Day }
  | { readonly kind: 'sitemap-index' }
  | { readonly kind: 'news-sitemap' }
  /** An address of the time before Offstone. */
  | { readonly kind: 'redirect'; readonly path: Path }
  /** robots.txt, security.txt, the 404 and 410 pages. */
  | { readonly kind: 'site' };

/** A job as text: the key of its ledger records and the body of its queue message. */
export type JobKey = string & { readonly __jobKey: true };

/** `jobKey` and `parseJob` are each other's inverse. No part but the last holds `|`: ids, list names and days have none, and a path is all that follows. */
export function jobKey(job: Job): JobKey {
  return jobText(job) as JobKey;
}

function jobText(job: Job): string {
  switch (job.kind) {
    case 'article':
    case 'former':
      return `${job.kind}|${job.id}`;
    case 'list':
      return `list|${job.list}`;
    case 'archive':
      return `archive|${job.list}|${job.day}`;
    case 'month':
      return `month|${job.list}|${job.month}`;
    case 'sitemap':
      return `sitemap|${job.day}`;
    case 'redirect':
      return `redirect|${job.path}`;
    case 'sitemap-index':
    case 'news-sitemap':
    case 'site':
      return job.kind;
  }
}

/** @throws RangeError on text that no job has: a bug, or a message that is not ours. */
export function parseJob(key: string): Job {
  const [kind, first = '', second = ''] = key.split('|');
  switch (kind) {
    case 'article':
    case 'former':
      return { kind, id: first as ArticleId };
    case 'list':
      return { kind, list: first as ListId };
    case 'archive':
      return { kind, list: first as ListId, day: second as Day };
    case 'month':
      return { kind, list: first as ListId, month: second };
    case 'sitemap':
      return { kind, day: first as Day };
    case 'redirect':
      return { kind, path: key.slice('redirect|'.length) as Path };
    case 'sitemap-index':
    case 'news-sitemap':
    case 'site':
      return { kind };
    default:
      throw new RangeError(`No job is written as “${key}”.`);
  }
}
