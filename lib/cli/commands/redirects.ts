import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Command } from 'commander';
import {
  type Loaded,
  listRedirects,
  loadRedirects,
  openLoads,
  targetText,
} from '#domain/flows/load-redirects.ts';
import { type Legacy, legacyOf } from '#domain/redirects/legacy.ts';
import { instant } from '#domain/time.ts';
import { Failure } from '../failure.ts';
import { type RedirectRow, redirectRows } from '../reading/redirect-rows.ts';
import { sourcesOf } from '../reading/sources.ts';
import { type Connection, connect } from '../stage/connect.ts';
import { type StageSite, siteNamed } from '../stage/outputs.ts';
import type { Terminal } from '../terminal.ts';
import { type CommonOptions, examples, type Running, stageCommand } from './command.ts';

interface Options extends CommonOptions {
  readonly site?: string;
}

/** `redirects load FILE`, `redirects list`: addresses of the time before Offstone. */
export const redirectsCommand = (running: Running): Command =>
  new Command('redirects')
    .description('Addresses of the time before Offstone')
    .addCommand(loadCommand(running))
    .addCommand(listCommand(running));

const loadCommand = ({ terminal, exit }: Running): Command =>
  stageCommand('load', 'Have old addresses lead to where things are now')
    .argument(
      '<file>',
      'CSV (from,to) or JSON ({"from","to"}, a list or a line each), or - for stdin',
    )
    .option('--site <id>', 'the site; may be left out where there is only one')
    .addHelpText(
      'after',
      `${examples(
        'redirects load old-addresses.csv --site daily',
        'redirects load old-addresses.ndjson --site daily --json',
      )}

from: a path, or an address whose host no longer matters. to: an article’s id, a path of the site, or an http(s)
address. Chains are made short; loops answer 410. What is loaded stays: loading it again changes nothing, and an address
that somebody has is never taken. Exit code: 0 when all are loaded, 1 with a list when not.`,
    )
    .action(async (file: string, options: Options) => {
      const [source] = await sourcesOf([file], terminal.stdin);
      if (!source) throw new Failure(`${file}: there is no such file.`);
      const rows = await redirectRows(source);
      const connection = await connect(options, terminal);
      const site = siteNamed(connection.outputs, options.site);
      const ends = await load(rows, site, connection, terminal);
      if (options.json) terminal.out(JSON.stringify({ site: site.id, ...ends }));
      exit(ends.conflicts.length > 0 ? 1 : 0);
    });

const listCommand = ({ terminal, exit }: Running): Command =>
  stageCommand('list', 'Every redirect that was loaded, by address')
    .option('--site <id>', 'the site; may be left out where there is only one')
    .addHelpText('after', examples('redirects list --site daily', 'redirects list --json'))
    .action(async (options: Options) => {
      const connection = await connect(options, terminal);
      const site = siteNamed(connection.outputs, options.site).id;
      const all = await listRedirects(site, connection);
      const redirects = all.map(({ from, to }) => ({ from, to: targetText(to) }));
      if (options.json) terminal.out(JSON.stringify({ site, redirects }));
      else for (const { from, to } of redirects) terminal.out(`${from} → ${to}`);
      exit(0);
    });

interface Ends {
  readonly loaded: number;
  readonly known: number;
  readonly conflicts: readonly { readonly from: string; readonly problem: string }[];
}

async function load(
  rows: readonly RedirectRow[],
  site: StageSite,
  connection: Connection,
  terminal: Terminal,
): Promise<Ends> {
  const { legacies, conflicts } = readable(rows, site);
  const count = { loaded: 0, known: 0 };
  const ports = {
    ...connection,
    now: () => instant(Date.now()),
    nonce: () => randomBytes(16).toString('hex'),
  };
  const note = (one: Loaded): void => {
    if (one.end === 'conflict') conflicts.push({ from: one.from, problem: one.problem });
    else count[one.end]++;
  };
  for await (const some of loadRedirects(site.id, legacies, ports)) {
    some.forEach(note);
    terminal.progress(
      `${count.loaded + count.known + conflicts.length} of ${rows.length} redirects`,
    );
  }
  await untilDone(site, connection, terminal);
  for (const { from, problem } of conflicts) terminal.out(`${from}: ${problem}`);
  terminal.note(
    `${count.loaded} loaded, ${count.known} known before, ${conflicts.length} not loaded.`,
  );
  return { ...count, conflicts };
}

/** The rows as redirects, each address once; what cannot be read is told of with its line. */
function readable(
  rows: readonly RedirectRow[],
  site: StageSite,
): {
  readonly legacies: readonly Legacy[];
  readonly conflicts: { from: string; problem: string }[];
} {
  const legacies = new Map<string, Legacy>();
  const conflicts: { from: string; problem: string }[] = [];
  for (const { from, to, line } of rows) {
    const legacy = legacyOf(from, to, site);
    if ('problem' in legacy) {
      conflicts.push({ from, problem: `line ${line}: ${legacy.problem}` });
      continue;
    }
    const first = legacies.get(legacy.from);
    if (!first) legacies.set(legacy.from, legacy);
    else if (targetText(first.to) !== targetText(legacy.to))
      conflicts.push({ from, problem: `line ${line}: stands in the list before, with another to` });
  }
  return { legacies: [...legacies.values()], conflicts };
}

const LOOK_MS = 500;
const PATIENCE_MS = 1_800_000;

async function untilDone(
  { id }: StageSite,
  { table }: Connection,
  terminal: Terminal,
): Promise<void> {
  const start = Date.now();
  for (;;) {
    const open = await openLoads(id, { table });
    terminal.progress(open === 0 ? '' : `waiting for the pages: ${open} groups left`);
    if (open === 0) return;
    if (Date.now() - start > PATIENCE_MS)
      throw new Failure(
        'The redirects are stored, but their pages are not done after half an hour: see the alarms.',
      );
    await pause(LOOK_MS);
  }
}
