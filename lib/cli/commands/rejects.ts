import type { Command } from 'commander';
import type { Item, Table } from '#domain/ports.ts';
import { rejectedPk } from '#domain/table/keys.ts';
import type { Reason } from '#events';
import { connect } from '../stage/connect.ts';
import {
  type CommonOptions,
  examples,
  type Running,
  stageCommand,
  wholeNumber,
} from './command.ts';

interface Options extends CommonOptions {
  readonly site?: string;
  readonly days: number;
}

interface Reject {
  readonly at: string;
  readonly eventId: string;
  readonly type: string;
  readonly source: string;
  readonly site?: unknown;
  readonly id?: unknown;
  readonly revision?: unknown;
  readonly reasons: readonly Reason[];
}

/** `rejects`: what was turned away, and why. */
export const rejectsCommand = ({ terminal, exit }: Running): Command =>
  stageCommand('rejects', 'What was rejected and why, newest last; kept for 30 days')
    .option('--site <id>', 'of this site only; without, also what named no site')
    .option('--days <number>', 'so many days back', wholeNumber(1), 1)
    .addHelpText('after', examples('rejects', 'rejects --days 7 --site daily', 'rejects --json'))
    .action(async (options: Options) => {
      const { outputs, table } = await connect(options, terminal);
      const sites =
        options.site === undefined ? ['', ...outputs.sites.map(({ id }) => id)] : [options.site];
      const rejects = await rejectedOf(table, sites, lastDays(options.days, Date.now()));
      if (options.json) terminal.out(JSON.stringify({ rejects }));
      else for (const reject of rejects) terminal.out(rejectText(reject));
      if (rejects.length === 0) terminal.note('Nothing was rejected.');
      exit(0);
    });

const DAY_MS = 86_400_000;

/** The last `count` days in UTC, oldest first, today included. */
export const lastDays = (count: number, now: number): readonly string[] =>
  Array.from({ length: count }, (_, n) =>
    new Date(now - (count - 1 - n) * DAY_MS).toISOString().slice(0, 10),
  );

async function rejectedOf(
  table: Table,
  sites: readonly string[],
  days: readonly string[],
): Promise<readonly Reject[]> {
  const items = await Promise.all(
    sites.flatMap((site) => days.map((day) => table.query({ pk: rejectedPk(site, day) }))),
  );
  return items
    .flat()
    .map(rejectOf)
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}

function rejectOf({ sk, at, id, type, source, site, revision, reasons }: Item): Reject {
  // The item's own id gives way to the article's where the event had one.
  const eventId = sk.slice(sk.indexOf('#') + 1);
  return {
    at: String(at),
    eventId,
    type: String(type),
    source: String(source),
    site,
    id: id === eventId ? undefined : id,
    revision,
    reasons: Array.isArray(reasons) ? reasons.map(reasonOf) : [],
  };
}

function reasonOf(stored: unknown): Reason {
  const { path = '', message = '' }: Partial<Reason> = Object(stored);
  return { path, message };
}

/** A rejection as lines: what it was, and each reason. */
export function rejectText({ at, type, site, id, revision, source, reasons }: Reject): string {
  const what = [site, id, revision === undefined ? undefined : `revision ${String(revision)}`]
    .filter((part) => part !== undefined)
    .map(String)
    .join(' ');
  const head = `${at}  ${type} from ${source}${what ? `: ${what}` : ''}`;
  return [head, ...reasons.map(({ path, message }) => `  ${path} ${message}`)].join('\n');
}
