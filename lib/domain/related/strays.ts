import type { SiteId } from '../ids.ts';
import { keyText, type Table } from '../ports.ts';
import { visibleCard } from '../publishing/head.ts';
import { headKey } from '../table/keys.ts';
import { readHead } from '../table/records.ts';
import type { Meaning } from './meaning.ts';

/**
 * Takes out the vectors of articles that readers do not see: of those withdrawn while the model could not be made to
 * forget them. Gives how many there were.
 *
 * Who reinstates an article meanwhile has committed that before its vector is put again, so that it is seen here or put
 * later.
 */
export async function forgetStrays(table: Table, site: SiteId, meaning: Meaning): Promise<number> {
  let count = 0;
  for await (const ids of meaning.known(site)) {
    const heads = await table.get(ids.map((id) => headKey(site, id)));
    const strays = ids.filter(
      (id) => !visibleCard(readHead(heads.get(keyText(headKey(site, id))))),
    );
    if (strays.length > 0) await meaning.remove(site, strays);
    count += strays.length;
  }
  return count;
}
