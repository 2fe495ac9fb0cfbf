import { type ArticleId, type Path, path, type SiteId } from '../ids.ts';
import type { Ports } from '../ports.ts';
import { articlePk, OWN_PATH_PREFIX } from '../table/keys.ts';

/** Every address that an article has or had, aliases included. */
export async function ownPathsOf(
  site: SiteId,
  id: ArticleId,
  { table }: Pick<Ports, 'table'>,
): Promise<readonly Path[]> {
  const prefix = OWN_PATH_PREFIX;
  const own = await table.query({ pk: articlePk(site, id), from: prefix, to: `${prefix}\uffff` });
  return own.map(({ sk }) => path(sk.slice(prefix.length)));
}
