import type { Cause } from '../graph/change.ts';
import { type Path, path, type SiteId } from '../ids.ts';
import type { Ports } from '../ports.ts';
import { revisionShown } from '../rendering/marker.ts';

/**
 * Whether readers find a withdrawn article nowhere any more: its own address, fetched through the edge, no longer
 * shows it, and none of the pages that did leads to it.
 */
export async function surfacesClean(
  site: SiteId,
  cause: Extract<Cause, { what: 'article' }>,
  paths: readonly string[],
  { edge }: Pick<Ports, 'edge'>,
): Promise<boolean> {
  const own = cause.before?.path;
  const fetched = await Promise.all(
    [...new Set([...(own ? [own] : []), ...paths.map(path)])].map(async (at) => ({
      at,
      ...(await edge.fetch(site, at)),
    })),
  );
  return fetched.every(({ at, status, body }) =>
    at === own
      ? revisionShown(body)?.id !== cause.id
      : status !== 200 || !own || !leadsTo(body, own),
  );
}

/** Pages write addresses as they are or percent-encoded, each ended by a quote, a bracket or white space. */
function leadsTo(body: string, own: Path): boolean {
  return [own, encodeURI(own)].some((written) =>
    new RegExp(`${written.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?=["'<\\s?#]|$)`).test(body),
  );
}
