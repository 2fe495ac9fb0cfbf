import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { coalescing } from '#adapters/coalescing-table.ts';
import { articleId, siteId } from '#domain/ids.ts';
import { keyText, type Table } from '#domain/ports.ts';
import { readingOrder } from '#domain/related/list.ts';
import { readList } from '#domain/related/records.ts';
import type { Site } from '#domain/site/site.ts';
import { relatedKey } from '#domain/table/keys.ts';
import { type LoadedArchive, loadArchive } from './related/archive.ts';
import { countingTable, noCounts } from './related/counting-table.ts';
import type { GeneratedArticle } from './related/generator.ts';
import { benchSite, RelatedNewsroom } from './related/newsroom.ts';
import { cpuMs, timedTable } from './related/timed-table.ts';
import { averaged, type RelatedFigures } from './related.ts';

/** The publishes that are measured at the end of each archive. */
const MEASURED = 2000;
/** Until caches and the compiler are warm. */
const WARM = 200;

export interface ScaleFigures extends RelatedFigures {
  readonly archive: number;
  /** Of the six articles at the top of a list, the share that belongs to the same story, where it had as many. */
  readonly sameStory: number;
}

export interface RelatedScale {
  readonly archives: readonly ScaleFigures[];
  /** The slope of each figure against the archive's size, both as logarithms: 0 is flat. */
  readonly exponents: Readonly<Record<string, number>>;
}

/**
 * What a publish costs in archives of several sizes, each in a process of its own. All have the same articles published
 * and the same ones right before: nothing differs but how many came earlier.
 */
export async function benchRelatedScale(
  sizes: readonly number[],
  progress: (figures: ScaleFigures) => void = () => {},
  loading: (articles: number, of: number) => void = () => {},
): Promise<RelatedScale> {
  const archives: ScaleFigures[] = [];
  const end = Math.max(...sizes);
  for (const size of sizes) {
    const figures = await inOwnProcess(size, end, (articles) => loading(articles, size));
    archives.push(figures);
    progress(figures);
  }
  const names = [
    'readUnits',
    'writeUnits',
    'calls',
    'postingsRead',
    'listsChanged',
    'cpuMs',
  ] as const;
  const exponents = Object.fromEntries(
    names.map((name) => [name, slope(archives.map((each) => [each.archive, each[name]]))]),
  );
  return { archives, exponents };
}

/** Least squares through (log size, log figure). */
function slope(points: readonly (readonly [number, number])[]): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(Math.max(y, 1e-9))] as const);
  const meanX = logs.reduce((sum, [x]) => sum + x, 0) / logs.length;
  const meanY = logs.reduce((sum, [, y]) => sum + y, 0) / logs.length;
  const above = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const below = logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return below === 0 ? 0 : Math.round((1000 * above) / below) / 1000;
}

async function inOwnProcess(
  size: number,
  end: number,
  loading: (articles: number) => void,
): Promise<ScaleFigures> {
  const child = spawn(
    process.execPath,
    ['--max-old-space-size=6000', fileURLToPath(import.meta.url), String(size), String(end)],
    { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] },
  );
  child.on('message', (articles) => loading(Number(articles)));
  let text = '';
  for await (const chunk of child.stdout ?? []) text += String(chunk);
  if (text.trim() === '')
    throw new Error(`The measurement of ${size} articles ended without figures.`);
  return JSON.parse(text) as ScaleFigures;
}

/**
 * Loads an archive in bulk, then publishes the same articles twice, each time into the archive as it was: once to count
 * calls and units, which also computes the lists of the archive that the articles meet, and once for the engine's
 * processor time, with nothing beside it whose garbage would have to be collected.
 */
async function measured(
  size: number,
  end: number,
  loading: (articles: number) => void = () => {},
): Promise<ScaleFigures> {
  const site = benchSite(siteId('bench'));
  const archive = await loadArchive(site, { seed: 1, from: end - size, to: end }, loading);
  const stories = Array.from({ length: WARM + MEASURED }, () => archive.stories.next().value);
  const counts = noCounts();
  const table = await archive.table();
  const counting = publisher(site, table, countingTable(table, counts));
  for (const [n, story] of stories.entries()) {
    if (n === WARM) Object.assign(counts, noCounts());
    await (await counting(story))();
  }
  const total = { cpuMs: 0, cpuMsMax: 0 };
  const again = await archive.table();
  const timed = timedTable(again);
  const timing = publisher(site, again, timed.table);
  for (const [n, story] of stories.entries()) {
    const relate = await timing(story);
    const from = cpuMs() - timed.spentMs();
    await relate();
    const spent = cpuMs() - timed.spentMs() - from;
    if (n < WARM) continue;
    total.cpuMs += spent;
    total.cpuMsMax = Math.max(total.cpuMsMax, spent);
  }
  const figures = averaged(counts, MEASURED, total.cpuMs, total.cpuMsMax);
  return { archive: size, ...figures, sameStory: await sameStory(site, table, archive, stories) };
}

/** Stores an article, as accepting its event does, and gives what relates it through another view of the same table. */
function publisher(site: Site, table: Table, seen: Table) {
  const editor = new RelatedNewsroom(site, table, false);
  const desk = new RelatedNewsroom(site, coalescing(seen), false);
  return async (story: GeneratedArticle): Promise<() => Promise<void>> => {
    await editor.store(story);
    return () => desk.relate([story.id]);
  };
}

const SHOWN = 6;

async function sameStory(
  site: Site,
  table: Table,
  { storyOf }: LoadedArchive,
  published: readonly GeneratedArticle[],
): Promise<number> {
  const storiesOf = new Map(published.map(({ id, story }) => [id, story]));
  const named = (id: string): number | undefined => storiesOf.get(id) ?? storyOf(id);
  const shares: number[] = [];
  for (const [n, { id, story }] of published.entries()) {
    if (partsBefore(n, published, story) < SHOWN) continue;
    const key = relatedKey(site.id, articleId(id));
    const list = readList((await table.get([key])).get(keyText(key)));
    const top = readingOrder(list).slice(0, SHOWN);
    shares.push(top.filter((other) => named(other) === story).length / SHOWN);
  }
  const share = shares.reduce((sum, one) => sum + one, 0) / Math.max(1, shares.length);
  return Math.round(1000 * share) / 1000;
}

/** Only those published since: what of a story lies in the archive comes on top. */
const partsBefore = (n: number, published: readonly GeneratedArticle[], story: number): number =>
  published.slice(0, n).filter((other) => other.story === story).length;

/** `npm run bench -- related-scale 1000,10000` */
export async function bench([sizes = '1000,10000,100000']: readonly string[]): Promise<void> {
  const scale = await benchRelatedScale(sizes.split(',').map(Number), (figures) =>
    process.stderr.write(`${JSON.stringify(figures)}\n`),
  );
  process.stdout.write(`${JSON.stringify(scale)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [size, end] = process.argv.slice(2).map(Number);
  if (size === undefined) throw new RangeError('usage: related-scale.ts SIZE [END]');
  const figures = await measured(size, end ?? size, (articles) => process.send?.(articles));
  process.stdout.write(JSON.stringify(figures));
}
