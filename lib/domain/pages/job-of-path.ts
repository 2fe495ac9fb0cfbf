import type { Job, ListId } from '../graph/jobs.ts';
import type { Day, Path } from '../ids.ts';
import { sitemapFileOf } from '../rendering/sitemap.ts';

const FEED = /\/(?:feed\.xml|atom\.xml|feed\.json)$/;
const ARCHIVE = /^(.*)\/archive\/(\d{4})\/(\d\d)(?:\/(\d\d)(?:\/\d\d)?)?$/;
const SITE_FILES: ReadonlySet<string> = new Set([
  '/robots.txt',
  '/.well-known/security.txt',
  '/errors/404',
  '/errors/410',
]);

/**
 * The job that renders a page, told from its address alone; `undefined` for an article's own addresses, which only
 * the table knows.
 */
export function jobOfPath(path: Path): Job | undefined {
  if (SITE_FILES.has(path)) return { kind: 'site' };
  if (path === '/sitemap.xml') return { kind: 'sitemap-index' };
  if (path === '/news-sitemap.xml') return { kind: 'news-sitemap' };
  const sitemap = sitemapFileOf(path);
  if (sitemap) return { kind: 'sitemap', day: sitemap.day };
  const archive = ARCHIVE.exec(path);
  if (archive) {
    const [, below = '', year, month, day] = archive;
    const list = listAt(below);
    if (day === undefined) return { kind: 'month', list, month: `${year}-${month}` };
    return { kind: 'archive', list, day: `${year}-${month}-${day}` as Day };
  }
  if (/^\/\d{4}\/\d\d\/\d\d\//.test(path)) return undefined;
  return { kind: 'list', list: listAt(path.replace(FEED, '').replace(/^\/$/, '')) };
}

function listAt(path: string): ListId {
  const [, kind, id] = /^\/(authors|topics)\/(.+)$/.exec(path) ?? [];
  if (kind === 'authors') return `author:${id}`;
  if (kind === 'topics') return `topic:${id}`;
  return path === '' ? '' : `section:${path.slice(1)}`;
}
