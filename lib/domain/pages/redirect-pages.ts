import type { Reading } from '../graph/reading.ts';
import type { Path } from '../ids.ts';
import { readRedirect, redirectKey } from '../redirects/records.ts';
import { renderRedirect } from '../rendering/redirect.ts';
import { renderGone, renderMissing } from '../rendering/site-files.ts';
import type { Page } from '../rendering/view.ts';
import type { Site } from '../site/site.ts';
import { goneHead } from './answering.ts';
import { chainFrom, endOf } from './chain.ts';
import { formerPage } from './former-pages.ts';

/**
 * An address of the time before Offstone. It leads straight to the end of whatever chain of redirects it began: to
 * where the article is now, to a path, or away. A chain that leads to itself answers that there is nothing any more.
 */
export function* redirectPages(site: Site, from: Path): Reading<readonly Page[]> {
  const key = redirectKey(site.id, from);
  const { item } = yield { get: [key] };
  const redirect = readRedirect(item(key));
  if (!redirect) return [];
  const chain = chainFrom(site, from);
  const end = yield* endOf(chain, redirect.to);
  if ('at' in end) return [renderRedirect(site, from, end.at, chain.tags)];
  if ('loops' in end) return [renderGone(site, from, chain.tags)];
  // Said aloud, for it may have led somewhere before the rest of its chain was loaded.
  if ('unseen' in end) return [{ ...renderMissing(site, from), tags: chain.tags }];
  const page = formerPage(site, { head: goneHead(end.gone), tags: chain.tags }, from);
  return page ? [page] : [];
}
