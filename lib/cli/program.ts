import { Command, CommanderError } from 'commander';
import { benchCommand } from './commands/bench.ts';
import type { Running } from './commands/command.ts';
import { curateCommand } from './commands/curate.ts';
import { historyCommand } from './commands/history.ts';
import { publishCommand } from './commands/publish.ts';
import { rebuildCommand } from './commands/rebuild.ts';
import { redactCommand } from './commands/redact.ts';
import { redirectsCommand } from './commands/redirects.ts';
import { rejectsCommand } from './commands/rejects.ts';
import { relatedCommand } from './commands/related.ts';
import { simulateCommand } from './commands/simulate.ts';
import { siteCommand } from './commands/site-apply.ts';
import { startCommand } from './commands/start.ts';
import { statusCommand } from './commands/status.ts';
import { verifyCommand } from './commands/verify.ts';
import { withdrawCommand } from './commands/withdraw.ts';
import { failureLine } from './failure.ts';
import type { Terminal } from './terminal.ts';

const COMMANDS = [
  startCommand,
  publishCommand,
  withdrawCommand,
  siteCommand,
  curateCommand,
  statusCommand,
  historyCommand,
  relatedCommand,
  redactCommand,
  redirectsCommand,
  rejectsCommand,
  verifyCommand,
  rebuildCommand,
  simulateCommand,
  benchCommand,
];

/** Runs one command line; gives the exit code. Whatever goes wrong is one line on stderr. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  let code = 0;
  const running: Running = { terminal, exit: (given) => (code = given) };
  const program = offstone(running);
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    terminal.progress('');
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    terminal.note(`offstone: ${failureLine(error)}`);
    return 2;
  }
}

/** The command line, whole. */
export function offstone(running: Running): Command {
  const { terminal } = running;
  const program = new Command('offstone')
    .description('Offstone: from an editorial system’s events to pages')
    .configureOutput({
      writeOut: (text) => terminal.out(text.replace(/\n$/, '')),
      writeErr: (text) => terminal.note(text.replace(/\n$/, '')),
    })
    .showSuggestionAfterError()
    .exitOverride()
    .addHelpText(
      'after',
      '\nCommands that talk to a site use the runtime started in this checkout, or --endpoint, or AWS.\n`npx offstone COMMAND --help` tells more about each.',
    );
  for (const make of COMMANDS) {
    const command = make(running);
    for (const each of [command, ...command.commands]) each.copyInheritedSettings(program);
    program.addCommand(command);
  }
  return program;
}
