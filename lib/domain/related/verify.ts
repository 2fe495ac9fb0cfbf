import type { ArticleId, SiteId } from '../ids.ts';
import { keyText, type Table } from '../ports.ts';
import { headKey } from '../table/keys.ts';
import { readHead } from '../table/records.ts';
import type { Lists } from './decide.ts';
import { termsKey } from './keys.ts';
import { namedBy } from './list.ts';
import type { Loaded } from './load.ts';
import type { Neighbourhood, Surroundings } from './neighbourhood.ts';
import type { RelateContext } from './relate.ts';
import { nearInTime } from './timeline.ts';

/**
 * The articles that have to be related again: those of the batch that changed since they were read, and neighbours that
 * vanished while a list came to name them. Read after the commit: a withdrawal that did not see the new list is seen
 * here.
 */
export async function overtaken(
  { table, site }: RelateContext,
  { cases }: Loaded,
  { surroundings }: Neighbourhood,
  { changes }: Lists,
): Promise<readonly ArticleId[]> {
  const heads = cases.map(({ id }) => headKey(site.id, id));
  const own = new Set(cases.filter(({ after }) => after).map(({ id }) => id));
  const touched = new Set<ArticleId>();
  for (const { id, before, after } of changes) {
    if (!after) continue;
    touched.add(id);
    const known = new Set(namedBy(before));
    for (const { id: named } of [...after.entries, ...(after.kin ?? [])])
      if (!known.has(named)) touched.add(named);
  }
  const neighbours = [...touched].filter((id) => !own.has(id));
  const [items, joined] = await Promise.all([
    table.get([...heads, ...neighbours.map((id) => termsKey(site.id, id))]),
    joinedBy(table, site.id, surroundings),
  ]);
  const moved = cases.filter(
    ({ id, headVersion }) =>
      (readHead(items.get(keyText(headKey(site.id, id))))?.version ?? 0) !== headVersion,
  );
  const vanished = neighbours.filter((id) => !items.has(keyText(termsKey(site.id, id))));
  return [...new Set([...moved.map(({ id }) => id), ...vanished, ...joined])];
}

/** The articles of the batch that somebody new may fill since: who came before their lists were stored did not see them. */
async function joinedBy(
  table: Table,
  site: SiteId,
  surroundings: readonly Surroundings[],
): Promise<readonly ArticleId[]> {
  const wanting = surroundings.flatMap(({ of: { after }, near }) => (after && near ? [after] : []));
  const now = await nearInTime(table, site, wanting);
  return surroundings.flatMap(({ of: { id }, stoodNear = [] }) => {
    const known = new Set(stoodNear);
    return now.get(id)?.some((other) => !known.has(other)) ? [id] : [];
  });
}
