import { hash } from 'node:crypto';
import { articleId, siteId } from '#domain/ids.ts';
import { keyText, type SetChange } from '#domain/ports.ts';
import { analyse } from '#domain/related/analyse.ts';
import { postingsOf } from '#domain/related/index.ts';
import { profileOf } from '#domain/related/profile.ts';
import { trims } from '#domain/related/retrieve.ts';
import type { Statistics } from '#domain/related/statistics.ts';
import { takeStatistics } from '#domain/related/take-statistics.ts';
import { generated } from './related/generator.ts';
import { type Metered, type MeteredTable, openMetered } from './related/metered-table.ts';
import { articleOf, type Story } from './related/newsroom.ts';
import { POSTING_LAYOUTS, type PostingLayout } from './related/posting-layouts.ts';

const SITE = siteId('bench');
/** As many as statistics are ever taken from. */
const SAMPLE = 4096;
/** Enough articles of one story for its terms to be as long as they get. */
const STORY = 140;
const STORY_AT_ONCE = 50;
/** Messages that a function takes in such a second. */
const RUN = 10;
/** Dollars a million units on demand in us-east-1: https://aws.amazon.com/dynamodb/pricing/on-demand/ */
const READ_DOLLARS = 0.125;
const WRITE_DOLLARS = 0.625;

/** The postings of an article: what a publish puts, and looks up by. */
type Publish = readonly SetChange[];

interface Workload {
  /** Sets as an archive leaves them. */
  readonly archive: readonly SetChange[];
  readonly counted: readonly Publish[];
  readonly timed: readonly Publish[];
  readonly story: readonly Publish[];
  readonly storyAlone: readonly Publish[];
  readonly storyInRuns: readonly Publish[];
}

interface LayoutFigures {
  readonly layout: string;
  readonly calls: number;
  readonly byOperation: Readonly<Record<string, number>>;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly dollarsAMillion: number;
  readonly cpuMs: number;
  /**
   * Write units that fifty articles of one story ask of the busiest partition, published in the same second: each by a
   * function of its own, and ten a function.
   */
  readonly busiestAlone: number;
  readonly busiestInRuns: number;
  /** Of all postings read: the same for every layout, or they do not do the same work. */
  readonly digest: string;
}

/**
 * `npm run bench -- related-layouts [ARTICLES] [PUBLISHES] [ID LENGTH]`: what the postings of a publish cost in each
 * layout, after an archive of ARTICLES (2,000). PUBLISHES (300) are counted, as many more are timed: processor time of
 * the SDK and the embedded DynamoDB together. ID LENGTH (40) is how many characters an article's id has.
 */
export async function bench([size = '2000', publishes = '300', length = '40']: readonly string[]) {
  const work = workload(Number(size), Number(publishes), Number(length));
  const figures: LayoutFigures[] = [];
  for (const layout of POSTING_LAYOUTS) {
    const found = await measured(layout, work);
    figures.push(found);
    process.stdout.write(`${JSON.stringify(found)}\n`);
  }
  if (new Set(figures.map(({ digest }) => digest)).size > 1)
    throw new Error('The layouts did not read the same postings.');
}

function workload(size: number, publishes: number, idLength: number): Workload {
  const stories = generated(1);
  const take = (count: number): readonly Story[] =>
    Array.from({ length: count }, () => {
      const story = stories.next().value as Story;
      return { ...story, id: story.id.padEnd(idLength, '-told-at-length') };
    });
  const archive = take(size);
  const statistics = takeStatistics(
    archive.slice(0, SAMPLE).map((story) => {
      const { card, article } = articleOf(SITE, story);
      const section = card.sections[0] ?? '';
      return { id: articleId(story.id), section, analysis: analyse(article) };
    }),
    size,
    1,
  );
  const published = (some: readonly Story[]): readonly Publish[] =>
    some.map((story) => publishOf(story, statistics));
  return {
    archive: archived(published(archive)),
    counted: published(take(publishes)),
    timed: published(take(publishes)),
    story: published(take(STORY).map(ofOneStory)),
    storyAlone: published(take(STORY_AT_ONCE).map(ofOneStory)),
    storyInRuns: runs(published(take(STORY_AT_ONCE).map(ofOneStory))),
  };
}

/** Publishes taken together: each set is changed once, as a run of the engine does. */
function runs(publishes: readonly Publish[]): readonly Publish[] {
  return Array.from({ length: Math.ceil(publishes.length / RUN) }, (_, n) => {
    const sets = new Map<string, SetChange>();
    for (const { key, members } of publishes.slice(n * RUN, (n + 1) * RUN).flat()) {
      const before = sets.get(keyText(key))?.members ?? [];
      sets.set(keyText(key), { key, members: [...before, ...members] });
    }
    return [...sets.values()];
  });
}

function publishOf(story: Story, statistics: Statistics): Publish {
  const { card, article } = articleOf(SITE, story);
  return postingsOf(SITE, profileOf(card, article, analyse(article), statistics));
}

const ofOneStory = (story: Story): Story => ({
  ...story,
  title: 'River floods Nether Sallow',
  topics: ['nether-sallow'],
});

/** What publishing article by article leaves, cut back on the way. */
function archived(publishes: readonly Publish[]): readonly SetChange[] {
  const sets = new Map<string, SetChange>();
  for (const { key, members } of publishes.flat()) {
    const all = [...(sets.get(keyText(key))?.members ?? []), ...members];
    const excess = new Set(trims([{ ...key, members: all }]).flatMap((cut) => cut.members));
    sets.set(keyText(key), { key, members: all.filter((member) => !excess.has(member)) });
  }
  return [...sets.values()];
}

async function measured(layout: PostingLayout, work: Workload): Promise<LayoutFigures> {
  const metered = await openMetered();
  try {
    const { table } = metered;
    await layout.put(table, work.archive);
    const read: string[] = [];
    const publish = async (postings: Publish): Promise<void> => {
      await layout.put(table, postings);
      const keys = postings.map(({ key }) => key);
      read.push(JSON.stringify(await layout.read(table, keys)));
    };
    const counts = await metered.metered(() => inTurn(work.counted, publish));
    const before = process.cpuUsage();
    await inTurn(work.timed, publish);
    const { user, system } = process.cpuUsage(before);
    const digest = hash('sha256', read.join('\n')).slice(0, 12);
    await inTurn(work.story, publish);
    const busiestAlone = await heat(metered, work.storyAlone, publish);
    const busiestInRuns = await heat(metered, work.storyInRuns, publish);
    const cpuMs = (user + system) / 1000 / work.timed.length;
    return {
      layout: layout.name,
      ...averaged(counts, work.counted.length),
      cpuMs: rounded(cpuMs),
      busiestAlone,
      busiestInRuns,
      digest,
    };
  } finally {
    await metered.close();
  }
}

async function inTurn(
  publishes: readonly Publish[],
  publish: (postings: Publish) => Promise<void>,
): Promise<void> {
  for (const postings of publishes) await publish(postings);
}

/** All that is published at once counts as one second, however long this machine takes. */
async function heat(
  metered: MeteredTable,
  atOnce: readonly Publish[],
  publish: (postings: Publish) => Promise<void>,
): Promise<number> {
  const { partitions } = await metered.metered(async () => {
    await Promise.all(atOnce.map(publish));
  });
  return Math.max(...partitions.values());
}

function averaged({ calls, byOperation, readUnits, writeUnits }: Metered, publishes: number) {
  return {
    calls: rounded(calls / publishes),
    byOperation: Object.fromEntries(
      [...byOperation].map(([name, times]) => [name, rounded(times / publishes)]),
    ),
    readUnits: rounded(readUnits / publishes),
    writeUnits: rounded(writeUnits / publishes),
    dollarsAMillion: rounded((READ_DOLLARS * readUnits + WRITE_DOLLARS * writeUnits) / publishes),
  };
}

const rounded = (figure: number): number => Math.round(figure * 100) / 100;
