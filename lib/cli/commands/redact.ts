import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import {
  type RedactionOrder,
  redactArticle,
  surveyRedaction,
} from '#domain/flows/redact-article.ts';
import { isRedacting } from '#domain/flows/redact-records.ts';
import { articleId } from '#domain/ids.ts';
import { instant } from '#domain/time.ts';
import { Failure } from '../failure.ts';
import { type Connection, connect } from '../stage/connect.ts';
import { siteNamed } from '../stage/outputs.ts';
import type { Terminal } from '../terminal.ts';
import { type CommonOptions, examples, type Running, stageCommand } from './command.ts';
import { redactedLines, remains, surveyLines } from './redact-report.ts';

interface Options extends CommonOptions {
  readonly site?: string;
  readonly words: readonly string[];
  readonly reason?: string;
  readonly yes?: boolean;
}

/** `redact ID`: for legal orders: words leave all that is stored of an article. */
export const redactCommand = ({ terminal, exit }: Running): Command =>
  stageCommand('redact', 'Take words out of every stored revision of an article, for good')
    .argument('<id>', 'the article’s id')
    .option('--site <id>', 'its site; may be left out where there is only one')
    .requiredOption(
      '--words <text>',
      'what must go, in any case, accents and line breaks; as whole words. May be given again',
      (text: string, before: readonly string[] | undefined) => [...(before ?? []), text],
    )
    .option('--reason <text>', 'why, for the article’s history; never shown to readers')
    .option('--yes', 'do it; without, only what would be changed is told')
    .addHelpText(
      'after',
      `${examples(
        'redact cms-1008 --site daily --words "Jane Doe"',
        'redact cms-1008 --site daily --words "Jane Doe" --words Doe --reason "Court order" --yes',
      )}\n\nIt cannot be taken back. Exit code: 0 when done, 1 when only looked, 2 when it could not run.`,
    )
    .action(async (name: string, options: Options) => {
      const { words, reason, json } = options;
      if (words.some((each) => !/[\p{L}\p{N}]/u.test(each)))
        throw new Failure('Each --words must hold a letter or a digit.');
      const connection = await connect(options, terminal);
      const site = siteNamed(connection.outputs, options.site).id;
      const order: RedactionOrder = { site, id: articleId(name), words, reason };
      const done = await (options.yes ? redact : survey)(order, connection, terminal);
      if (json) terminal.out(JSON.stringify({ site, id: name, ...done }));
      exit(options.yes ? 0 : 1);
    });

const portsOf = ({ table, drop }: Connection) => ({
  table,
  drop,
  now: () => instant(Date.now()),
  nonce: () => randomBytes(16).toString('hex'),
});

async function survey(
  order: RedactionOrder,
  connection: Connection,
  { out, note }: Terminal,
): Promise<object> {
  const found = await surveyRedaction(order, portsOf(connection));
  if (!found) throw unknown(order);
  for (const line of surveyLines(found)) out(line);
  note('Nothing was changed: add --yes to do it.');
  const { eventIds: _, ...rest } = found;
  return { done: false, ...rest };
}

async function redact(
  order: RedactionOrder,
  connection: Connection,
  terminal: Terminal,
): Promise<object> {
  const report = await redactArticle(order, portsOf(connection));
  if (!report) throw unknown(order);
  for (const line of redactedLines(report)) terminal.out(line);
  await untilShown(order, connection, terminal);
  terminal.out(
    'Every page that shows the article was made anew, and the edge has forgotten the former ones.',
  );
  const left = remains(report);
  terminal.out('What remains, and for how long:');
  for (const line of left) terminal.out(`  ${line}`);
  return { done: true, ...report, remains: left };
}

const LOOK_MS = 250;
/** The sweep takes up what was left lying after 90 seconds; what takes longer than this has an alarm. */
const PATIENCE_MS = 600_000;

async function untilShown(
  { site, id }: RedactionOrder,
  { table }: Connection,
  terminal: Terminal,
): Promise<void> {
  const start = Date.now();
  while (await isRedacting(site, id, { table })) {
    const seconds = Math.round((Date.now() - start) / 1000);
    terminal.progress(`waiting for the pages, ${seconds} s`);
    if (Date.now() - start > PATIENCE_MS)
      throw new Failure(
        'The records are redacted, but pages that show them are not done after ten minutes: see `npx offstone verify` and the alarms.',
      );
    await pause(LOOK_MS);
  }
  terminal.progress('');
}

const unknown = ({ site, id }: RedactionOrder): Failure =>
  new Failure(`${site} has no article ${id}.`);
