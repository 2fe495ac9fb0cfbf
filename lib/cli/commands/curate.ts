import type { Command } from 'commander';
import { keyText } from '#domain/ports.ts';
import { curatedList } from '#domain/publishing/accept-curation.ts';
import { curationKey } from '#domain/table/keys.ts';
import { DEFAULT_SOURCE, parseEvent } from '#events';
import { Failure } from '../failure.ts';
import { type Connection, connect } from '../stage/connect.ts';
import { siteNamed } from '../stage/outputs.ts';
import { type CommonOptions, examples, type Running, stageCommand } from './command.ts';
import { sendOne } from './one-event.ts';
import { nextRevision, objectIn } from './settings-file.ts';

interface Options extends CommonOptions {
  readonly site?: string;
  readonly front?: string;
  readonly pin?: readonly string[];
  readonly clear?: boolean;
  readonly source: string;
}

type Detail = Readonly<Record<string, unknown>>;

/** `curate`: the hand-picked head of a front. */
export const curateCommand = (running: Running): Command =>
  stageCommand('curate', 'Put a front.curate event and wait until it is in force')
    .argument('[file]', 'its detail as JSON, or - for stdin; a missing revision is the next one')
    .option('--site <id>', 'the site, where the file names none')
    .option('--front <path>', 'without a file: the front, / for the home front')
    .option('--pin <id...>', 'without a file: the articles to show first, in this order')
    .option('--clear', 'without a file: no article is pinned any more')
    .option('--source <name>', 'who sends it', DEFAULT_SOURCE)
    .addHelpText(
      'after',
      examples(
        'curate samples/events/curate-home.json',
        'curate --front / --pin cms-1008 cms-1106',
        'curate --front world --clear',
      ),
    )
    .action(async (file: string | undefined, options: Options) => {
      const given =
        file === undefined ? fromOptions(options) : await objectIn(file, running.terminal.stdin);
      const connection = await connect(options, running.terminal);
      const detail = await completed(given, connection, options.site);
      const sending = { source: options.source, wait: true, json: options.json };
      await sendOne({ type: 'front.curate', detail }, sending, connection, running);
    });

function fromOptions({ front, pin = [], clear = false }: Options): Detail {
  if (front === undefined || (pin.length === 0) === !clear) {
    throw new Failure('Name a file, or a --front with the --pin of each article (or --clear).');
  }
  return { front, pins: pin.map((id) => ({ id })) };
}

/** The detail with what may be left out. What is given stays as it is, right or wrong. */
async function completed(
  given: Detail,
  { outputs, table }: Connection,
  name: string | undefined,
): Promise<Detail> {
  const detail = { ...given, site: given['site'] ?? siteNamed(outputs, name).id };
  if ('revision' in detail) return detail;
  const first = { ...detail, revision: 1 };
  const parsed = parseEvent('front.curate', first);
  if (!parsed.ok || parsed.event.type !== 'front.curate') return first;
  const known = outputs.sites.find(({ id }) => id === detail.site);
  if (!known) return first;
  const key = curationKey(known.id, curatedList(parsed.event.detail));
  const stored = (await table.get([key])).get(keyText(key));
  return { ...detail, revision: nextRevision(stored?.['revision']) };
}
