import { type ArticleId, type Path, path, type SiteId } from '../ids.ts';
import type { Ports } from '../ports.ts';
import { revisionShown } from '../rendering/marker.ts';
import { siteOf } from './sites.ts';

/**
 * Whether readers find a withdrawn article nowhere any more: none of its own addresses, fetched through the edge,
 * shows it, and none of the pages that did names it.
 */
export async function surfacesClean(
  site: SiteId,
  { id, own }: { readonly id: ArticleId; readonly own: readonly Path[] },
  paths: readonly string[],
  ports: Pick<Ports, 'edge' | 'sites'>,
): Promise<boolean> {
  const fetched = await Promise.all(
    [...new Set([...own, ...paths.map(path)])].map(async (at) => ({
      at,
      ...(await ports.edge.fetch(site, at)),
    })),
  );
  const names = naming(own, siteOf(ports, site).baseUrl);
  return fetched.every(({ at, status, body }) =>
    own.includes(at) ? revisionShown(body)?.id !== id : status !== 200 || !names(ours(body)),
  );
}

const TEXT = /<div class="body">[\s\S]*<\/article>/;
/** An article's own addresses, as it was sent or as it is: its canonical one may be another's. */
const ABOUT_ITSELF =
  /<link rel="canonical"[^>]*>|<meta property="og:[^>]*>|<script type="application\/ld\+json">[\s\S]*?<\/script>/g;

/**
 * What the site itself says on a page. Authors may link in their text to whatever they like, withdrawn or not: nobody
 * but they can change that, and a withdrawal would wait for ever.
 */
const ours = (page: string): string =>
  revisionShown(page) ? page.replace(TEXT, '').replaceAll(ABOUT_ITSELF, '') : page;

/** Whether a page names one of the addresses: as they are or percent-encoded, whole or below the site, in quotes or between tags. */
function naming(own: readonly Path[], baseUrl: string): (page: string) => boolean {
  if (own.length === 0) return () => false;
  const written = own.flatMap((at) => [at, encodeURI(at)]).map(literally);
  const named = new RegExp(`["'>](?:${literally(baseUrl)})?(?:${written.join('|')})["'<?#]`);
  return (page) => named.test(page);
}

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
