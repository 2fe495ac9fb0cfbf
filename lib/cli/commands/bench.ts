import { Command, InvalidArgumentError, Option } from 'commander';
import { benchRelated, type RelatedFigures } from '../../../bench/related.ts';
import { benchRelatedScale, type ScaleFigures } from '../../../bench/related-scale.ts';
import type { Terminal } from '../terminal.ts';
import { examples, type Running } from './command.ts';

/** `bench`: what the related-posts engine does with a corpus, and what it costs in archives of any size. */
export const benchCommand = ({ terminal }: Running): Command =>
  new Command('bench')
    .description('Measure the related-posts engine')
    .addCommand(relatedCommand(terminal))
    .addCommand(scaleCommand(terminal));

interface RelatedOptions {
  readonly out: string;
  readonly at: 'publish' | 'final';
  readonly published?: string;
  readonly json?: boolean;
}

const relatedCommand = (terminal: Terminal): Command =>
  new Command('related')
    .description('Publish a corpus article by article and write the lists that readers see')
    .argument(
      '<corpus>',
      'JSON lines of {id, title, body, date, lang, section?, topics?}, .gz or not',
    )
    .requiredOption('--out <file>', 'where the lists go, a line {"id","related":[…]} each')
    .addOption(
      new Option('--at <moment>', 'lists when each article is published, or at the end')
        .choices(['publish', 'final'])
        .default('final'),
    )
    .option('--published <file>', 'with --at final: where lists at publication go, in the same run')
    .option('--json', 'print one JSON object as the last line')
    .addHelpText('after', examples('bench related corpus.jsonl.gz --out lists.jsonl --at publish'))
    .action(async (corpus: string, { out, at, published, json }: RelatedOptions) => {
      const progress = (done: number, of: number): void =>
        terminal.progress(`${done} of ${of} articles published`);
      const figures = await benchRelated({ corpus, out, at, published, progress });
      terminal.progress('');
      terminal.note(`A publish: ${sentence(figures)}`);
      if (json) terminal.out(JSON.stringify(figures));
    });

interface ScaleOptions {
  readonly sizes: readonly number[];
  readonly json?: boolean;
}

const scaleCommand = (terminal: Terminal): Command =>
  new Command('related-scale')
    .description('Measure a publish in generated archives of several sizes')
    .option('--sizes <list>', 'archive sizes, comma-separated', sizes, [1000, 10_000, 100_000])
    .option('--json', 'print one JSON object as the last line')
    .addHelpText('after', examples('bench related-scale --sizes 1000,10000,100000,1000000'))
    .action(async ({ sizes: wanted, json }: ScaleOptions) => {
      const tell = (figures: ScaleFigures): void =>
        terminal.note(`${figures.archive} articles: ${sentence(figures)}`);
      const loading = (articles: number, of: number): void =>
        terminal.progress(`Loading ${articles} of ${of} articles`);
      const scale = await benchRelatedScale(wanted, tell, loading);
      terminal.progress('');
      terminal.note(`Growth exponents: ${JSON.stringify(scale.exponents)}`);
      if (json) terminal.out(JSON.stringify(scale));
    });

function sizes(text: string): readonly number[] {
  const found = text.split(',').map(Number);
  if (!found.every((size) => Number.isSafeInteger(size) && size >= 100)) {
    throw new InvalidArgumentError('It must be whole numbers of at least 100, comma-separated.');
  }
  return found;
}

const sentence = (each: RelatedFigures): string =>
  `${each.postingsRead} postings read, ${each.postingsWritten} written, ${each.listsChanged} lists changed, ` +
  `${each.readUnits} read units, ${each.writeUnits} write units, ${each.calls} calls, ` +
  `${each.cpuMs} ms CPU (at most ${each.cpuMsMax}); peak memory ${each.peakMegabytes} MB.`;
