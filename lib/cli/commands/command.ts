import { Command, InvalidArgumentError } from 'commander';
import type { StageOptions } from '../stage/connect.ts';
import type { Terminal } from '../terminal.ts';

/** What every command gets: its terminal, and a way to say how it ended. */
export interface Running {
  readonly terminal: Terminal;
  /** 0: done. 1: done, and the answer is no. 2: it could not run. */
  readonly exit: (code: 0 | 1 | 2) => void;
}

export interface CommonOptions extends StageOptions {
  readonly json?: boolean;
}

/** A command that talks to a stage. */
export const stageCommand = (name: string, about: string): Command =>
  new Command(name)
    .description(about)
    .option('--endpoint <url>', 'an embedded runtime’s address, like http://127.0.0.1:4800')
    .option('--stage <name>', 'a stage deployed to AWS (default: prod)')
    .option('--json', 'print one JSON object as the last line');

/** Examples below a command's help. */
export const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  $ npx offstone ${line}`).join('\n')}`;

/** An option's value that must be a whole number of at least `min`. */
export const wholeNumber =
  (min: number) =>
  (text: string): number => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(number) || number < min) {
      throw new InvalidArgumentError(`It must be a whole number of at least ${min}.`);
    }
    return number;
  };
