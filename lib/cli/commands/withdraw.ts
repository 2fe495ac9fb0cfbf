import { type Command, Option } from 'commander';
import { articleId } from '#domain/ids.ts';
import { keyText } from '#domain/ports.ts';
import { headKey } from '#domain/table/keys.ts';
import { readHead } from '#domain/table/records.ts';
import { DEFAULT_SOURCE } from '#events';
import { Failure } from '../failure.ts';
import { type Connection, connect } from '../stage/connect.ts';
import { type StageSite, siteNamed } from '../stage/outputs.ts';
import {
  type CommonOptions,
  examples,
  type Running,
  stageCommand,
  wholeNumber,
} from './command.ts';
import { sendOne } from './one-event.ts';

interface Options extends CommonOptions {
  readonly site?: string;
  readonly reason: string;
  readonly mode: string;
  readonly notice?: string;
  readonly to?: string;
  readonly revision?: number;
  readonly wait?: boolean;
  readonly source: string;
}

/** `withdraw ID`: takes an article from every page of its site. */
export const withdrawCommand = (running: Running): Command =>
  stageCommand('withdraw', 'Take an article from every page, feed and list of its site')
    .argument('<id>', 'the article’s id')
    .option('--site <id>', 'its site; may be left out where there is only one')
    .requiredOption(
      '--reason <text>',
      'why, for the newsroom’s own records; never shown to readers',
    )
    .addOption(
      new Option('--mode <mode>', 'what its address answers')
        .choices(['gone', 'notice', 'redirect'])
        .default('gone'),
    )
    .option('--notice <text>', 'what readers are told, for --mode notice')
    .option('--to <address>', 'where readers are sent, for --mode redirect')
    .option('--revision <number>', 'default: the article’s highest', wholeNumber(1))
    .option('--source <name>', 'who sends it', DEFAULT_SOURCE)
    .option('--wait', 'print the outcome')
    .addHelpText(
      'after',
      examples(
        'withdraw cms-1904 --site daily --reason "A promise to a source" --wait',
        'withdraw cms-1904 --reason "Court order" --mode notice --notice "Withdrawn for legal reasons."',
        'withdraw cms-1904 --reason "Merged" --mode redirect --to /2026/11/14/harbour-reopens',
      ),
    )
    .action(async (id: string, options: Options) => {
      const connection = await connect(options, running.terminal);
      const site = siteNamed(connection.outputs, options.site);
      const { reason, mode, notice, to, source, wait = false, json } = options;
      const revision = options.revision ?? (await highestRevision(connection, site, id));
      const detail = { site: site.id, id, revision, reason, mode, notice, redirectTo: to };
      const sending = { source, wait, json };
      await sendOne({ type: 'article.withdraw', detail }, sending, connection, running);
    });

async function highestRevision(
  { table }: Connection,
  site: StageSite,
  id: string,
): Promise<number> {
  const key = headKey(site.id, articleId(id));
  const head = readHead((await table.get([key])).get(keyText(key)));
  if (head) return Math.max(head.published, head.withdrawn);
  throw new Failure(
    `${site.id} has no article ${id}: to withdraw one that has not arrived yet, give its --revision.`,
  );
}
