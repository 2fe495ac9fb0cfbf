import { decodedPath } from '#events';
import { path } from '../ids.ts';
import { type Head, tombstoneOf } from '../publishing/head.ts';
import type { SiteIdentity } from '../site/site.ts';
import type { Target } from './legacy.ts';

/** Where a withdrawn article leads; `undefined` when it does not. */
export function leadsOn(site: Pick<SiteIdentity, 'baseUrl'>, head: Head): Target | undefined {
  const withdrawal = tombstoneOf(head);
  return withdrawal?.mode === 'redirect' ? targetOf(site, withdrawal.redirectTo) : undefined;
}

/** A path of the site, however it is written, or an address elsewhere. */
export function targetOf({ baseUrl }: Pick<SiteIdentity, 'baseUrl'>, to: string): Target {
  const below = to === baseUrl || to.startsWith(`${baseUrl}/`) ? to.slice(baseUrl.length) : to;
  if (below !== '' && !below.startsWith('/')) return { kind: 'url', url: to };
  // A query or a fragment is no part of a page's address here.
  const plain = below.replace(/[?#].*$/s, '') || '/';
  return { kind: 'path', path: path(decodedPath(plain) ?? plain) };
}
