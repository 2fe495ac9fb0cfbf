import type { Command } from 'commander';
import { DEFAULT_SOURCE } from '#events';
import { sourcesOf, valuesOf } from '../reading/sources.ts';
import { publishValues } from '../sending/publish.ts';
import { connect } from '../stage/connect.ts';
import {
  type CommonOptions,
  examples,
  type Running,
  stageCommand,
  wholeNumber,
} from './command.ts';

interface Options extends CommonOptions {
  readonly wait?: boolean;
  readonly site?: string;
  readonly source: string;
  readonly patience: number;
}

/** `publish FILE…`: each JSON value of the files becomes one event. */
export const publishCommand = ({ terminal, exit }: Running): Command =>
  stageCommand('publish', 'Put articles or ninjs items on the bus, an event for each JSON value')
    .argument('<file...>', 'JSON, a list, NDJSON, gzip of these, or - for stdin')
    .option('--wait', 'print each event’s first outcome, a JSON line each')
    .option('--site <id>', 'the site of values that name none')
    .option('--source <name>', 'who sends them', DEFAULT_SOURCE)
    .option(
      '--patience <seconds>',
      'give up when nothing is answered for so long',
      wholeNumber(1),
      600,
    )
    .addHelpText(
      'after',
      `${examples(
        'publish article.json --wait',
        'publish archive.ndjson.gz --site daily',
        'publish wire/*.json --source wire --wait',
        'publish - < article.json',
      )}\n\nExit code: 0 when none was rejected, 1 when any was, 2 when it could not run.`,
    )
    .action(async (files: readonly string[], options: Options) => {
      const sources = await sourcesOf(files, terminal.stdin);
      const connection = await connect(options, terminal);
      const { source, site, patience } = options;
      const tally = await publishValues(valuesOf(sources), connection, terminal, {
        wait: options.wait ?? false,
        patienceMs: patience * 1_000,
        preparing: { source, site, drop: connection.outputs.drop },
      });
      if (options.json) terminal.out(JSON.stringify(tally.summary()));
      exit(tally.rejected > 0 ? 1 : 0);
    });
