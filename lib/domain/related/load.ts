import { withSettings } from '../flows/sites.ts';
import { type ArticleId, safeHtml } from '../ids.ts';
import { keyText } from '../ports.ts';
import type { Article, Card } from '../publishing/article.ts';
import { visibleCard } from '../publishing/head.ts';
import type { Site } from '../site/site.ts';
import { headKey, relatedKey, revisionKey, settingsKey } from '../table/keys.ts';
import { readHead, recordOf, type StoredArticle } from '../table/records.ts';
import { analyse } from './analyse.ts';
import { statisticsKey, termsKey } from './keys.ts';
import type { RelatedList } from './list.ts';
import { type Profile, profileOf } from './profile.ts';
import { readList, readProfile } from './records.ts';
import type { RelateContext } from './relate.ts';
import type { Statistics } from './statistics.ts';
import { loadStatistics, readStatisticsIndex, type StatisticsIndex } from './statistics-store.ts';

/** One article to be related: what is stored of it, and what should be. */
export interface Case {
  readonly id: ArticleId;
  /** Of the head that was read; 0 when there is none. */
  readonly headVersion: number;
  readonly before: Profile | undefined;
  /** `undefined`: readers do not see it. The same object as `before` when nothing changed. */
  readonly after: Profile | undefined;
  readonly list: RelatedList;
}

export interface Loaded {
  /** The site as its newest settings present it. */
  readonly site: Site;
  readonly cases: readonly Case[];
  readonly index: StatisticsIndex;
  readonly statistics: ReadonlyMap<string, Statistics>;
}

const BODY_BYTES_MAX = 8_000_000;

/** Reads articles and analyses those that changed since they were last related. */
export async function loadCases(
  context: RelateContext,
  ids: readonly ArticleId[],
): Promise<Loaded> {
  const { table, site, cache } = context;
  const keys = ids.flatMap((id) => [
    headKey(site.id, id),
    termsKey(site.id, id),
    relatedKey(site.id, id),
  ]);
  const items = await table.get([...keys, statisticsKey(site.id), settingsKey(site.id)]);
  const index = readStatisticsIndex(items.get(keyText(statisticsKey(site.id))));
  const read = ids.map((id) => {
    const head = readHead(items.get(keyText(headKey(site.id, id))));
    return {
      id,
      headVersion: head?.version ?? 0,
      card: visibleCard(head),
      before: readProfile(items.get(keyText(termsKey(site.id, id)))),
      list: readList(items.get(keyText(relatedKey(site.id, id)))),
    };
  });
  const statistics = new Map<string, Statistics>();
  for (const language of new Set(read.flatMap(({ card }) => card?.language ?? []))) {
    statistics.set(language, await loadStatistics(table, site.id, language, index, cache));
  }
  const stale = read.flatMap(({ card, before }) =>
    card && !isCurrent(before, card, statistics) ? [card] : [],
  );
  const profiles = await analysed(context, stale, statistics);
  const cases = read.map(({ card, before, ...rest }): Case => {
    const after = card && (profiles.get(card.id) ?? before);
    return { ...rest, before, after };
  });
  return {
    site: withSettings(site, items.get(keyText(settingsKey(site.id)))),
    cases,
    index,
    statistics,
  };
}

function isCurrent(
  profile: Profile | undefined,
  card: Card,
  statistics: ReadonlyMap<string, Statistics>,
): boolean {
  return (
    profile?.revision === card.revision &&
    profile.publishedAt === card.publishedAt &&
    profile.statistics === statistics.get(card.language)?.number
  );
}

async function analysed(
  context: RelateContext,
  cards: readonly Card[],
  statistics: ReadonlyMap<string, Statistics>,
): Promise<ReadonlyMap<ArticleId, Profile>> {
  const articles = await articlesOf(context, cards);
  const profiles = new Map<ArticleId, Profile>();
  for (const card of cards) {
    const article = articles.get(card.id);
    const figures = statistics.get(card.language);
    if (article && figures)
      profiles.set(card.id, profileOf(card, article, analyse(article), figures));
  }
  return profiles;
}

type Shown = Pick<Card, 'id' | 'revision'>;

/** The revisions that cards show, with bodies too large for an item fetched from the drop bucket. */
export async function articlesOf(
  { table, drop, site }: Pick<RelateContext, 'table' | 'drop' | 'site'>,
  cards: readonly Shown[],
): Promise<ReadonlyMap<ArticleId, Article>> {
  if (cards.length === 0) return new Map();
  const keyOf = ({ id, revision }: Shown) => revisionKey(site.id, id, revision);
  const items = await table.get(cards.map(keyOf));
  const articles = await Promise.all(
    cards.map(async (card): Promise<readonly [ArticleId, Article]> => {
      const item = items.get(keyText(keyOf(card)));
      if (!item)
        throw new Error(
          `Revision ${card.revision} of ${site.id}/${card.id} is live but not stored.`,
        );
      const { bodyKey, ...article } = recordOf<StoredArticle>(item);
      if (!bodyKey) return [card.id, article];
      const body = await drop.read(bodyKey, BODY_BYTES_MAX);
      if (body === undefined)
        throw new Error(`The body of ${site.id}/${card.id} is missing: ${bodyKey}`);
      return [card.id, { ...article, body: safeHtml(body) }];
    }),
  );
  return new Map(articles);
}
