import type { ArticleId, Instant } from '../ids.ts';
import type { Drop, Item, Table } from '../ports.ts';
import type { Site } from '../site/site.ts';
import { refreshDue } from './arrivals.ts';
import { commitLists } from './commit.ts';
import { changedLists, type Lists } from './decide.ts';
import { indexed } from './indexing.ts';
import { loadCases } from './load.ts';
import type { Opinion } from './meaning.ts';
import { neighbourhood } from './neighbourhood.ts';
import type { RefreshStep } from './refresh.ts';
import type { StatisticsCache } from './statistics-store.ts';
import { told } from './telling.ts';
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
  /** What a model makes of the articles' meaning, where the house has one. */
  readonly opinion?: Opinion | undefined;
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
 *
 * @param alone articles of whom only their own lists are to be computed anew, as the index has it.
 */
export async function relateArticles(
  context: RelateContext,
  ids: readonly ArticleId[],
  alone: readonly ArticleId[] = [],
): Promise<Related> {
  const changed = new Set<ArticleId>();
  const refresh = new Map<string, RefreshStep>();
  let open: Open = { ids: new Set(ids), alone: new Set(alone) };
  for (let round = 0; round < ROUNDS_MAX && open.ids.size + open.alone.size > 0; round += 1) {
    const outcome = await relateOnce(context, open);
    for (const id of outcome.changed) changed.add(id);
    for (const step of outcome.refresh) refresh.set(step.language, step);
    open = outcome.open;
  }
  // Whoever comes next finds the lists in doubt again: only those that changed themselves need a message.
  const asked = new Set(alone);
  const again = [...open.ids, ...[...open.alone].filter((id) => asked.has(id))];
  return { changed: [...changed], again, refresh: [...refresh.values()] };
}

/** What is to be related in one round. */
interface Open {
  readonly ids: ReadonlySet<ArticleId>;
  readonly alone: ReadonlySet<ArticleId>;
}

interface Round extends Pick<Related, 'changed' | 'refresh'> {
  readonly open: Open;
}

async function relateOnce(context: RelateContext, open: Open): Promise<Round> {
  const alone = new Set([...open.alone].filter((id) => !open.ids.has(id)));
  const loaded = await told(context, await loadCases(context, [...open.ids, ...alone]));
  await indexed(context, loaded);
  const [refresh, around] = await Promise.all([
    refreshDue(context, loaded),
    neighbourhood(context, loaded, alone),
  ]);
  const lists: Lists = changedLists(loaded, around, loaded.site.settings.related.count);
  // A list in doubt is never stored: the doubt would be lost with this process. Whoever comes next finds it as it was,
  // and its owner among those whose lists the article touches.
  if (lists.doubtful.length > 0) {
    const doubtful = { ids: open.ids, alone: new Set([...alone, ...lists.doubtful]) };
    return { changed: [], refresh, open: doubtful };
  }
  const committed = await commitLists(context, lists.changes);
  if (!committed) return { changed: [], refresh, open };
  const again = await overtaken(context, loaded, around, lists);
  return { changed: lists.shown, refresh, open: { ids: new Set(again), alone: new Set() } };
}
