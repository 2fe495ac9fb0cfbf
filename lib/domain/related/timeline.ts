import type { ArticleId, SiteId } from '../ids.ts';
import type { Item, Key, Table } from '../ports.ts';
import { filledPk, type Place, timelineKey, timelinePk } from './keys.ts';
import { KEPT_MAX } from './list.ts';
import type { Profile } from './profile.ts';

/** Read in one direction: twice what a list holds, as some of it may not be listed. */
const READ_MAX = 2 * KEPT_MAX;

/** Where an article stands in time: on its site and in its primary section. */
export function placesOf(site: SiteId, profile: Profile): readonly Key[] {
  const { id, language, section, publishedAt } = profile;
  const sections = section === '' ? [''] : ['', section];
  return sections.map((of) => timelineKey(site, language, of, publishedAt, id));
}

/** An archive of fewer articles is read whole, in one query for all who ask. */
const SMALL = 100;

/** The articles that may fill the list of each of these. */
export async function nearInTime(
  table: Table,
  site: SiteId,
  profiles: readonly Profile[],
): Promise<ReadonlyMap<ArticleId, readonly ArticleId[]>> {
  const near = new Map<ArticleId, readonly ArticleId[]>();
  for (const [language, some] of Map.groupBy(profiles, (profile) => profile.language)) {
    const pk = timelinePk(site, language, '');
    const all = some.length > 1 ? await table.query({ pk, limit: SMALL }) : [];
    const isWhole = all.length > 0 && all.length < SMALL;
    const ids = isWhole ? all.map(idIn) : [];
    for (const profile of some) {
      const found = isWhole ? ids : await nearOne(table, site, profile);
      near.set(
        profile.id,
        found.filter((id) => id !== profile.id),
      );
    }
  }
  return near;
}

/**
 * The articles that may fill this one's list, looked for where the best fillers are: earlier ones of the section, later
 * ones of the section, then of the site. Where a place has enough of them, the next is not looked at.
 */
async function nearOne(
  table: Table,
  site: SiteId,
  profile: Profile,
): Promise<readonly ArticleId[]> {
  const { language, section, id } = profile;
  const places = section === '' ? [''] : [section, ''];
  const found = new Set<ArticleId>();
  for (const pk of places.map((of) => timelinePk(site, language, of))) {
    for (const newestFirst of [true, false]) {
      for (const other of await beside(table, pk, profile, newestFirst)) found.add(other);
      if (found.size > READ_MAX) return [...found].filter((other) => other !== id);
    }
  }
  return [...found].filter((other) => other !== id);
}

async function beside(
  table: Table,
  pk: string,
  { publishedAt, id }: Profile,
  newestFirst: boolean,
): Promise<readonly ArticleId[]> {
  const own = `${publishedAt}#${id}`;
  const range = newestFirst ? { to: own } : { from: own };
  const items = await table.query({ pk, ...range, newestFirst, limit: READ_MAX + 1 });
  return items.map(idIn);
}

/** `2026-11-24T09:30:00.000Z#id`. */
const INSTANT_LENGTH = 24;
export const idIn = ({ sk }: Item): ArticleId => sk.slice(INSTANT_LENGTH + 1) as ArticleId;

/** Where an article's list is noted when it keeps fillers. */
export const placeOf = ({ language, section, publishedAt }: Profile): Place => ({
  language,
  section,
  at: publishedAt,
});

/** So few are read whole, in one query: as a rule nearly every article of a grown archive has enough that are related. */
const FILLED_MAX = 100;

/** The articles of a language whose lists keep fillers. `undefined`: too many to read them all. */
export async function allFilled(
  table: Table,
  site: SiteId,
  language: string,
): Promise<readonly Item[] | undefined> {
  const items = await table.query({ pk: filledPk(site, language, ''), limit: FILLED_MAX });
  return items.length < FILLED_MAX ? items : undefined;
}

/** The articles whose lists an article may fill: of those that keep fillers, the nearest on the site and in its section. */
export async function filledNear(
  table: Table,
  site: SiteId,
  profile: Profile,
  all: readonly Item[] | undefined,
): Promise<readonly ArticleId[]> {
  const { language, section } = profile;
  const found = all
    ? [...nearestOf(all, profile), ...nearestOf(all.filter(of(section)), profile)]
    : (
        await Promise.all(
          ['', section].flatMap((name) => {
            const pk = filledPk(site, language, name);
            return [beside(table, pk, profile, true), beside(table, pk, profile, false)];
          }),
        )
      ).flat();
  return [...new Set(found)].filter((id) => id !== profile.id);
}

const of =
  (section: string) =>
  (item: Item): boolean =>
    item['section'] === section;

function nearestOf(items: readonly Item[], { publishedAt, id }: Profile): readonly ArticleId[] {
  const own = `${publishedAt}#${id}`;
  const earlier = items.filter(({ sk }) => sk < own).slice(-READ_MAX);
  const later = items.filter(({ sk }) => sk > own).slice(0, READ_MAX);
  return [...earlier, ...later].map(idIn);
}
