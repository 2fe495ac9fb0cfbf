import type { Reading } from '../graph/reading.ts';
import { type ArticleId, safeHtml } from '../ids.ts';
import { memberSet } from '../ports.ts';
import type { Article, Card } from '../publishing/article.ts';
import { visibleCard } from '../publishing/head.ts';
import { relatedIds, shownRelated } from '../related/shown.ts';
import { renderArticle } from '../rendering/article.ts';
import type { Page } from '../rendering/view.ts';
import type { Site } from '../site/site.ts';
import { headKey, relatedKey, revisionKey, translationsKey } from '../table/keys.ts';
import { readHead, recordOf, type StoredArticle } from '../table/records.ts';
import { answering } from './answering.ts';
import { cardsOf } from './cards.ts';
import { tombstonePage } from './former-pages.ts';

/** An article's own address: the article, or what its withdrawal says; nothing while it was never live. */
export function* articlePages(site: Site, id: ArticleId): Reading<readonly Page[]> {
  const keys = [headKey(site.id, id), relatedKey(site.id, id), translationsKey(site.id, id)];
  const { item } = yield { get: keys };
  const head = readHead(item(headKey(site.id, id)));
  const card = visibleCard(head);
  if (!head) return [];
  if (!card) {
    const at = head.live?.card.path;
    const page = at && tombstonePage(site, yield* answering(site, head), at);
    return page ? [page] : [];
  }

  const article = yield* storedArticle(site, card);
  const record = item(relatedKey(site.id, id));
  const listed = record ? relatedIds(record) : [];
  const translations = yield* translationsOf(
    site,
    article,
    memberSet(item(translationsKey(site.id, id))),
  );
  const cards = yield* cardsOf(site.id, listed);
  const related =
    article.related.show && record
      ? shownRelated(record, cards, card, site.settings.related.count)
      : [];
  return [renderArticle({ site, card, article, related, translations })];
}

/** The revision that is live, its body fetched from the drop bucket when it is too large for an item. */
function* storedArticle(site: Site, { id, revision }: Card): Reading<Article> {
  const key = revisionKey(site.id, id, revision);
  const { item } = yield { get: [key] };
  const found = item(key);
  if (!found) throw new Error(`Revision ${revision} of ${site.id}/${id} is live but not stored.`);
  const stored = recordOf<StoredArticle>(found);
  if (!stored.bodyKey) return stored;
  const { texts } = yield { drop: [stored.bodyKey] };
  const [body] = texts;
  if (body === undefined)
    throw new Error(`The body of ${site.id}/${id} is missing: ${stored.bodyKey}`);
  return { ...stored, body: safeHtml(body) };
}

/** The article's live translations: those that translate it, the one it translates, and those which translate that. */
function* translationsOf(
  site: Site,
  { id, translationOf }: Article,
  of: readonly string[],
): Reading<readonly Card[]> {
  if (!translationOf && of.length === 0) return [];
  let siblings: readonly string[] = [];
  if (translationOf) {
    const key = translationsKey(site.id, translationOf);
    const { item } = yield { get: [key] };
    siblings = memberSet(item(key));
  }
  const ids = new Set([...(translationOf ? [translationOf] : []), ...of, ...siblings]);
  ids.delete(id);
  const cards = yield* cardsOf(site.id, [...ids].sort() as ArticleId[]);
  // The sets only grow: what one of them said once, it may say no more.
  return cards.filter(
    (card) =>
      card.id === translationOf ||
      card.translationOf === id ||
      (translationOf !== undefined && card.translationOf === translationOf),
  );
}
