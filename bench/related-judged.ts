import { basename } from 'node:path';
import { byTime, intervalOf, meanOf } from './related/intervals.ts';
import { judged, type Moment, type Verdict } from './related/judge.ts';
import { readLists } from './related/read-lists.ts';
import { readTruth } from './related/truth.ts';

/*
 * npm run bench -- related-judged CORPUS publish|final OURS.jsonl [OTHERS.jsonl …]
 *
 * Judges lists (`npx offstone bench related` writes ours) against a corpus' labels, by quarters of its time as well, and
 * says how much better ours are than each other's, article by article.
 */

const QUARTERS = 4;
const MOMENTS: readonly Moment[] = ['publish', 'final'];

export async function bench([corpus, wanted, ours, ...others]: readonly string[]): Promise<void> {
  const moment = MOMENTS.find((each) => each === wanted);
  if (!corpus || !moment || !ours)
    throw new RangeError(
      'usage: npm run bench -- related-judged CORPUS.jsonl[.gz] publish|final OURS.jsonl [OTHERS.jsonl …]',
    );
  const articles = readTruth(corpus);
  const ids = articles.map(({ id }) => id);
  const own = judged(articles, readLists(ours), moment);
  process.stdout.write(`${JSON.stringify({ corpus: basename(corpus), moment })}\n`);
  tell(ours, ids, own);
  for (const file of others) tell(file, ids, judged(articles, readLists(file), moment), own);
}

/** One line a method; with `ours`, how much better ours is. */
function tell(file: string, ids: readonly string[], verdict: Verdict, ours?: Verdict): void {
  const { ndcg, ...rest } = verdict;
  const ahead = ours && [...ours.ndcg].map(([id, value]) => value - (ndcg.get(id) ?? 0));
  const figures = {
    lists: basename(file),
    judged: ndcg.size,
    ndcg6: rounded(meanOf([...ndcg.values()])),
    quarters: byTime(ids, ndcg, QUARTERS).map(rounded),
    ...rest,
    coverage: rounded(rest.coverage),
    nearDuplicates: rounded(rest.nearDuplicates),
    ...(ahead && { oursAhead: rounded(meanOf(ahead)), within: intervalOf(ahead).map(rounded) }),
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;
