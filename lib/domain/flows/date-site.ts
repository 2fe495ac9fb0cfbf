import type { SiteId } from '../ids.ts';
import { type Item, keyText, type Ports } from '../ports.ts';
import { monthKey } from '../table/keys.ts';
import { changeItem } from '../table/records.ts';

/**
 * Turns the site's leaf when a month begins: the record that dates what must not look older than it is (security.txt
 * expires), and the change that has it rendered. A renderer has no clock, so the month is a record like any other.
 */
export async function dateSite(
  site: SiteId,
  known: ReadonlyMap<string, Item>,
  { table, now }: Ports,
): Promise<void> {
  const at = now();
  const month = at.slice(0, 'yyyy-mm'.length);
  const key = monthKey(site);
  if (known.get(keyText(key))?.['month'] === month) return;
  const change = changeItem(`month|${month}`, {
    kind: 'change',
    site,
    at,
    lane: 'live',
    cause: { what: 'month' },
    announce: [],
  });
  // Together: with the month written alone, whoever died in between would have left a file that expires.
  await table.transact([{ put: { ...key, month } }, { put: change }]);
}
