import { memoryTable } from '#adapters/memory/table.ts';
import { type ArticleId, articleId, type SiteId } from '#domain/ids.ts';
import { type Item, type Key, keyText, type Table } from '#domain/ports.ts';
import { analyse } from '#domain/related/analyse.ts';
import { EMPTY_LIST } from '#domain/related/list.ts';
import { likenesses, ownList, pairsOf } from '#domain/related/pairs.ts';
import { type Profile, profileOf } from '#domain/related/profile.ts';
import { listItem } from '#domain/related/records.ts';
import { SAMPLE_MAX } from '#domain/related/refresh.ts';
import { candidates, lookups } from '#domain/related/retrieve.ts';
import { scored } from '#domain/related/score.ts';
import type { Statistics } from '#domain/related/statistics.ts';
import { storeStatistics } from '#domain/related/statistics-store.ts';
import { type Counted, takeStatistics } from '#domain/related/take-statistics.ts';
import { hashOf } from '#domain/related/vector.ts';
import type { Site } from '#domain/site/site.ts';
import { ArchivedArticles } from './archived-articles.ts';
import { generated } from './generator.ts';
import { articleOf, type Story } from './newsroom.ts';

/** What a bulk load of generated articles leaves behind; a list of the archive is computed when it is first read. */
export interface LoadedArchive {
  readonly table: Table;
  /** The articles that come after those of the archive. */
  readonly stories: Generator<Story>;
}

/**
 * Puts the first `size` articles of a seed into the index, without relating them.
 *
 * @param progress hears of articles done.
 */
export async function loadArchive(
  site: Site,
  seed: number,
  size: number,
  progress: (done: number) => void = () => {},
): Promise<LoadedArchive> {
  const statistics = takeStatistics(sampleOf(site, seed, size), size, 1);
  const stories = generated(seed);
  const archive = new ArchivedArticles(site.id);
  while (archive.size < size) {
    const { card, article } = articleOf(site.id, stories.next().value);
    archive.add(profileOf(card, article, analyse(article), statistics));
    if (archive.size % 10_000 === 0) progress(archive.size);
  }
  archive.sort();
  const table = tableOver(site.id, archive, statistics);
  await storeStatistics(table, site.id, 'en', { version: 0, languages: {} }, statistics);
  return { table, stories };
}

/** The articles that the engine itself would take statistics from. */
function sampleOf(site: Site, seed: number, size: number): readonly Counted[] {
  const hashes = Array.from({ length: size }, (_, n) => hashOf(`g${n}`)).sort((a, b) => a - b);
  const last = hashes[Math.min(size, SAMPLE_MAX) - 1] ?? 0;
  const stories = generated(seed);
  const sample: Counted[] = [];
  for (let n = 0; n < size; n += 1) {
    const story = stories.next().value;
    if (hashOf(story.id) > last) continue;
    const { card, article } = articleOf(site.id, story);
    sample.push({ id: story.id, section: card.sections[0] ?? '', analysis: analyse(article) });
  }
  return sample;
}

/** What was written since lies in memory, above the archive. */
function tableOver(site: SiteId, archive: ArchivedArticles, statistics: Statistics): Table {
  const written = memoryTable();
  const archived = (key: Key): Item | undefined => {
    if (key.sk === 'TERMS') return archive.profileItem(idOf(key));
    if (key.pk.includes('#T#')) return archive.set(key);
    const owner = key.sk === 'REL' ? archive.profile(idOf(key)) : undefined;
    return owner && listOf(site, archive, owner, statistics);
  };
  const get: Table['get'] = async (keys) => {
    const items = new Map(await written.get(keys));
    for (const key of keys) {
      if (items.has(keyText(key))) continue;
      const item = archived(key);
      if (!item) continue;
      items.set(keyText(key), item);
      if (key.sk === 'REL') await written.write([{ put: item }]);
    }
    return items;
  };
  /** Sets that are about to change come up from the archive. */
  const raise = async (keys: readonly Key[]): Promise<void> => {
    const known = await written.get(keys);
    const below = keys.flatMap((key) => (known.has(keyText(key)) ? [] : (archived(key) ?? [])));
    await written.write(below.map((item) => ({ put: item })));
  };
  return {
    ...written,
    get,
    async query(asked) {
      const above = await written.query(asked);
      if (!asked.pk.includes('#F#')) return above;
      const { pk, from = '', to = '~', newestFirst = false, limit = archive.size } = asked;
      const below = archive.beside(pk, newestFirst ? to : from, newestFirst, limit);
      const all = new Map([...below, ...above].map((item) => [item.sk, item]));
      const order = newestFirst ? -1 : 1;
      return [...all.values()]
        .filter(({ sk }) => sk >= from && sk <= to)
        .sort((a, b) => (a.sk < b.sk ? -order : order))
        .slice(0, limit);
    },
    async addToSets(changes) {
      await raise(changes.map(({ key }) => key));
      await written.addToSets(changes);
    },
    async removeFromSets(changes) {
      await raise(changes.map(({ key }) => key));
      await written.removeFromSets(changes);
    },
  };
}

/** An article's own list, as relating it would have left it. */
function listOf(
  site: SiteId,
  archive: ArchivedArticles,
  owner: Profile,
  statistics: Statistics,
): Item {
  const self = scored(owner, statistics);
  const postings = new Map(
    lookups(site, self).flatMap(({ key }): [string, Item][] => {
      const item = archive.set(key);
      return item ? [[keyText(key), item]] : [];
    }),
  );
  const others = candidates(site, self, statistics, postings).flatMap((id) => {
    const other = archive.profile(id);
    return other ? [scored(other, statistics)] : [];
  });
  const byId = new Map(others.map((other) => [other.profile.id, other]));
  const alike = likenesses(
    (other) => byId.get(other),
    () => statistics,
  );
  const list = ownList(owner, pairsOf(self, others, statistics), EMPTY_LIST, alike);
  return listItem(site, owner.id, { ...list, version: 1 });
}

const idOf = ({ pk }: Key): ArticleId => articleId(pk.slice(pk.indexOf('#A#') + 3));
