import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Constant, loadWith } from './related/constants.ts';
import type { Measured } from './related/validation.ts';

/*
 * npm run bench -- related-variant CORPUS CONSTANTS OUT.json
 *
 * Runs the engine over a corpus with some of its constants replaced, CONSTANTS being JSON: a list of
 * {"module","name","value"}. Writes nDCG@6 article by article, at publication and at the end.
 */
export async function bench([corpus, constants, out]: readonly string[]): Promise<void> {
  if (!corpus || !constants || !out)
    throw new RangeError('usage: npm run bench -- related-variant CORPUS CONSTANTS OUT.json');
  const check = loadWith(JSON.parse(constants) as readonly Constant[]);
  // Only now, so that the engine is loaded with these constants.
  const { benchRelated } = await import('./related.ts');
  const { judged } = await import('./related/judge.ts');
  const { readLists } = await import('./related/read-lists.ts');
  const { readTruth } = await import('./related/truth.ts');
  check();
  const folder = mkdtempSync(join(tmpdir(), 'offstone-variant-'));
  const [final, publish] = [join(folder, 'final.jsonl'), join(folder, 'publish.jsonl')];
  await benchRelated({ corpus, out: final, published: publish, at: 'final' });
  const articles = readTruth(corpus);
  const measured: Measured = {
    articles: articles.map(({ id }) => id),
    final: Object.fromEntries(judged(articles, readLists(final), 'final').ndcg),
    publish: Object.fromEntries(judged(articles, readLists(publish), 'publish').ndcg),
  };
  rmSync(folder, { recursive: true });
  writeFileSync(`${out}.part`, JSON.stringify(measured));
  renameSync(`${out}.part`, out);
}
