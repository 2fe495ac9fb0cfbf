import type { ArticleId, SiteId } from '../ids.ts';
import type { Item, Key, Table } from '../ports.ts';
import { timelineKey, timelinePk } from './keys.ts';
import { KEPT_MAX } from './list.ts';
import type { Profile } from './profile.ts';
import type { Statistics } from './statistics.ts';

/** Read in one direction: twice what a list holds, as some of it may not be listed. */
const READ_MAX = 2 * KEPT_MAX;

/** Where an article stands in time: on its site and in its primary section. */
export function placesOf(site: SiteId, profile: Profile): readonly Key[] {
  const { id, language, section, publishedAt } = profile;
  const sections = section === '' ? [''] : ['', section];
  return sections.map((of) => timelineKey(site, language, of, publishedAt, id));
}

/** Whether readers of a filled list could tell two states of an article apart. */
export const standsAlike = (a: Profile | undefined, b: Profile | undefined): boolean =>
  a?.publishedAt === b?.publishedAt &&
  a?.section === b?.section &&
  a?.language === b?.language &&
  a?.signature === b?.signature &&
  a?.offered === b?.offered;

/**
 * The articles that may fill this one's list, or whose lists it may fill.
 *
 * Those that came before matter only to a list in need of fillers, unless the section is young: where many came before
 * already, they have enough of each other.
 *
 * @param scarce whether the article's own list needs filling.
 */
export async function around(
  table: Table,
  site: SiteId,
  profile: Profile,
  scarce: boolean,
  statistics: Statistics,
): Promise<readonly ArticleId[]> {
  const read = (section: string, newestFirst: boolean) =>
    nearestOf(table, site, profile, section, newestFirst);
  const own = profile.section;
  const wantsEarlier = scarce || isYoung(own, statistics);
  const [later, earlier, earlierOfSection] = await Promise.all([
    read('', false),
    wantsEarlier ? read('', true) : [],
    wantsEarlier && own !== '' ? read(own, true) : [],
  ]);
  const laterOfSection = later.length < READ_MAX || own === '' ? [] : await read(own, false);
  const isBackdated = laterOfSection.length > 0 || later.length === READ_MAX;
  const rest =
    isBackdated && !wantsEarlier
      ? await Promise.all([read('', true), own === '' ? [] : read(own, true)])
      : [];
  return [...later, ...laterOfSection, ...earlier, ...earlierOfSection, ...rest.flat()].filter(
    (id) => id !== profile.id,
  );
}

/** A section with so few articles, when statistics were last taken, that the next may fill the list of any. */
function isYoung(section: string, { sizes, archive }: Statistics): boolean {
  return archive < 2 * READ_MAX || (section !== '' && (sizes[section] ?? 0) < 2 * READ_MAX);
}

async function nearestOf(
  table: Table,
  site: SiteId,
  profile: Profile,
  section: string,
  newestFirst: boolean,
): Promise<readonly ArticleId[]> {
  const pk = timelinePk(site, profile.language, section);
  const own = `${profile.publishedAt}#${profile.id}`;
  const range = newestFirst ? { to: own } : { from: own };
  const items = await table.query({ pk, ...range, newestFirst, limit: READ_MAX });
  return items.map(idIn);
}

/** `2026-11-24T09:30:00.000Z#id`. */
const INSTANT_LENGTH = 24;
export const idIn = ({ sk }: Item): ArticleId => sk.slice(INSTANT_LENGTH + 1) as ArticleId;
