import type { Job } from '../graph/jobs.ts';
import type { Reading } from '../graph/reading.ts';
import type { Page } from '../rendering/view.ts';
import type { Site } from '../site/site.ts';
import {
  archivePages,
  monthPages,
  newsSitemapPages,
  sitemapIndexPages,
  sitemapPages,
} from './archive-pages.ts';
import { articlePages } from './article-pages.ts';
import { formerPages } from './former-pages.ts';
import { listPages } from './list-pages.ts';
import { redirectPages } from './redirect-pages.ts';
import { siteFiles } from './site-files.ts';

/** What the pages of a job look like now: a pure function of the records it asks for (law 5). */
export function* pagesOf(job: Job, site: Site): Reading<readonly Page[]> {
  switch (job.kind) {
    case 'article':
      return yield* articlePages(site, job.id);
    case 'former':
      return yield* formerPages(site, job.id);
    case 'list':
      return yield* listPages(site, job.list);
    case 'archive':
      return yield* archivePages(site, job.list, job.day);
    case 'month':
      return yield* monthPages(site, job.list, job.month);
    case 'sitemap':
      return yield* sitemapPages(site, job.day);
    case 'sitemap-index':
      return yield* sitemapIndexPages(site);
    case 'news-sitemap':
      return yield* newsSitemapPages(site);
    case 'redirect':
      return yield* redirectPages(site, job.path);
    case 'site':
      return yield* siteFiles(site);
  }
}
