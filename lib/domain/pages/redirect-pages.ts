import type { Reading } from '../graph/reading.ts';
import type { ArticleId, Path } from '../ids.ts';
import type { Head } from '../publishing/head.ts';
import { readRedirect, redirectKey } from '../redirects/records.ts';
import { renderRedirect } from '../rendering/redirect.ts';
import { renderGone } from '../rendering/site-files.ts';
import { articleTag } from '../rendering/tags.ts';
import type { Page } from '../rendering/view.ts';
import type { Site } from '../site/site.ts';
import { headKey } from '../table/keys.ts';
import { readHead } from '../table/records.ts';
import { answering, leadsOn } from './answering.ts';
import { formerPage } from './former-pages.ts';

/** Chains are as long as site moves are many; what is longer is taken for a loop. */
const HOPS_MAX = 50;

/**
 * An address of the time before Offstone. It leads straight to the end of whatever chain of redirects it began: to
 * where the article is now, to a path, or away. A chain that leads to itself answers that there is nothing any more.
 */
export function* redirectPages(site: Site, from: Path): Reading<readonly Page[]> {
  const chain: Chain = { site, from, tags: [] };
  const passed = new Set<Path>();
  let at = from;
  while (!passed.has(at) && passed.size < HOPS_MAX) {
    passed.add(at);
    const next = yield* hop(chain, at);
    if (typeof next !== 'string') return next;
    at = next;
  }
  return [renderGone(site, from, chain.tags)];
}

interface Chain {
  readonly site: Site;
  readonly from: Path;
  /** Of the articles on the way, so that the edge forgets the redirect with them. */
  readonly tags: string[];
}

/** Where the chain goes on, or the pages where it ends. */
function* hop({ site, from, tags }: Chain, at: Path): Reading<Path | readonly Page[]> {
  const key = redirectKey(site.id, at);
  const { item } = yield { get: [key] };
  const redirect = readRedirect(item(key));
  if (!redirect) return at === from ? [] : [renderRedirect(site, from, at, tags)];
  switch (redirect.to.kind) {
    case 'url':
      return [renderRedirect(site, from, redirect.to.url, tags)];
    case 'path':
      return redirect.to.path;
    case 'article': {
      const { id } = redirect.to;
      tags.push(articleTag(site.id, id));
      const head = yield* headOf(site, id);
      return head ? (leadsOn(site, head) ?? atArticle(site, head, from)) : [];
    }
  }
}

function* headOf(site: Site, id: ArticleId): Reading<Head | undefined> {
  const key = headKey(site.id, id);
  const { item } = yield { get: [key] };
  const head = readHead(item(key));
  return head && (yield* answering(site, head));
}

const atArticle = (site: Site, head: Head, from: Path): readonly Page[] => {
  const page = formerPage(site, head, from);
  return page ? [page] : [];
};
