import { Command } from 'commander';
import { keyText } from '#domain/ports.ts';
import { settingsKey } from '#domain/table/keys.ts';
import { DEFAULT_SOURCE } from '#events';
import { type Connection, connect } from '../stage/connect.ts';
import { siteNamed } from '../stage/outputs.ts';
import { type CommonOptions, examples, type Running, stageCommand } from './command.ts';
import { sendOne } from './one-event.ts';
import { nextRevision, objectIn } from './settings-file.ts';

interface Options extends CommonOptions {
  readonly site?: string;
  readonly source: string;
}

/** `site apply FILE`: how a site presents itself from now on. */
export const siteCommand = (running: Running): Command =>
  new Command('site').description('How a site presents itself').addCommand(
    stageCommand('apply', 'Put a site.configure event and wait until it is in force')
      .argument('<file>', 'its detail as JSON, or - for stdin; a missing revision is the next one')
      .option('--site <id>', 'the site, where the file names none')
      .option('--source <name>', 'who sends it', DEFAULT_SOURCE)
      .addHelpText('after', examples('site apply samples/events/site.json'))
      .action(async (file: string, options: Options) => {
        const given = await objectIn(file, running.terminal.stdin);
        const connection = await connect(options, running.terminal);
        const detail = await completed(given, connection, options.site);
        const sending = { source: options.source, wait: true, json: options.json };
        await sendOne({ type: 'site.configure', detail }, sending, connection, running);
      }),
  );

/** The detail with what may be left out. What is given stays as it is, right or wrong. */
async function completed(
  given: Readonly<Record<string, unknown>>,
  { outputs, table }: Connection,
  name: string | undefined,
): Promise<object> {
  const site = given['site'] ?? siteNamed(outputs, name).id;
  const known = outputs.sites.find(({ id }) => id === site);
  if (given['revision'] !== undefined || !known) return { ...given, site };
  const key = settingsKey(known.id);
  const stored = (await table.get([key])).get(keyText(key));
  return { ...given, site, revision: nextRevision(stored?.['revision']) };
}
