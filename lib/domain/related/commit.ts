import { jobKey } from '../graph/jobs.ts';
import type { ArticleId, SiteId } from '../ids.ts';
import { type ConditionalWrite, keyText } from '../ports.ts';
import { edgeKey, relatedKey } from '../table/keys.ts';
import type { ListChange } from './decide.ts';
import { filledItems } from './keys.ts';
import { namedBy, type RelatedList } from './list.ts';
import { listItem } from './records.ts';
import type { RelateContext } from './relate.ts';

/** DynamoDB's bound, less the item that tells the house. */
const WRITES_MAX = 99;

/**
 * Commits lists, each with its edges and in place of the one it was decided on. `false`: another run changed one of
 * them meanwhile. Lists that were committed until then stand: each is right by itself.
 */
export async function commitLists(
  context: RelateContext,
  changes: readonly ListChange[],
): Promise<boolean> {
  for (const group of grouped(context.site.id, changes)) {
    const shown = group.changes.filter(({ shows }) => shows).map(({ id }) => id);
    const told: readonly ConditionalWrite[] =
      shown.length > 0 ? [{ put: context.change(shown) }] : [];
    const { committed } = await context.table.transact([...group.writes, ...told]);
    if (!committed) return false;
  }
  return true;
}

interface Group {
  readonly changes: ListChange[];
  readonly writes: ConditionalWrite[];
}

function grouped(site: SiteId, changes: readonly ListChange[]): readonly Group[] {
  const groups: Group[] = [];
  for (const change of changes) {
    const writes = writesOf(site, change);
    const last = groups.at(-1);
    if (last && last.writes.length + writes.length <= WRITES_MAX) {
      last.changes.push(change);
      last.writes.push(...writes);
    } else groups.push({ changes: [change], writes: [...writes] });
  }
  return groups;
}

function writesOf(site: SiteId, { id, before, after }: ListChange): readonly ConditionalWrite[] {
  const { version } = before;
  const condition = { attribute: 'version', equals: version, orAbsent: version === 0 } as const;
  const list: ConditionalWrite = after
    ? { put: listItem(site, id, { ...after, version: version + 1 }), if: condition }
    : { delete: relatedKey(site, id), if: condition };
  return [list, ...edgeWrites(site, id, before, after), ...placeWrites(site, id, before, after)];
}

/** A list that keeps fillers is noted where it was last computed: who is near in time finds it there. */
function placeWrites(
  site: SiteId,
  id: ArticleId,
  { place: old }: RelatedList,
  after: RelatedList | undefined,
): readonly ConditionalWrite[] {
  const noted = new Map(
    (old ? filledItems(site, id, old) : []).map((item) => [keyText(item), item]),
  );
  const next = after?.place ? filledItems(site, id, after.place) : [];
  const puts = next.filter((item) => !noted.delete(keyText(item)));
  return [
    ...puts.map((put) => ({ put })),
    ...[...noted.values()].map(({ pk, sk }) => ({ delete: { pk, sk } })),
  ];
}

/** Edges are written with the list that they come from, even to articles not yet known. */
function edgeWrites(
  site: SiteId,
  id: ArticleId,
  before: RelatedList,
  after: RelatedList | undefined,
): readonly ConditionalWrite[] {
  const old = new Set(namedBy(before));
  const next = new Set(after ? namedBy(after) : []);
  const job = jobKey({ kind: 'article', id });
  return [
    ...[...next]
      .filter((cited) => !old.has(cited))
      .map((cited) => ({ put: { ...edgeKey(site, cited, job) } })),
    ...[...old]
      .filter((cited) => !next.has(cited))
      .map((cited) => ({ delete: edgeKey(site, cited, job) })),
  ];
}
