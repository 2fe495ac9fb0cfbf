import type { SiteId } from '../ids.ts';
import { keyText, type SetChange, type Write } from '../ports.ts';
import { arrivalsOf } from './arrivals.ts';
import { postingsOf, setsWithout } from './index.ts';
import { termsKey } from './keys.ts';
import type { Case, Loaded } from './load.ts';
import { profileItem } from './records.ts';
import type { RelateContext } from './relate.ts';
import { placesOf } from './timeline.ts';

/**
 * Makes articles findable as they are now, and no longer as they were.
 *
 * The profile is written last: as long as it is the old one, a run that broke off is made good by the next.
 */
export async function indexed({ table, site }: RelateContext, loaded: Loaded): Promise<void> {
  const stale = loaded.cases.filter(({ before, after }) => before !== after);
  if (stale.length === 0) return;
  const adds: SetChange[] = [];
  const removes: SetChange[] = [];
  const writes: Write[] = [];
  for (const { id, before, after } of stale) {
    const old = before ? postingsOf(site.id, before) : [];
    const next = after ? postingsOf(site.id, after) : [];
    adds.push(...setsWithout(next, old));
    removes.push(...setsWithout(old, next));
    writes.push(...timelineWrites(site.id, { before, after }));
    writes.push(after ? { put: profileItem(site.id, after) } : { delete: termsKey(site.id, id) });
  }
  adds.push(...arrivalsOf(site.id, loaded));
  await Promise.all([
    adds.length > 0 && table.addToSets(joined(adds)),
    removes.length > 0 && table.removeFromSets(joined(removes)),
  ]);
  await table.write(writes);
}

function timelineWrites(
  site: SiteId,
  { before, after }: Pick<Case, 'before' | 'after'>,
): readonly Write[] {
  const old = new Map((before ? placesOf(site, before) : []).map((key) => [keyText(key), key]));
  const next = new Map((after ? placesOf(site, after) : []).map((key) => [keyText(key), key]));
  return [
    ...[...old].filter(([name]) => !next.has(name)).map(([, key]): Write => ({ delete: key })),
    ...[...next].filter(([name]) => !old.has(name)).map(([, key]): Write => ({ put: { ...key } })),
  ];
}

/** One change a set: articles of one batch often share terms. */
function joined(changes: readonly SetChange[]): readonly SetChange[] {
  const sets = new Map<string, { key: SetChange['key']; members: string[] }>();
  for (const { key, members } of changes) {
    const set = sets.get(keyText(key));
    if (set) set.members.push(...members);
    else sets.set(keyText(key), { key, members: [...members] });
  }
  return [...sets.values()];
}
