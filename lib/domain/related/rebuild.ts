import type { ArticleId } from '../ids.ts';
import { keyText } from '../ports.ts';
import { listingPk } from '../table/keys.ts';
import { statisticsKey } from './keys.ts';
import { indexArticles, refreshStatistics, timelinePage } from './refresh.ts';
import { type RelateContext, relateArticles } from './relate.ts';
import { readStatisticsIndex } from './statistics-store.ts';
import { idIn } from './timeline.ts';

const PAGE = 1000;
/** Articles whose lists are computed together: they share most of what they read. */
const TOGETHER = 100;

/**
 * Recomputes everything from the articles alone: which there are, the statistics of each language, then every list.
 *
 * Before a list is computed every article is where others find it, and nothing is taken over from the list that was:
 * so a list depends on no history. Safe beside a running stage, and safe to break off: it changes nothing but what it
 * finds wrong.
 */
export async function rebuildRelated(
  context: RelateContext,
  progress: (related: number) => void = () => {},
): Promise<number> {
  const languages = new Set(await languagesOf(context));
  for await (const ids of listed(context)) {
    const indexed = await indexArticles(context, ids);
    for (const language of indexed.languages) languages.add(language);
    await settle(context, indexed.moved);
  }
  let related = 0;
  for (const language of languages) {
    await refreshStatistics(context, language);
    for await (const ids of onTimeline(context, language))
      await settle(context, (await indexArticles(context, ids)).moved);
    for await (const ids of onTimeline(context, language)) {
      for (let from = 0; from < ids.length; from += TOGETHER) {
        await settle(context, [], ids.slice(from, from + TOGETHER));
        related += Math.min(TOGETHER, ids.length - from);
        progress(related);
      }
    }
  }
  return related;
}

/** Relates articles until nothing is left to be done about them. */
async function settle(
  context: RelateContext,
  ids: readonly ArticleId[],
  alone: readonly ArticleId[] = [],
): Promise<void> {
  for (let from = 0; from < ids.length; from += TOGETHER) {
    let open = ids.slice(from, from + TOGETHER);
    while (open.length > 0) open = [...(await relateArticles(context, open)).again];
  }
  if (alone.length === 0) return;
  const { again } = await relateArticles(context, [], alone);
  await settle(context, again);
}

/** The articles that the site lists. */
async function* listed({ table, site }: RelateContext): AsyncGenerator<readonly ArticleId[]> {
  const pk = listingPk(site.id, '');
  for (let from: string | undefined = ''; from !== undefined; ) {
    const items = await table.query({ pk, ...(from !== '' && { from }), limit: PAGE });
    yield items.map(idIn);
    const last: string | undefined = items.at(-1)?.sk;
    from = items.length < PAGE || last === undefined ? undefined : `${last} `;
  }
}

/** The articles that the engine knows in a language: also those that readers no longer see. */
async function* onTimeline(
  { table, site }: RelateContext,
  language: string,
): AsyncGenerator<readonly ArticleId[]> {
  for (
    let after: string | undefined, isFirst = true;
    isFirst || after !== undefined;
    isFirst = false
  ) {
    const { ids, next }: Awaited<ReturnType<typeof timelinePage>> = await timelinePage(
      table,
      site.id,
      language,
      after,
    );
    yield ids;
    after = next;
  }
}

/** The languages that statistics were ever taken of. */
async function languagesOf({ table, site }: RelateContext): Promise<readonly string[]> {
  const key = statisticsKey(site.id);
  const { languages } = readStatisticsIndex((await table.get([key])).get(keyText(key)));
  return Object.keys(languages);
}
