import type { Reading } from '../graph/reading.ts';
import { type ArticleId, articleId, type Path, path } from '../ids.ts';
import { type Head, tombstoneOf, visibleCard } from '../publishing/head.ts';
import type { Target } from '../redirects/legacy.ts';
import { REDIRECT_OWNER, readRedirect, redirectKey } from '../redirects/records.ts';
import { leadsOn } from '../redirects/target.ts';
import { articleTag } from '../rendering/tags.ts';
import type { Site } from '../site/site.ts';
import { claimKey, headKey } from '../table/keys.ts';
import { readHead } from '../table/records.ts';
import { jobOfPath } from './job-of-path.ts';

/** Where a chain of redirects ends. */
export type End =
  /** A path of the site that an article has, or that is nobody's, or an address elsewhere. */
  | { readonly at: Path | string; readonly isClaimed: boolean }
  /** An article that is gone. */
  | { readonly gone: Head }
  /** The chain leads to itself. */
  | { readonly loops: true }
  /** An article that readers never saw. */
  | { readonly unseen: true };

/** A chain on its way. */
export interface Chain {
  readonly site: Site;
  /** The addresses and articles that it came through. */
  readonly passed: Set<string>;
  /** Cache tags of the articles among them, so that the edge forgets the redirect with them. */
  readonly tags: string[];
  /** The last of those articles that was withdrawn. */
  withdrawn?: Head;
}

/** Chains are as long as site moves are many; what is longer is taken for a loop. */
const HOPS_MAX = 50;
/** With those of the page's own article, no more than the edge takes. */
const TAGS_MAX = 40;

/** A chain that begins at an address, or at an article that was withdrawn. */
export const chainFrom = (site: Site, from: Path | Head): Chain =>
  typeof from === 'string'
    ? { site, passed: new Set([from]), tags: [] }
    : { site, passed: new Set([from.id]), tags: [], withdrawn: from };

/**
 * Follows redirects, of withdrawn articles and of the time before Offstone alike, to where they end now. A withdrawn
 * article whose chain ends at nothing that a reader could see (a loop, an article that has not come yet) is gone.
 */
export function* endOf(chain: Chain, to: Target): Reading<End> {
  const end = yield* lastOf(chain, to);
  return chain.withdrawn && !isThere(end) ? { gone: chain.withdrawn } : end;
}

/** The address of an article that nobody has is not there yet, or never will be. */
const isThere = (end: End): boolean =>
  'at' in end && (end.isClaimed || !end.at.startsWith('/') || isList(path(end.at)));

const isList = (at: Path): boolean => jobOfPath(at) !== undefined;

function* lastOf(chain: Chain, to: Target): Reading<End> {
  let next = to;
  for (let hops = 0; hops < HOPS_MAX; hops++) {
    const found: Target | End =
      next.kind === 'article'
        ? yield* atArticle(chain, next.id)
        : next.kind === 'path'
          ? yield* atPath(chain, next.path)
          : { at: next.url, isClaimed: false };
    if (!('kind' in found)) return found;
    next = found;
  }
  return { loops: true };
}

function* atPath({ site, passed }: Chain, at: Path): Reading<Target | End> {
  if (passed.has(at)) return { loops: true };
  passed.add(at);
  const [claim, record] = [claimKey(site.id, at), redirectKey(site.id, at)];
  const { item } = yield { get: [claim, record] };
  const owner = item(claim)?.['id'];
  if (typeof owner !== 'string') return { at, isClaimed: false };
  if (owner !== REDIRECT_OWNER) return { kind: 'article', id: articleId(owner) };
  return readRedirect(item(record))?.to ?? { at, isClaimed: false };
}

function* atArticle(chain: Chain, id: ArticleId): Reading<Target | End> {
  const { site, passed, tags } = chain;
  if (passed.has(id)) return { loops: true };
  passed.add(id);
  if (tags.length < TAGS_MAX) tags.push(articleTag(site.id, id));
  const key = headKey(site.id, id);
  const { item } = yield { get: [key] };
  const head = readHead(item(key));
  const card = visibleCard(head);
  if (card) return { at: card.path, isClaimed: true };
  const withdrawal = head && tombstoneOf(head);
  if (!withdrawal || !head?.live) return { unseen: true };
  // A statement stays at the article's own address.
  if (withdrawal.mode === 'notice') return { at: head.live.card.path, isClaimed: true };
  chain.withdrawn = head;
  return leadsOn(site, head) ?? { gone: head };
}
