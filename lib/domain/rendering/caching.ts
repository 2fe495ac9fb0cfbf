/*
 * How long the edge keeps each kind of page. Withdrawals do not wait for these: they invalidate by tag. Browsers ask
 * again each time (the ETag makes that cheap), and nothing stale may be served while the edge asks or fails:
 * what was withdrawn must not come back.
 */
const kept = (seconds: number): string => `public, max-age=0, s-maxage=${seconds}, must-revalidate`;

export const CACHE = {
  article: kept(60),
  redirect: kept(60),
  tombstone: kept(60),
  list: kept(10),
  feed: kept(10),
  archive: kept(60),
  sitemap: kept(60),
  siteFile: kept(300),
} as const;
