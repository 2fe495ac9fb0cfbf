import type { ArticleId, SiteId } from '../ids.ts';
import { keyText, type Ports } from '../ports.ts';
import type { Article, Card } from '../publishing/article.ts';
import { visibleCard } from '../publishing/head.ts';
import type { Site } from '../site/site.ts';
import { headKey, relatedKey } from '../table/keys.ts';
import { readHead } from '../table/records.ts';
import { type Explanation, explain } from './explain.ts';
import { statisticsKey, termsKey } from './keys.ts';
import { namedBy, type RelatedList, readingOrder } from './list.ts';
import { articlesOf } from './load.ts';
import type { Profile } from './profile.ts';
import { readList, readProfile } from './records.ts';
import { isListable } from './shown.ts';
import { NO_STATISTICS, type Statistics } from './statistics.ts';
import { loadStatistics, readStatisticsIndex } from './statistics-store.ts';

/** Why an article stands in a list. */
export type Reason =
  | { readonly how: 'pinned' }
  /** By what both are about, and by what a model makes of both where it is near enough. `score` is the stored one. */
  | ({ readonly how: 'related'; readonly closeness?: number } & Explanation)
  /** By what a model makes of both, in whatever words. */
  | { readonly how: 'meaning'; readonly closeness: number }
  /** Too few were related, and it was near in time. */
  | {
      readonly how: 'filler';
      readonly earlier: boolean;
      readonly sameSection: boolean;
      readonly daysApart: number;
    };

export interface ExplainedEntry {
  readonly id: ArticleId;
  readonly headline: string;
  readonly path: string;
  /** Whether readers see it, or it is kept in reserve. */
  readonly shown: boolean;
  readonly reason: Reason;
}

export interface ExplainedList {
  readonly site: SiteId;
  readonly id: ArticleId;
  readonly headline: string;
  /** The statistics that scores were computed with, and how many articles they were taken from. */
  readonly statistics: { readonly number: number; readonly articles: number };
  readonly entries: readonly ExplainedEntry[];
}

type Stores = Pick<Ports, 'table' | 'drop'>;

/** An article's related posts in the order that readers meet them, each with why it is there. `undefined`: no reader sees the article. */
export async function explainList(
  ports: Stores,
  site: Site,
  id: ArticleId,
): Promise<ExplainedList | undefined> {
  const keys = [
    headKey(site.id, id),
    relatedKey(site.id, id),
    termsKey(site.id, id),
    statisticsKey(site.id),
  ] as const;
  const items = await ports.table.get(keys);
  const [head, record, terms, index] = keys.map((key) => items.get(keyText(key)));
  const card = visibleCard(readHead(head));
  if (!card) return undefined;
  const list = readList(record);
  const profile = readProfile(terms);
  const [neighbours, statistics, articles] = await Promise.all([
    neighboursOf(ports, site.id, list),
    loadStatistics(
      ports.table,
      site.id,
      card.language,
      readStatisticsIndex(index),
      new Map<string, Statistics>(),
    ),
    articlesOf({ ...ports, site }, [card]),
  ]);
  const order = readingOrder(list, (other) => {
    const named = neighbours.get(other)?.card;
    return named !== undefined && (list.pins.includes(other) || isListable(named, card));
  });
  const { number, articles: counted } = profile ? statistics : NO_STATISTICS;
  return {
    site: site.id,
    id,
    headline: card.headline,
    statistics: { number, articles: counted },
    entries: order.flatMap((other, n): readonly ExplainedEntry[] => {
      const named = neighbours.get(other);
      if (!named) return [];
      const reason = reasonOf(list, named, { profile, article: articles.get(id), statistics });
      const { headline, path } = named.card;
      const shown = n < site.settings.related.count;
      return reason ? [{ id: other, headline, path, shown, reason }] : [];
    }),
  };
}

interface Neighbour {
  readonly card: Card;
  readonly profile: Profile | undefined;
}

async function neighboursOf(
  { table }: Pick<Ports, 'table'>,
  site: SiteId,
  list: RelatedList,
): Promise<ReadonlyMap<ArticleId, Neighbour>> {
  const ids = namedBy(list);
  const items = await table.get(ids.flatMap((id) => [headKey(site, id), termsKey(site, id)]));
  return new Map(
    ids.flatMap((id) => {
      const card = visibleCard(readHead(items.get(keyText(headKey(site, id)))));
      const profile = readProfile(items.get(keyText(termsKey(site, id))));
      return card ? [[id, { card, profile }] as const] : [];
    }),
  );
}

const DAY_MS = 86_400_000;

function reasonOf(
  list: RelatedList,
  { card, profile }: Neighbour,
  self: {
    readonly profile: Profile | undefined;
    readonly article: Article | undefined;
    readonly statistics: Statistics;
  },
): Reason | undefined {
  if (list.pins.includes(card.id)) return { how: 'pinned' };
  const entry = list.entries.find(({ id }) => id === card.id);
  const kin = list.kin?.find(({ id }) => id === card.id);
  if (entry && profile && self.profile && self.article) {
    const why = explain(self.article, self.profile, profile, self.statistics);
    return {
      how: 'related',
      ...why,
      score: entry.score,
      ...(kin && { closeness: kin.closeness }),
    };
  }
  if (kin) return { how: 'meaning', closeness: kin.closeness };
  const filler = list.fillers?.find(({ id }) => id === card.id);
  return (
    filler && {
      how: 'filler',
      earlier: filler.rank % 2 === 0,
      sameSection: filler.rank < 2,
      daysApart: Math.round(filler.apartMs / DAY_MS),
    }
  );
}
