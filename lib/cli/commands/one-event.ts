import { Failure } from '../failure.ts';
import { eventOf } from '../sending/prepare.ts';
import { sendEvents } from '../sending/publish.ts';
import type { Connection } from '../stage/connect.ts';
import type { Running } from './command.ts';

/** As long as a bus may take to deliver something, in practice. */
const PATIENCE_MS = 600_000;

/** Sends one event that a command made, and ends the command by its answer. */
export async function sendOne(
  event: { readonly type: string; readonly detail: object },
  options: { readonly source: string; readonly wait: boolean; readonly json?: boolean | undefined },
  connection: Connection,
  { terminal, exit }: Running,
): Promise<void> {
  const { source, wait } = options;
  const prepared = eventOf(event.type, event.detail, source);
  if (!prepared) throw new Failure(`The detail of this ${event.type} is nested too deeply.`);
  const tally = await sendEvents([prepared], connection, terminal, {
    wait,
    patienceMs: PATIENCE_MS,
    preparing: { source, drop: connection.outputs.drop },
  });
  if (options.json) terminal.out(JSON.stringify(tally.summary()));
  exit(tally.rejected > 0 ? 1 : 0);
}
