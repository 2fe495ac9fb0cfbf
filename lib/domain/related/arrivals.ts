import type { SiteId } from '../ids.ts';
import { keyText, memberSet, type SetChange } from '../ports.ts';
import { arrivalsKey, statisticsKey, timelinePk } from './keys.ts';
import type { Case, Loaded } from './load.ts';
import type { RefreshStep } from './refresh.ts';
import type { RelateContext } from './relate.ts';
import { NO_STATISTICS } from './statistics.ts';
import { readStatisticsIndex } from './statistics-store.ts';
import { hashOf } from './vector.ts';

/**
 * Statistics are taken anew when the archive has grown by this share since. In a small one they are soon out of date
 * (a quarter instead of an eighth costs .001 to .009 nDCG at publication), and cheap to take; in a large one doubling
 * makes no difference.
 */
const growthOf = (archive: number): number => (archive < 512 ? 0.125 : 1);
/** The first statistics are taken at this many articles: of fewer, all stand in each other's lists anyway. */
const FIRST = 4;
/** Arrivals are counted by a sample of about this many, so that counting stays cheap and the record small. */
const SAMPLE = 64;

const arrivalsDue = (archive: number): number =>
  Math.max(FIRST, Math.ceil(archive * growthOf(archive)));

/** One in how many arrivals is counted. */
const sampling = (archive: number): number =>
  2 ** Math.max(0, Math.ceil(Math.log2(arrivalsDue(archive) / SAMPLE)));

/** Counts new articles: as members of a set, so that nothing counts twice. */
export function arrivalsOf(site: SiteId, loaded: Loaded): readonly SetChange[] {
  return loaded.cases.filter(isCounted(loaded)).map(({ id, after }) => {
    const language = after?.language ?? '';
    return { key: arrivalsKey(site, language, figures(loaded, language).number), members: [id] };
  });
}

const figures = ({ statistics }: Loaded, language: string) =>
  statistics.get(language) ?? NO_STATISTICS;

const isCounted =
  (loaded: Loaded) =>
  ({ id, before, after }: Case): boolean =>
    after !== undefined &&
    before?.language !== after.language &&
    hashOf(id) % sampling(figures(loaded, after.language).archive) === 0;

/** Archives up to this size are looked after every night: all of theirs is in the sample, and it costs cents. */
const NIGHTLY_MAX = 4096;

/** The languages of small archives in which articles came or went since statistics were taken. */
export async function refreshTonight({
  table,
  site,
}: Pick<RelateContext, 'table' | 'site'>): Promise<readonly RefreshStep[]> {
  const key = statisticsKey(site.id);
  const { languages } = readStatisticsIndex((await table.get([key])).get(keyText(key)));
  const small = Object.entries(languages).filter(([, { archive }]) => archive <= NIGHTLY_MAX);
  const steps = await Promise.all(
    small.map(async ([language, { archive, number }]): Promise<readonly RefreshStep[]> => {
      const pk = timelinePk(site.id, language, '');
      const now = await table.query({ pk, limit: NIGHTLY_MAX + 1 });
      return now.length === archive ? [] : [{ language, seen: number }];
    }),
  );
  return steps.flat();
}

/** The languages in which enough has arrived for new statistics. */
export async function refreshDue(
  { table, site }: RelateContext,
  loaded: Loaded,
): Promise<readonly RefreshStep[]> {
  const counted = new Set(
    loaded.cases.filter(isCounted(loaded)).flatMap(({ after }) => after?.language ?? []),
  );
  if (counted.size === 0) return [];
  const keyOf = (language: string) =>
    arrivalsKey(site.id, language, figures(loaded, language).number);
  const items = await table.get([...counted].map(keyOf));
  return [...counted].flatMap((language) => {
    const { archive, number } = figures(loaded, language);
    const arrived = memberSet(items.get(keyText(keyOf(language)))).length * sampling(archive);
    return arrived >= arrivalsDue(archive) ? [{ language, seen: number }] : [];
  });
}
