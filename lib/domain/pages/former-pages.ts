import type { Reading } from '../graph/reading.ts';
import { type ArticleId, type Path, path } from '../ids.ts';
import { type Head, tombstoneOf, visibleCard } from '../publishing/head.ts';
import { renderRedirect } from '../rendering/redirect.ts';
import { articleTag } from '../rendering/tags.ts';
import { renderTombstone } from '../rendering/tombstone.ts';
import type { Page } from '../rendering/view.ts';
import type { Site } from '../site/site.ts';
import { articlePk, headKey, OWN_PATH_PREFIX } from '../table/keys.ts';
import { readHead } from '../table/records.ts';
import { type Answering, answering } from './answering.ts';

/**
 * Every address an article had besides its current one. Each leads straight to where the article is now, so there are
 * no chains; where the article was withdrawn, each says what the current address says.
 */
export function* formerPages(site: Site, id: ArticleId): Reading<readonly Page[]> {
  const { item, lists } = yield {
    get: [headKey(site.id, id)],
    queries: [
      { pk: articlePk(site.id, id), from: OWN_PATH_PREFIX, to: `${OWN_PATH_PREFIX}\uffff` },
    ],
  };
  const found = readHead(item(headKey(site.id, id)));
  if (!found) return [];
  const answer = yield* answering(site, found);
  const { head } = answer;
  const current = head.live?.card.path;
  const secret = head.pending?.returns ? undefined : head.pending?.path;
  const former = (lists[0] ?? [])
    .map(({ sk }) => path(sk.slice(OWN_PATH_PREFIX.length)))
    .filter((at) => at !== current && at !== secret);
  return former.flatMap((at) => formerPage(site, answer, at) ?? []);
}

/** What an address of an article besides its current one answers; nothing where the article never was. */
export function formerPage(site: Site, answer: Answering, at: Path): Page | undefined {
  const { head, tags } = answer;
  const card = visibleCard(head);
  const home = card ? card.path : noticeAt(head);
  if (!home) return tombstonePage(site, answer, at);
  return renderRedirect(site, at, home, [...new Set([articleTag(site.id, head.id), ...tags])]);
}

/** The newsroom's statement stays at one address, and the others lead there. */
const noticeAt = (head: Head): Path | undefined =>
  tombstoneOf(head)?.mode === 'notice' ? head.live?.card.path : undefined;

/** What a withdrawn article's address answers; nothing where the article never was. */
export function tombstonePage(site: Site, { head, tags }: Answering, at: Path): Page | undefined {
  const withdrawal = tombstoneOf(head);
  if (!withdrawal || !head.live) return undefined;
  const { language } = head.live.card;
  const page = renderTombstone({ site, id: head.id, path: at, withdrawal, language, offer: [] });
  return { ...page, tags: [...new Set([...page.tags, ...tags])] };
}
