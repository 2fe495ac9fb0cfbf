import { memoryTable } from '#adapters/memory/table.ts';
import { type ArticleId, articleId } from '#domain/ids.ts';
import {
  type ConditionalWrite,
  type Item,
  type Key,
  keyText,
  memberSet,
  type Table,
} from '#domain/ports.ts';
import { analyse } from '#domain/related/analyse.ts';
import { profileOf } from '#domain/related/profile.ts';
import { SAMPLE_MAX } from '#domain/related/refresh.ts';
import { storeStatistics } from '#domain/related/statistics-store.ts';
import { type Counted, takeStatistics } from '#domain/related/take-statistics.ts';
import { hashOf } from '#domain/related/vector.ts';
import type { Site } from '#domain/site/site.ts';
import { ArchivedArticles } from './archived-articles.ts';
import { ArchivedLists } from './archived-lists.ts';
import { articleName, articleNumber, type GeneratedArticle, generated } from './generator.ts';
import { articleOf } from './newsroom.ts';

/** What a bulk load of generated articles leaves behind; a list of the archive is computed when it is first read. */
export interface LoadedArchive {
  /** A table in which nothing happened since. What was computed for one is there for the next. */
  readonly table: () => Promise<Table>;
  /** The articles that come after those of the archive. */
  readonly stories: Generator<GeneratedArticle>;
  /** The story of an article of the archive. */
  readonly storyOf: (id: string) => number | undefined;
}

/** The articles of an archive, by the generator's numbers. */
export interface Range {
  readonly seed: number;
  readonly from: number;
  /** Exclusive: the number of the first that is yet to be published. */
  readonly to: number;
}

/**
 * Puts articles into the index, without relating them.
 *
 * @param progress hears of articles done.
 */
export async function loadArchive(
  site: Site,
  range: Range,
  progress: (done: number) => void = () => {},
): Promise<LoadedArchive> {
  const { seed, from, to } = range;
  const statistics = takeStatistics(sampleOf(site, range), to - from, 1);
  const stories = generated(seed, from);
  const archive = new ArchivedArticles(site.id, from, to - from);
  const storiesOf = new Int32Array(to - from);
  while (archive.size < to - from) {
    const next = stories.next().value;
    const { card, article } = articleOf(site.id, next);
    storiesOf[archive.size] = next.story;
    archive.add(profileOf(card, article, analyse(article), statistics));
    if (archive.size % 10_000 === 0) progress(archive.size);
  }
  archive.sort();
  const lists = new ArchivedLists(site.id, archive, statistics);
  const table = async (): Promise<Table> => {
    const made = tableOver(archive, lists);
    await storeStatistics(made, site.id, 'en', { version: 0, languages: {} }, statistics);
    return made;
  };
  return { table, stories, storyOf: (id) => storiesOf[articleNumber(id) - from] };
}

/** The articles that the engine itself would take statistics from. */
function sampleOf(site: Site, { seed, from, to }: Range): readonly Counted[] {
  const hashes = Array.from({ length: to - from }, (_, n) => hashOf(articleName(from + n)));
  const last = hashes.toSorted((a, b) => a - b)[Math.min(hashes.length, SAMPLE_MAX) - 1] ?? 0;
  const stories = generated(seed, from);
  return hashes.flatMap((hash) => {
    const story = stories.next().value;
    if (hash > last) return [];
    const { card, article } = articleOf(site.id, story);
    return { id: story.id, section: card.sections[0] ?? '', analysis: analyse(article) };
  });
}

/** What was written since lies in memory, above the archive: of sets, what was added and removed. */
function tableOver(archive: ArchivedArticles, lists: ArchivedLists): Table {
  const written = memoryTable();
  const [added, removed] = [memoryTable(), memoryTable()];
  const setOf = (key: Key, above: Item | undefined, gone: Item | undefined): Item | undefined => {
    const out = new Set(memberSet(gone));
    const all = [...memberSet(archive.set(key)), ...memberSet(above)];
    const members = [...new Set(all)].filter((member) => !out.has(member)).sort();
    return members.length > 0 ? { ...key, members } : undefined;
  };
  const sets = async (keys: readonly Key[]): Promise<readonly Item[]> => {
    const [above, gone] = [await added.get(keys), await removed.get(keys)];
    return keys.flatMap((key) => {
      const name = keyText(key);
      return setOf({ pk: key.pk, sk: key.sk }, above.get(name), gone.get(name)) ?? [];
    });
  };
  const archived = (key: Key): Item | undefined => {
    if (key.sk === 'TERMS') return archive.profileItem(idOf(key));
    return key.sk === 'REL' ? lists.of(idOf(key)) : undefined;
  };
  return {
    ...written,
    async get(keys) {
      const items = new Map(await written.get(keys));
      for (const set of await sets(keys.filter(isSet))) items.set(keyText(set), set);
      const below = keys.filter((key) => !isSet(key) && !items.has(keyText(key)));
      for (const item of below.flatMap((key) => archived(key) ?? []))
        items.set(keyText(item), item);
      return items;
    },
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
    async transact(writes) {
      const keys = writes.map(keyOf);
      const above = await written.get(keys);
      const below = keys.filter((key) => !above.has(keyText(key)));
      await written.write(below.flatMap((key) => archived(key) ?? []).map((put) => ({ put })));
      return written.transact(writes);
    },
    async addToSets(changes) {
      await removed.removeFromSets(changes.filter(({ key }) => isSet(key)));
      await added.addToSets(changes.filter(({ key }) => isSet(key)));
      await written.addToSets(changes.filter(({ key }) => !isSet(key)));
    },
    async removeFromSets(changes) {
      await added.removeFromSets(changes.filter(({ key }) => isSet(key)));
      await removed.addToSets(changes.filter(({ key }) => isSet(key)));
      await written.removeFromSets(changes.filter(({ key }) => !isSet(key)));
    },
  };
}

const keyOf = (write: ConditionalWrite): Key => {
  if ('put' in write) return write.put;
  return 'delete' in write ? write.delete : write.check;
};

const isSet = ({ pk }: Key): boolean => pk.includes('#T#');

const idOf = ({ pk }: Key): ArticleId => articleId(pk.slice(pk.indexOf('#A#') + 3));
