import type { ArticleId, Instant } from '../ids.ts';
import type { Drop, Item, Table } from '../ports.ts';
import type { Site } from '../site/site.ts';
import { refreshDue } from './arrivals.ts';
import { commitLists } from './commit.ts';
import { changedLists, type Lists } from './decide.ts';
import { indexed } from './indexing.ts';
import { loadCases } from './load.ts';
import { neighbourhood } from './neighbourhood.ts';
import type { RefreshStep } from './refresh.ts';
import type { StatisticsCache } from './statistics-store.ts';
import { overtaken } from './verify.ts';

export interface RelateContext {
  readonly table: Table;
  readonly drop: Drop;
  readonly site: Site;
  readonly now: Instant;
  /** Kept by the process between calls. */
  readonly cache: StatisticsCache;
  /** The item that tells the house whose lists changed. Committed with them. */
  readonly change: (ids: readonly ArticleId[]) => Item;
}

export interface Related {
  /** Articles whose list shows something else than before. */
  readonly changed: readonly ArticleId[];
  /** Articles to be related once more, in a message of their own: a list in doubt, or too much going on at once. */
  readonly again: readonly ArticleId[];
  /** Statistics that are due to be taken anew, in the bulk lane (`refreshStep`). */
  readonly refresh: readonly RefreshStep[];
}

/** Rounds until what changed meanwhile, and lists that came into doubt, are left to another message. */
const ROUNDS_MAX = 4;

/**
 * Brings the related posts of articles, and of all their neighbours, up to date with what readers see of them now:
 * published, changed, moved, withdrawn or reinstated alike.
 *
 * Whatever the order and however often it is called, the records end the same. First it makes the articles findable,
 * then it looks for neighbours: of two that are related at the same time, at least one sees the other.
 */
export async function relateArticles(
  context: RelateContext,
  ids: readonly ArticleId[],
): Promise<Related> {
  const changed = new Set<ArticleId>();
  const refresh = new Map<string, RefreshStep>();
  let open: ReadonlySet<ArticleId> = new Set(ids);
  for (let round = 0; round < ROUNDS_MAX && open.size > 0; round += 1) {
    const outcome = await relateOnce(context, [...open]);
    for (const id of outcome.changed) changed.add(id);
    for (const step of outcome.refresh) refresh.set(step.language, step);
    open = new Set(outcome.again);
  }
  return { changed: [...changed], again: [...open], refresh: [...refresh.values()] };
}

async function relateOnce(context: RelateContext, ids: readonly ArticleId[]): Promise<Related> {
  const loaded = await loadCases(context, ids);
  await indexed(context, loaded);
  const refresh = await refreshDue(context, loaded);
  const around = await neighbourhood(context, loaded);
  const lists: Lists = changedLists(loaded, around, context.site.settings.related.count);
  // A list in doubt is never stored: the doubt would be lost with this process. Whoever comes next finds it as it was,
  // and its owner among those whose lists the article touches.
  if (lists.doubtful.length > 0)
    return { changed: [], again: [...ids, ...lists.doubtful], refresh };
  const committed = await commitLists(context, lists.changes);
  if (!committed) return { changed: [], again: ids, refresh };
  return { changed: lists.shown, again: await overtaken(context, loaded, lists), refresh };
}
