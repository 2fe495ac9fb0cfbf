import { type Instant, type Path, path, type SiteId } from '#domain/ids.ts';
import type { Edge, Forgetting, PageStore, StoredPage } from '#domain/ports.ts';
import { millis } from '#domain/time.ts';

type Answer = Awaited<ReturnType<Edge['fetch']>>;

interface Cached {
  readonly answer: Answer;
  readonly tags: readonly string[];
  readonly until: number;
}

/** The cache policy's longest stay. */
const TTL_SECONDS_MAX = 86_400;
const NOT_FOUND = path('/errors/404');

/**
 * The edge over pages in memory.
 *
 * @param now a clock: with it, answers are cached as long as their Cache-Control says, to be forgotten by tag;
 *   without it nothing is cached.
 */
export function memoryEdge(pages: PageStore, now?: () => Instant): Edge {
  const cache = new Map<string, Cached>();

  const origin = async (site: SiteId, at: Path): Promise<StoredPage> =>
    (await pages.get(site, at)) ?? missing(await pages.get(site, NOT_FOUND));

  return {
    async fetch(site, at) {
      const key = `${site}\n${at}`;
      const cached = cache.get(key);
      if (now && cached && cached.until > millis(now())) return cached.answer;
      const page = await origin(site, at);
      const { status, location, body } = page;
      const answer = { status, ...(location !== undefined && { location }), body };
      const seconds = ttlSeconds(page.cacheControl);
      if (now && seconds > 0) {
        cache.set(key, {
          answer,
          tags: page.tags.map(folded),
          until: millis(now()) + seconds * 1000,
        });
      } else cache.delete(key);
      return answer;
    },
    forgetting: () => FORGETTING,
    async invalidate(site, tags) {
      const forgotten = new Set(tags.map(folded));
      for (const [key, cached] of cache) {
        if (key.startsWith(`${site}\n`) && cached.tags.some((tag) => forgotten.has(tag))) {
          cache.delete(key);
        }
      }
    },
  };
}

const FORGETTING: Forgetting = { inFlightSeconds: 2, spreadingSeconds: 3 };

/** CloudFront compares cache tags without regard to case. */
const folded = (tag: string): string => tag.toLowerCase();

/** Errors are never cached, and an absent object carries no tags. */
const missing = (page: StoredPage | undefined): StoredPage => ({
  status: 404,
  contentType: page?.contentType ?? 'text/plain; charset=utf-8',
  cacheControl: 'no-store',
  tags: [],
  body: page?.body ?? '',
});

function ttlSeconds(cacheControl: string): number {
  if (/no-store|no-cache|private/.test(cacheControl)) return 0;
  const seconds = /s-maxage=(\d+)/.exec(cacheControl) ?? /max-age=(\d+)/.exec(cacheControl);
  return Math.min(Number(seconds?.[1] ?? 0), TTL_SECONDS_MAX);
}
