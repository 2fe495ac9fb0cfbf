import type { Announcement, Change } from '../graph/change.ts';
import { type ArticleId, articleId, type Instant, type Path, type SiteId } from '../ids.ts';
import type { Ports } from '../ports.ts';
import { type Head, isWithdrawn } from '../publishing/head.ts';
import { picturesOf } from '../publishing/pictures.ts';
import type { Outcome, Receipt } from '../publishing/receipt.ts';
import { articleTag, LISTS_TAG } from '../rendering/tags.ts';
import { articlePk, headKey, REVISION_PREFIX } from '../table/keys.ts';
import { readHead, recordOf, type StoredArticle } from '../table/records.ts';
import { announce } from './announce.ts';
import { isShownByOlder } from './older-changes.ts';
import { ownPathsOf } from './own-paths.ts';
import { surfacesClean } from './surfaces.ts';
import { outcomeOf } from './truth.ts';

/** How far a withdrawal has come: `forgotten` means that the edge was told to forget, and that the next look counts. */
export type Progress = 'told' | 'forgotten' | 'wait';

const FORGOTTEN_MIN = 2;

/**
 * Tells of a withdrawal, once no reader can find the article any more. Its pages are done by now; those that it had
 * left before must be too, and the edge is told to forget twice: a fetch in flight at the first time may still fill it.
 * Then one more look, for an invalidation takes effect everywhere only after a while.
 */
export async function tellWithdrawn(
  change: Change,
  untold: readonly Announcement[],
  known: Known,
  ports: Ports,
): Promise<Progress> {
  const { site, cause } = change;
  if (cause.what !== 'article') return 'told';
  const head = readHead([...(await ports.table.get([headKey(site, cause.id)])).values()][0]);
  if (head && isWithdrawn(head)) {
    const article = { id: cause.id, own: await ownPaths(change, head, ports) };
    const progress = await forgetting(change, article, known, ports);
    if (progress !== 'clean') return progress;
  }
  const pictures = head && (await picturesIn(head, ports));
  await announce(
    untold.flatMap((one) => {
      const receipt = known.receipts.get(one.eventId);
      if (!receipt) return [];
      const outcome = outcomeNow(one, head, site, receipt, ports);
      return [{ receipt, outcome: told(outcome, pictures, known.rendered) }];
    }),
    ports,
  );
  return 'told';
}

/** Whether readers find it nowhere any more; until then the edge is told to forget, or a page is waited for. */
async function forgetting(
  change: Change,
  article: { readonly id: ArticleId; readonly own: readonly Path[] },
  { forgotten, paths }: Known,
  ports: Ports,
): Promise<'clean' | 'forgotten' | 'wait'> {
  const { site } = change;
  const older = await isShownByOlder(change, article, ports);
  // At once, whatever older changes are still on their way: most readers are spared from here on.
  if (older || forgotten < FORGOTTEN_MIN)
    await ports.edge.invalidate(site, [articleTag(site, article.id), LISTS_TAG]);
  if (older) return 'wait';
  if (forgotten < FORGOTTEN_MIN) return 'forgotten';
  return (await surfacesClean(site, article, paths, ports)) ? 'clean' : 'wait';
}

/** What is known of a withdrawal whose pages are all done. */
interface Known {
  /** Every address that the change's pages have. */
  readonly paths: readonly string[];
  /** When the last of them was rendered. */
  readonly rendered: Instant | undefined;
  readonly receipts: ReadonlyMap<string, Receipt>;
  /** How often in a row the edge was told to forget. */
  readonly forgotten: number;
}

function told(
  outcome: Outcome,
  pictures: readonly string[] | undefined,
  rendered: Instant | undefined,
): Outcome {
  const { type, stations, at } = outcome;
  if (type !== 'article.withdrawn' || !stations) return outcome;
  return { ...outcome, pictures, stations: { ...stations, rendered, clean: at } };
}

/** A withdrawal that was taken back before it was everywhere came to nothing. */
function outcomeNow(
  one: Announcement,
  head: Head | undefined,
  site: SiteId,
  receipt: Receipt,
  ports: Ports,
): Outcome {
  const holds = head && isWithdrawn(head) && head.withdrawn >= one.revision;
  const isTold = one.type === 'article.withdrawn' && holds;
  const type = isTold ? ('article.withdrawn' as const) : ('article.superseded' as const);
  return outcomeOf({ ...one, id: articleId(one.id), type }, site, receipt, ports);
}

/** Of so many revisions, the newest: older pictures were replaced by the newsroom itself. */
const REVISIONS_MAX = 20;
const PICTURES_MAX = 200;

/** Where the article's pictures lie, for those who have to take them down as well; nothing where it had none. */
async function picturesIn(
  { site, id }: Head,
  { table }: Pick<Ports, 'table'>,
): Promise<readonly string[] | undefined> {
  const revisions = await table.query({
    pk: articlePk(site, id),
    from: REVISION_PREFIX,
    to: `${REVISION_PREFIX}\uffff`,
    newestFirst: true,
    limit: REVISIONS_MAX,
  });
  const found = new Set(revisions.flatMap((item) => picturesOf(recordOf<StoredArticle>(item))));
  return found.size > 0 ? [...found].slice(0, PICTURES_MAX) : undefined;
}

/** Every address that pages may know the article by: one that was not rendered for long still has an old one. */
async function ownPaths(
  { cause }: Change,
  { site, id, live }: Head,
  ports: Pick<Ports, 'table'>,
): Promise<readonly Path[]> {
  const before = cause.what === 'article' ? cause.before?.path : undefined;
  const current = [before, live?.card.path].flatMap((at) => at ?? []);
  return [...new Set([...current, ...(await ownPathsOf(site, id, ports))])];
}
