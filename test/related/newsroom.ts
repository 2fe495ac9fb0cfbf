import { memoryTable } from '#adapters/memory/table.ts';
import { articleId, siteId } from '#domain/ids.ts';
import type { Item, Table } from '#domain/ports.ts';
import { keyText } from '#domain/ports.ts';
import type { Article } from '#domain/publishing/article.ts';
import { statisticsKey } from '#domain/related/keys.ts';
import { type Meaning, opinionOf } from '#domain/related/meaning.ts';
import { readList } from '#domain/related/records.ts';
import type { Statistics } from '#domain/related/statistics.ts';
import { readStatisticsIndex, storeStatistics } from '#domain/related/statistics-store.ts';
import { relatedKey } from '#domain/table/keys.ts';
import { benchSite, RelatedNewsroom } from '../../bench/related/newsroom.ts';

const DAILY = benchSite(siteId('daily'));

interface Draft {
  readonly body?: string;
  readonly date?: string;
  readonly section?: string;
  readonly topics?: readonly string[];
  readonly language?: string;
  readonly sensitive?: boolean;
  readonly related?: Article['related'];
  readonly translationOf?: Article['translationOf'];
}

/** A newsroom whose articles are related as they are published. */
export function newsroom({
  count = 6,
  statistics = 'taken',
  wait,
  meaning,
}: {
  readonly count?: number;
  /** `frozen`: not taken anew however much arrives. */
  readonly statistics?: 'taken' | 'frozen';
  /** What every call waits for: lets runs that go on at the same time meet at any point. */
  readonly wait?: () => Promise<void>;
  readonly meaning?: Meaning;
} = {}) {
  const changes: Item[] = [];
  const table = memoryTable((change) => changes.push(change));
  const logged: string[] = [];
  const site = { ...DAILY, settings: { ...DAILY.settings, related: { count } } };
  const room = new RelatedNewsroom(
    site,
    wait ? waiting(table, wait) : table,
    statistics === 'taken',
    meaning && opinionOf(meaning, site.id, ({ message }) => logged.push(message)),
  );
  const desk = new RelatedNewsroom(site, table);
  const revisions = new Map<string, number>();

  async function store(id: string, title: string, draft: Draft): Promise<void> {
    const number = (revisions.get(id) ?? 0) + 1;
    revisions.set(id, number);
    const { body = title, date = '2026-01-02', language = 'en', section, topics } = draft;
    const story = {
      id,
      title,
      body,
      date,
      lang: language,
      ...(section && { section }),
      ...(topics && { topics }),
    };
    const { sensitive = false, related, translationOf } = draft;
    await desk.store(story, number, {
      sensitive,
      ...(related && { related }),
      ...(translationOf && { translationOf }),
    });
  }

  /** What articles are scored by from now on. */
  async function score(language: string, by: Statistics): Promise<void> {
    const key = statisticsKey(site.id);
    const index = readStatisticsIndex((await table.get([key])).get(keyText(key)));
    await storeStatistics(table, site.id, language, index, by);
  }

  async function list(id: string) {
    const key = relatedKey(site.id, articleId(id));
    return readList((await table.get([key])).get(keyText(key)));
  }

  const entries = async (id: string) => (await list(id)).entries;

  return {
    site,
    table,
    logged,
    list,
    room,
    store,
    score,
    async publish(id: string, title: string, draft: Draft): Promise<void> {
      await store(id, title, draft);
      await room.relate([id]);
    },
    async withdraw(id: string): Promise<void> {
      await desk.withdraw(id);
      await room.relate([id]);
    },
    /** The articles whose pages were made anew for their related posts. */
    changed: (): readonly string[] => changes.flatMap(({ ids }) => (ids as string[]) ?? []).sort(),
    forgetChanges: (): void => void changes.splice(0),
    /** What readers see. */
    shown: (id: string) => room.shown(id, count),
    /** The scored ones alone, as kept. */
    entries,
    scored: async (id: string): Promise<readonly string[]> =>
      (await entries(id)).map((entry) => entry.id),
    /** Everything of the engine that still mentions an article. */
    traces: (id: string, { pins = true }: { readonly pins?: boolean } = {}): readonly string[] =>
      ours(table.items())
        .map((item) => (pins ? item : { ...item, pins: [], excludes: [] }))
        .filter((item) => new RegExp(`[ #"|]${id}["#|]`).test(JSON.stringify(item)))
        .filter(({ pk }) => pins || !pk.includes('#C#'))
        .map(keyText),
  };
}

/** A table whose calls take their time, before and after. */
function waiting(table: Table, wait: () => Promise<void>): Table {
  const slowly = async <T>(call: () => Promise<T>): Promise<T> => {
    await wait();
    const answer = await call();
    await wait();
    return answer;
  };
  return {
    get: (keys) => slowly(() => table.get(keys)),
    query: (query) => slowly(() => table.query(query)),
    write: (writes) => slowly(() => table.write(writes)),
    transact: (writes) => slowly(() => table.transact(writes)),
    addToSets: (changes) => slowly(() => table.addToSets(changes)),
    removeFromSets: (changes) => slowly(() => table.removeFromSets(changes)),
  };
}

/** Records of the engine: not heads and revisions, changes, counts of arrivals. */
const ours = (items: Iterable<Item>): Item[] =>
  [...items].filter(
    ({ pk, sk }) =>
      sk !== 'HEAD' && !sk.startsWith('R#') && !pk.includes('#CH#') && !sk.startsWith('ARRIVALS#'),
  );
