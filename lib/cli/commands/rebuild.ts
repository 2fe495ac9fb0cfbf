import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { configuredSite } from '#domain/flows/sites.ts';
import type { Cause } from '#domain/graph/change.ts';
import type { ArticleId, SiteId } from '#domain/ids.ts';
import type { Item, Ports } from '#domain/ports.ts';
import { opinionOf } from '#domain/related/meaning.ts';
import { rebuildRelated } from '#domain/related/rebuild.ts';
import { forgetStrays } from '#domain/related/strays.ts';
import { changeItem } from '#domain/table/records.ts';
import { instant } from '#domain/time.ts';
import { failureLine } from '../failure.ts';
import { type Connection, connect } from '../stage/connect.ts';
import { siteNamed } from '../stage/outputs.ts';
import type { Terminal } from '../terminal.ts';
import { type CommonOptions, examples, type Running, stageCommand } from './command.ts';

interface Options extends CommonOptions {
  readonly site?: string;
  readonly related?: boolean;
}

/** `rebuild`: every page, or every related list, made anew from the records. */
export const rebuildCommand = ({ terminal, exit }: Running): Command =>
  stageCommand('rebuild', 'Make every page anew from the records, behind the day’s news')
    .option('--site <id>', 'the site; may be left out where there is only one')
    .option('--related', 'compute related posts and their statistics anew first')
    .addHelpText('after', examples('rebuild', 'rebuild --related --site daily'))
    .action(async (options: Options) => {
      const connection = await connect(options, terminal);
      const { id } = siteNamed(connection.outputs, options.site);
      const related = options.related ? await relateAnew(id, connection, terminal) : undefined;
      await connection.table.write([{ put: changeOf(id, { what: 'everything' }) }]);
      if (options.json) terminal.out(JSON.stringify({ site: id, related, pages: 'under way' }));
      else
        terminal.out(
          `${id}: its pages are on their way; \`npx offstone verify\` says when all are done.`,
        );
      exit(0);
    });

async function relateAnew(id: SiteId, connection: Connection, terminal: Terminal): Promise<number> {
  const { table, drop, meaning } = connection;
  const silences: string[] = [];
  const context = {
    table,
    drop,
    site: await configuredSite(connection, id),
    now: now(),
    cache: new Map(),
    opinion: meaning && opinionOf(meaning, id, (line) => void silences.push(silenceIn(line))),
    change: (ids: readonly ArticleId[]) => changeOf(id, { what: 'related', ids }),
  };
  const related = await rebuildRelated(context, (count) =>
    terminal.progress(`${id}: ${count} articles related`),
  );
  terminal.progress('');
  terminal.note(`${id}: ${related} articles related anew.`);
  if (meaning) {
    try {
      const strays = await forgetStrays(table, id, meaning);
      if (strays > 0)
        terminal.note(`${id}: vectors of articles that nobody sees, removed: ${strays}.`);
    } catch (error) {
      silences.push(failureLine(error));
    }
  }
  if (silences.length > 0) terminal.note(silenceNote(silences));
  return related;
}

/** Why the model could not say, in a line. */
const silenceIn = ({ what, error, missing }: Parameters<Ports['log']>[0]): string =>
  typeof error === 'string'
    ? (error.split('\n')[0] ?? error)
    : `${what}: no answer about ${Array.isArray(missing) ? missing.join(', ') : 'an article'}.`;

const silenceNote = (silences: readonly string[]): string =>
  `The model of meaning failed ${silences.length} times, first so: ${silences[0]} Lists keep what it said of them before; once it answers, run this again.`;

const now = () => instant(Date.now());

const changeOf = (site: SiteId, cause: Cause): Item =>
  changeItem(`rebuild|${randomUUID()}`, {
    kind: 'change',
    site,
    at: now(),
    lane: 'bulk',
    cause,
    announce: [],
  });
