import { writeFileSync } from 'node:fs';
import { coalescing } from '#adapters/coalescing-table.ts';
import { memoryTable } from '#adapters/memory/table.ts';
import { siteId } from '#domain/ids.ts';
import { readCorpus } from './related/corpus.ts';
import { type Counts, countingTable, noCounts } from './related/counting-table.ts';
import { benchSite, RelatedNewsroom, type Story } from './related/newsroom.ts';

export interface RelatedBench {
  readonly corpus: string;
  /** Where the lists go, as JSON lines `{"id","related":[…]}`. */
  readonly out?: string | undefined;
  /** Lists as readers see them when each article is published, or at the end. */
  readonly at: 'publish' | 'final';
  /** Where the lists of the moment of publication go as well, when `at` is the end: one run for both. */
  readonly published?: string | undefined;
  readonly progress?: (done: number, of: number) => void;
}

/** What one publication cost on average, all that followed from it included. */
export interface RelatedFigures extends Counts {
  readonly articles: number;
  readonly cpuMs: number;
  readonly cpuMsMax: number;
  readonly peakMegabytes: number;
}

/**
 * Publishes a corpus article by article, as production would, and writes the lists that readers see. At the end of a
 * `final` run the statistics are taken anew, as every night.
 */
export async function benchRelated({
  corpus,
  out,
  at,
  published,
  progress,
}: RelatedBench): Promise<RelatedFigures> {
  const stories = readCorpus(corpus);
  const counts = noCounts();
  const table = memoryTable();
  const site = benchSite(siteId('bench'));
  const desk = new RelatedNewsroom(site, coalescing(countingTable(table, counts)));
  const reader = new RelatedNewsroom(site, table);
  const early: string[] = [];
  let cpuMs = 0;
  let cpuMsMax = 0;
  for (const [n, story] of stories.entries()) {
    await reader.store(story);
    const from = process.cpuUsage();
    await desk.relate([story.id]);
    const { user, system } = process.cpuUsage(from);
    cpuMs += (user + system) / 1000;
    cpuMsMax = Math.max(cpuMsMax, (user + system) / 1000);
    early.push(await line(reader, story.id));
    progress?.(n + 1, stories.length);
  }
  if (published) writeFileSync(published, joined(early));
  const lines = at === 'publish' ? early : await atTheEnd(stories, desk, reader);
  if (out) writeFileSync(out, joined(lines));
  return averaged(counts, stories.length, cpuMs, cpuMsMax);
}

async function atTheEnd(
  stories: readonly Story[],
  desk: RelatedNewsroom,
  reader: RelatedNewsroom,
): Promise<readonly string[]> {
  for (const language of new Set(stories.map(({ lang }) => lang))) await desk.refresh(language);
  const lines: string[] = [];
  for (const { id } of stories) lines.push(await line(reader, id));
  return lines;
}

const joined = (lines: readonly string[]): string => `${lines.join('\n')}\n`;

const line = async (desk: RelatedNewsroom, id: string): Promise<string> =>
  JSON.stringify({ id, related: await desk.shown(id) });

export function averaged(
  counts: Counts,
  articles: number,
  cpuMs: number,
  cpuMsMax: number,
): RelatedFigures {
  const each = (total: number): number => Math.round((100 * total) / articles) / 100;
  return {
    articles,
    calls: each(counts.calls),
    byOperation: {
      BatchGetItem: each(counts.byOperation.BatchGetItem),
      Query: each(counts.byOperation.Query),
      BatchWriteItem: each(counts.byOperation.BatchWriteItem),
      BatchExecuteStatement: each(counts.byOperation.BatchExecuteStatement),
      TransactWriteItems: each(counts.byOperation.TransactWriteItems),
    },
    readUnits: each(counts.readUnits),
    writeUnits: each(counts.writeUnits),
    postingsRead: each(counts.postingsRead),
    postingsWritten: each(counts.postingsWritten),
    listsChanged: each(counts.listsChanged),
    cpuMs: each(cpuMs),
    cpuMsMax: Math.round(cpuMsMax),
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

/** `npm run bench -- related CORPUS [OUT]` */
export async function bench([corpus, out]: readonly string[]): Promise<void> {
  if (!corpus)
    throw new RangeError('usage: npm run bench -- related CORPUS.jsonl[.gz] [RESULTS.jsonl]');
  const figures = await benchRelated({ corpus, out, at: 'final' });
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}
