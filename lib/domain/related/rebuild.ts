import type { ArticleId } from '../ids.ts';
import { keyText } from '../ports.ts';
import { listingPk } from '../table/keys.ts';
import { statisticsKey } from './keys.ts';
import { refreshStatistics, timelinePage } from './refresh.ts';
import { type RelateContext, relateArticles } from './relate.ts';
import { readStatisticsIndex } from './statistics-store.ts';
import { idIn } from './timeline.ts';

const PAGE = 1000;
const TOGETHER = 20;

/**
 * Recomputes everything from the articles alone: which there are, the statistics of each language, then every list.
 *
 * Twice around: first every article is put where others find it, then every list is computed with all in place.
 * Safe beside a running stage, and safe to break off: it changes nothing but what it finds wrong.
 */
export async function rebuildRelated(
  context: RelateContext,
  progress: (related: number) => void = () => {},
): Promise<number> {
  let related = 0;
  const relate = async (ids: readonly ArticleId[]): Promise<void> => {
    for (let from = 0; from < ids.length; from += TOGETHER) {
      await relateAll(context, ids.slice(from, from + TOGETHER));
      related += Math.min(TOGETHER, ids.length - from);
      progress(related);
    }
  };
  for await (const ids of listed(context)) await relate(ids);
  for (const language of await languagesOf(context)) {
    await refreshStatistics(context, language);
    for (let round = 0; round < 2; round += 1) {
      for await (const ids of onTimeline(context, language)) await relate(ids);
    }
  }
  return related;
}

async function relateAll(context: RelateContext, ids: readonly ArticleId[]): Promise<void> {
  for (let open = ids; open.length > 0; ) open = (await relateArticles(context, open)).again;
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

async function languagesOf({ table, site }: RelateContext): Promise<readonly string[]> {
  const key = statisticsKey(site.id);
  const { languages } = readStatisticsIndex((await table.get([key])).get(keyText(key)));
  return Object.keys(languages);
}
