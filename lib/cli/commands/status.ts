import type { Command } from 'commander';
import { changePk, listingPk, rejectedPk, shards } from '#domain/table/keys.ts';
import { Failure } from '../failure.ts';
import { type Connection, connect } from '../stage/connect.ts';
import { type StageSite, siteNamed } from '../stage/outputs.ts';
import { type CommonOptions, examples, type Running, stageCommand } from './command.ts';
import { receiptLines, type Story, stepLine, storyOf } from './story.ts';

interface Options extends CommonOptions {
  readonly site?: string;
}

/** `status [ID]`: one article's story, or how each site is. */
export const statusCommand = ({ terminal, exit }: Running): Command =>
  stageCommand('status', 'One article’s story; without an id, how each site is')
    .argument('[id]', 'the article’s id')
    .option('--site <id>', 'the site; may be left out where there is only one')
    .addHelpText('after', examples('status', 'status cms-1008', 'status --json'))
    .action(async (id: string | undefined, options: Options) => {
      const connection = await connect(options, terminal);
      if (id === undefined) await showSites(connection, options, terminal.out);
      else await showArticle(id, connection, options, terminal.out);
      exit(0);
    });

type Out = (line: string) => void;

async function showArticle(id: string, { outputs, table }: Connection, options: Options, out: Out) {
  const site = siteNamed(outputs, options.site);
  const story = await storyOf(table, site.id, id);
  if (!story) throw new Failure(`${site.id} has no article ${id}.`);
  if (options.json) return out(JSON.stringify(storyJson(site, story)));
  for (const line of storyLines(site, story)) out(line);
}

const urlOf = ({ baseUrl }: StageSite, path: string): string => baseUrl + encodeURI(path);

function storyJson(site: StageSite, { head, state, paths, steps, id, receipts }: Story): object {
  const shown = head.live?.card ?? head.pending?.card;
  return {
    site: site.id,
    id,
    state,
    revision: head.live?.card.revision,
    headline: shown?.headline,
    urls: paths.map((path) => urlOf(site, path)),
    pending: head.pending && { revision: head.pending.revision, publishAt: head.pending.publishAt },
    withdrawal: state === 'withdrawn' ? head.withdrawal : undefined,
    steps: steps.map((step) => ({ ...step, receipt: receipts.get(step.eventId) })),
  };
}

function* storyLines(
  site: StageSite,
  { head, state, paths, steps, id, receipts }: Story,
): Generator<string> {
  const shown = head.live?.card ?? head.pending?.card;
  const revision = head.live ? `, revision ${head.live.card.revision}` : '';
  yield `${site.id}/${id}: ${state}${revision}`;
  if (shown) yield `  ${shown.headline}`;
  for (const path of paths) yield `  ${urlOf(site, path)}`;
  if (head.pending)
    yield `  revision ${head.pending.revision} goes live at ${head.pending.publishAt}`;
  for (const step of steps) {
    yield `  ${stepLine(step)}`;
    for (const line of receiptLines(receipts.get(step.eventId))) yield `    ${line}`;
  }
}

async function showSites(connection: Connection, options: Options, out: Out): Promise<void> {
  const { outputs } = connection;
  const wanted = options.site === undefined ? outputs.sites : [siteNamed(outputs, options.site)];
  const sites = await Promise.all(wanted.map((site) => siteStatus(site, connection)));
  if (options.json) return out(JSON.stringify({ sites }));
  for (const { site, url, newest, openChanges, rejectedToday } of sites) {
    out(`${site}  ${url}`);
    out(`  ${newest ? `newest article: ${newest}` : 'no article yet'}`);
    out(`  ${openChanges} changes under way, ${rejectedToday} events rejected today`);
  }
}

async function siteStatus({ id, baseUrl }: StageSite, { table }: Connection) {
  const today = new Date().toISOString().slice(0, 10);
  const [newest, rejected, changes] = await Promise.all([
    table.query({ pk: listingPk(id, ''), newestFirst: true, limit: 1 }),
    table.query({ pk: rejectedPk(id, today) }),
    Promise.all(shards.map((shard) => table.query({ pk: changePk(id, shard) }))),
  ]);
  return {
    site: id,
    url: baseUrl,
    newest: newest[0]?.sk,
    openChanges: changes.flat().length,
    rejectedToday: rejected.length,
  };
}
