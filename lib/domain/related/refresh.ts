import type { ArticleId, SiteId } from '../ids.ts';
import { keyText, type Table } from '../ports.ts';
import type { Card } from '../publishing/article.ts';
import { visibleCard } from '../publishing/head.ts';
import { headKey } from '../table/keys.ts';
import { readHead } from '../table/records.ts';
import { analyse } from './analyse.ts';
import { indexed } from './indexing.ts';
import { arrivalsKey, statisticsKey, timelinePk } from './keys.ts';
import { articlesOf, type Case, loadCases } from './load.ts';
import type { RelateContext } from './relate.ts';
import { readStatisticsIndex, storeStatistics } from './statistics-store.ts';
import { type Counted, takeStatistics } from './take-statistics.ts';
import { told } from './telling.ts';
import { idIn } from './timeline.ts';
import { hashOf } from './vector.ts';

/** Articles that statistics are taken from: idf is a logarithm, and as many are read and analysed in well under 30 s. */
export const SAMPLE_MAX = 4096;
const PAGE = 1000;
const READ_TOGETHER = 100;

/**
 * Takes the statistics of a language anew, from the articles as they are now. Every article has to be related again
 * by them (`timelinePage` names all). `false`: somebody else took them meanwhile.
 *
 * @param seen the number of the statistics that were found to be old: if others are current by now, nothing is done.
 */
export async function refreshStatistics(
  context: Pick<RelateContext, 'table' | 'drop' | 'site'>,
  language: string,
  seen?: number,
): Promise<boolean> {
  const { table, site } = context;
  const key = statisticsKey(site.id);
  const index = readStatisticsIndex((await table.get([key])).get(keyText(key)));
  const current = index.languages[language]?.number ?? 0;
  if (seen !== undefined && seen !== current) return false;
  const { sample, archive } = await sampled(table, site.id, language);
  const statistics = takeStatistics(await counted(context, sample), archive, current + 1);
  const stored = await storeStatistics(table, site.id, language, index, statistics);
  if (stored) await table.write([{ delete: arrivalsKey(site.id, language, current) }]);
  return stored;
}

/** Taking statistics anew and relating every article by them, in steps that each fit a message. */
export interface RefreshStep {
  readonly language: string;
  /** The number of the statistics that were found to be old. */
  readonly seen: number;
  /** First every article is put where others find it by the new statistics, then every list is computed. */
  readonly pass?: 'index' | 'lists' | undefined;
  /** How far the walk over the articles has come. Absent in the first pass: the statistics are yet to be taken. */
  readonly after?: string | undefined;
}

export interface Stepped {
  /** Articles that changed in ways that concern others too. */
  readonly ids: readonly ArticleId[];
  /** Articles whose own lists are to be computed anew. */
  readonly alone: readonly ArticleId[];
  readonly next?: RefreshStep | undefined;
}

const NOTHING: Stepped = { ids: [], alone: [] };

/**
 * Takes one step.
 *
 * @param retried whether the step was tried before: it may have died between the statistics and the walk.
 */
export async function refreshStep(
  context: RelateContext,
  { language, seen, pass = 'index', after }: RefreshStep,
  retried = false,
): Promise<Stepped> {
  const isFirst = pass === 'index' && after === undefined;
  const taken = isFirst && (await refreshStatistics(context, language, seen));
  const isOurs =
    taken || ((retried || !isFirst) && (await numberOf(context, language)) === seen + 1);
  if (!isOurs) return NOTHING;
  const { ids, next } = await timelinePage(context.table, context.site.id, language, after, STEP);
  const goOn = next === undefined ? undefined : { language, seen, pass, after: next };
  if (pass === 'lists') return { ids: [], alone: ids, next: goOn };
  const { moved } = await indexArticles(context, ids);
  return { ids: moved, alone: [], next: goOn ?? { language, seen, pass: 'lists' } };
}

/** Articles that are analysed in one step: some seconds of work. */
const STEP = 300;

async function numberOf(
  { table, site }: Pick<RelateContext, 'table' | 'site'>,
  language: string,
): Promise<number> {
  const key = statisticsKey(site.id);
  const { languages } = readStatisticsIndex((await table.get([key])).get(keyText(key)));
  return languages[language]?.number ?? 0;
}

export interface Indexed {
  /** Those that readers see otherwise than when they were last related: that concerns their neighbours. */
  readonly moved: readonly ArticleId[];
  readonly languages: ReadonlySet<string>;
}

/** Makes articles findable by the current statistics, without a look at anybody's list. */
export async function indexArticles(
  context: RelateContext,
  ids: readonly ArticleId[],
): Promise<Indexed> {
  const moved: ArticleId[] = [];
  const languages = new Set<string>();
  for (let from = 0; from < ids.length; from += READ_TOGETHER) {
    const read = await loadCases(context, ids.slice(from, from + READ_TOGETHER));
    const loaded = await told(context, read);
    const isAsBefore = ({ before, after }: Case): boolean =>
      after !== undefined &&
      before?.revision === after.revision &&
      before.publishedAt === after.publishedAt;
    moved.push(...loaded.cases.filter((of) => !isAsBefore(of)).map(({ id }) => id));
    for (const { after } of loaded.cases) if (after) languages.add(after.language);
    await indexed(context, { ...loaded, cases: loaded.cases.filter(isAsBefore) });
  }
  return { moved, languages };
}

/** The articles of a language in order of time, a page at a time. `next`: where to go on; absent at the end. */
export async function timelinePage(
  table: Table,
  site: SiteId,
  language: string,
  after?: string,
  limit: number = PAGE,
): Promise<{ readonly ids: readonly ArticleId[]; readonly next?: string }> {
  const pk = timelinePk(site, language, '');
  const from = after === undefined ? {} : { from: `${after} ` };
  const items = await table.query({ pk, ...from, limit });
  const last = items.at(-1);
  const ids = items.map(idIn);
  return items.length < limit || !last ? { ids } : { ids, next: last.sk };
}

/** The articles whose ids hash lowest: a sample that depends on nothing but which articles there are. */
async function sampled(
  table: Table,
  site: SiteId,
  language: string,
): Promise<{ readonly sample: readonly ArticleId[]; readonly archive: number }> {
  let lowest: { readonly id: ArticleId; readonly hash: number }[] = [];
  let archive = 0;
  let after: string | undefined;
  do {
    const { ids, next } = await timelinePage(table, site, language, after);
    archive += ids.length;
    lowest = [...lowest, ...ids.map((id) => ({ id, hash: hashOf(id) }))]
      .sort((a, b) => a.hash - b.hash || (a.id < b.id ? -1 : 1))
      .slice(0, SAMPLE_MAX);
    after = next;
  } while (after !== undefined);
  return { sample: lowest.map(({ id }) => id), archive };
}

async function counted(
  context: Pick<RelateContext, 'table' | 'drop' | 'site'>,
  ids: readonly ArticleId[],
): Promise<readonly Counted[]> {
  const found: Counted[] = [];
  for (let from = 0; from < ids.length; from += READ_TOGETHER) {
    const cards = await visibleCards(context, ids.slice(from, from + READ_TOGETHER));
    const articles = await articlesOf(context, cards);
    for (const { id, sections } of cards) {
      const article = articles.get(id);
      if (article) found.push({ id, section: sections[0] ?? '', analysis: analyse(article) });
    }
  }
  return found;
}

async function visibleCards(
  { table, site }: Pick<RelateContext, 'table' | 'site'>,
  ids: readonly ArticleId[],
): Promise<readonly Card[]> {
  const keys = ids.map((id) => headKey(site.id, id));
  const items = await table.get(keys);
  return keys.flatMap((key) => visibleCard(readHead(items.get(keyText(key)))) ?? []);
}
