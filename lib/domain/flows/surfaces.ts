import { type ArticleId, type Path, path, type SiteId } from '../ids.ts';
import type { Ports } from '../ports.ts';
import { revisionShown } from '../rendering/marker.ts';

/**
 * Whether readers find a withdrawn article nowhere any more: none of its own addresses, fetched through the edge,
 * shows it, and none of the pages that did leads to them.
 */
export async function surfacesClean(
  site: SiteId,
  { id, own }: { readonly id: ArticleId; readonly own: readonly Path[] },
  paths: readonly string[],
  { edge }: Pick<Ports, 'edge'>,
): Promise<boolean> {
  const fetched = await Promise.all(
    [...new Set([...own, ...paths.map(path)])].map(async (at) => ({
      at,
      ...(await edge.fetch(site, at)),
    })),
  );
  return fetched.every(({ at, status, body }) =>
    own.includes(at)
      ? revisionShown(body)?.id !== id
      : status !== 200 || !own.some((address) => leadsTo(body, address)),
  );
}

/** Pages write addresses as they are or percent-encoded, each ended by a quote, a bracket or white space. */
function leadsTo(body: string, own: Path): boolean {
  return [own, encodeURI(own)].some((written) =>
    new RegExp(`${written.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?=["'<\\s?#]|$)`).test(body),
  );
}
