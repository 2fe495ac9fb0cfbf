import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { judged, type Moment } from './related/judge.ts';
import { readLists } from './related/read-lists.ts';
import { readTruth } from './related/truth.ts';
import { type Measured, settingOf, validation } from './related/validation.ts';
import { VARIANTS, type Variant } from './related/variants.ts';

/*
 * npm run bench -- related-validated FOLDER CORPUS …
 *
 * Runs the real engine over labelled corpora with each of its constants a step away from today's value, chooses the
 * variant that is best on a part of the articles and judges it on the rest: by quarters of time, and by corpora. FOLDER
 * keeps what was measured, so that a run that was broken off goes on where it was. What lists of another method are put
 * there as CORPUS.final.jsonl and CORPUS.publish.jsonl is judged beside it.
 */

const MOMENTS: readonly Moment[] = ['final', 'publish'];
const run = fileURLToPath(new URL('run.ts', import.meta.url));

export async function bench([folder, ...corpora]: readonly string[]): Promise<void> {
  if (!folder || corpora.length === 0)
    throw new RangeError('usage: npm run bench -- related-validated FOLDER CORPUS.jsonl[.gz] …');
  mkdirSync(folder, { recursive: true });
  for (const variant of VARIANTS) for (const corpus of corpora) measure(folder, corpus, variant);
  const parts = corpora.flatMap((corpus) => MOMENTS.map((moment) => ({ corpus, moment })));
  const settings = parts.map(({ corpus, moment }) => {
    const byVariant = VARIANTS.map(
      (variant) => [variant.name, read(fileOf(folder, corpus, variant))] as const,
    );
    return settingOf(nameOf(corpus), moment, new Map(byVariant));
  });
  const references = parts.map(({ corpus, moment }) => referenceOf(folder, corpus, moment));
  for (const row of validation(settings, references))
    process.stdout.write(`${JSON.stringify(row)}\n`);
}

const nameOf = (corpus: string): string => basename(corpus).replace(/\.jsonl(\.gz)?$/, '');

const fileOf = (folder: string, corpus: string, { name }: Variant): string =>
  join(folder, `${nameOf(corpus)}.${name.replace(/[^\w.-]+/g, '-')}.json`);

const read = (file: string): Measured => JSON.parse(readFileSync(file, 'utf8')) as Measured;

/** nDCG of the other method's lists, in the order of the setting's articles. */
function referenceOf(
  folder: string,
  corpus: string,
  moment: Moment,
): readonly number[] | undefined {
  const file = join(folder, `${nameOf(corpus)}.${moment}.jsonl`);
  return existsSync(file)
    ? [...judged(readTruth(corpus), readLists(file), moment).ndcg.values()]
    : undefined;
}

/** In a process of its own: constants are replaced as modules are loaded, and that happens once. */
function measure(folder: string, corpus: string, variant: Variant): void {
  const out = fileOf(folder, corpus, variant);
  if (existsSync(out)) return;
  const constants = JSON.stringify(variant.constants);
  execFileSync(process.execPath, [run, 'related-variant', corpus, constants, out], {
    stdio: 'inherit',
  });
  process.stderr.write(`${nameOf(corpus)}, ${variant.name}\n`);
}
