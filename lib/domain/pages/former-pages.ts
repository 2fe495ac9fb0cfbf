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
import { answering } from './answering.ts';

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
  const head = yield* answering(site, found);
  const current = head.live?.card.path;
  const secret = head.pending?.returns ? undefined : head.pending?.path;
  const former = (lists[0] ?? [])
    .map(({ sk }) => path(sk.slice(OWN_PATH_PREFIX.length)))
    .filter((at) => at !== current && at !== secret);
  return former.flatMap((at) => formerPage(site, head, at) ?? []);
}

/** What an address of an article besides its current one answers; nothing where the article never was. */
export function formerPage(site: Site, head: Head, at: Path): Page | undefined {
  const card = visibleCard(head);
  if (card) return renderRedirect(site, at, card.path, [articleTag(site.id, head.id)]);
  const withdrawal = tombstoneOf(head);
  if (!withdrawal || !head.live) return undefined;
  const { language, path: home } = head.live.card;
  return withdrawal.mode === 'notice'
    ? renderRedirect(site, at, home, [articleTag(site.id, head.id)])
    : renderTombstone({ site, id: head.id, path: at, withdrawal, language, offer: [] });
}
