import type { Command } from 'commander';
import { type Difference, verifySite } from '#domain/flows/verify-site.ts';
import { Failure } from '../failure.ts';
import { type Connection, connect } from '../stage/connect.ts';
import { type StageSite, siteNamed } from '../stage/outputs.ts';
import type { Terminal } from '../terminal.ts';
import { type CommonOptions, examples, type Running, stageCommand } from './command.ts';

interface Options extends CommonOptions {
  readonly site?: string;
}

/** `verify`: proves that every page of a site is what its records say. */
export const verifyCommand = ({ terminal, exit }: Running): Command =>
  stageCommand('verify', 'Render every page anew and compare it with the one readers get')
    .option('--site <id>', 'this site only; without, every site of the stage')
    .addHelpText(
      'after',
      `${examples('verify', 'verify --site daily --json')}\n\nExit code: 0 when all agree, 1 with a list when not.`,
    )
    .action(async (options: Options) => {
      const connection = await connect(options, terminal);
      const { outputs } = connection;
      const sites = options.site === undefined ? outputs.sites : [siteNamed(outputs, options.site)];
      const differences: Found[] = [];
      let pages = 0;
      for (const site of sites) pages += await compare(site, connection, terminal, differences);
      terminal.progress('');
      const ok = differences.length === 0;
      if (options.json) terminal.out(JSON.stringify({ ok, pages, differences }));
      terminal.note(`${pages} pages compared, ${differences.length} differ.`);
      exit(ok ? 0 : 1);
    });

type Found = Difference & { readonly site: string };

/** Compares one site's pages, tells and collects what differs; gives how many were compared. */
async function compare(
  { id, settings }: Partial<StageSite> & Pick<StageSite, 'id'>,
  connection: Connection,
  terminal: Terminal,
  differences: Found[],
): Promise<number> {
  if (!settings) throw new Failure(`The stage does not tell how ${id} is set up: deploy it again.`);
  let pages = 0;
  const progress = (compared: number): void => {
    pages = compared;
    terminal.progress(`${id}: ${compared} pages compared, ${differences.length} differ`);
  };
  const told = new Set<string>();
  for await (const difference of verifySite(id, connection, progress)) {
    const line = differenceLine(id, difference);
    // A page that several jobs render, such as a month's overview, is met once for each.
    if (told.has(line)) continue;
    told.add(line);
    differences.push({ site: id, ...difference });
    terminal.out(line);
  }
  return pages;
}

/** A difference in one line. */
export const differenceLine = (site: string, { path, problem, detail }: Difference): string =>
  `${site}${path === '' ? '' : ` ${path}`}: ${problem}${detail === undefined ? '' : ` (${detail})`}`;
