import type { SiteId } from '../ids.ts';
import { type Item, keyText, type Table } from '../ports.ts';
import { itemOf, recordOf } from '../table/records.ts';
import { statisticsKey, statisticsPartKey } from './keys.ts';
import {
  decodeFrequencies,
  encodeFrequencies,
  NO_STATISTICS,
  type Statistics,
} from './statistics.ts';

/** Statistics but for the frequencies, which lie in `parts` items of their own. */
export type StatisticsHead = Omit<Statistics, 'frequencies'> & { readonly parts: number };

/** What a site's articles are scored by: one record for all its languages. */
export interface StatisticsIndex {
  readonly version: number;
  readonly languages: Readonly<Record<string, StatisticsHead>>;
}

export function readStatisticsIndex(item: Item | undefined): StatisticsIndex {
  return item ? recordOf<StatisticsIndex>(item) : { version: 0, languages: {} };
}

/** Statistics that were read before, by site, language and number. They never change, so a process may keep them. */
export type StatisticsCache = Map<string, Statistics>;

/** The cache holds the current statistics of this many languages, each about 2 MB at most. */
const CACHED_MAX = 64;

/** The statistics that a language is scored by now. */
export async function loadStatistics(
  table: Table,
  site: SiteId,
  language: string,
  index: StatisticsIndex,
  cache: StatisticsCache,
): Promise<Statistics> {
  const head = index.languages[language];
  if (!head) return NO_STATISTICS;
  const name = `${site}#${language}#${head.number}`;
  const known = cache.get(name);
  if (known) return known;
  const keys = Array.from({ length: head.parts }, (_, part) =>
    statisticsPartKey(site, language, head.number, part),
  );
  const items = await table.get(keys);
  if (items.size < keys.length)
    throw new Error(`Statistics ${name} were replaced while they were read.`);
  const text = keys.map((key) => String(items.get(keyText(key))?.['text'])).join('');
  const { parts: _, ...figures } = head;
  const statistics = { ...figures, frequencies: decodeFrequencies(text) };
  if (cache.size >= CACHED_MAX) cache.clear();
  cache.set(name, statistics);
  return statistics;
}

/** Well below DynamoDB's 400 KB, so that a transaction of 4 MB holds 500,000 terms. */
const PART_CHARACTERS = 300_000;

/** Stores statistics for all to use, unless others were stored since `index` was read. */
export async function storeStatistics(
  table: Table,
  site: SiteId,
  language: string,
  index: StatisticsIndex,
  statistics: Statistics,
): Promise<boolean> {
  const { frequencies, ...figures } = statistics;
  const { number } = statistics;
  const text = encodeFrequencies(frequencies);
  const parts = Math.ceil(text.length / PART_CHARACTERS);
  const next: StatisticsIndex = {
    version: index.version + 1,
    languages: { ...index.languages, [language]: { ...figures, parts } },
  };
  const { committed } = await table.transact([
    {
      put: itemOf(statisticsKey(site), next),
      if: { attribute: 'version', equals: index.version, orAbsent: index.version === 0 },
    },
    ...Array.from({ length: parts }, (_, part) => ({
      put: {
        ...statisticsPartKey(site, language, number, part),
        text: text.slice(part * PART_CHARACTERS, (part + 1) * PART_CHARACTERS),
      },
    })),
  ]);
  if (committed) await forget(table, site, language, number - KEPT_NUMBERS);
  return committed;
}

/** The statistics before the current ones stay for those who are about to read them. */
const KEPT_NUMBERS = 2;

async function forget(table: Table, site: SiteId, language: string, number: number): Promise<void> {
  if (number < 1) return;
  const { pk, sk } = statisticsPartKey(site, language, number, 0);
  const old = await table.query({
    pk,
    from: sk,
    to: statisticsPartKey(site, language, number, 9999).sk,
  });
  await table.write(old.map((part) => ({ delete: { pk: part.pk, sk: part.sk } })));
}
