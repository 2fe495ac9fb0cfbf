import type { Readable } from 'node:stream';

/** What a command sees of the world it was started in. */
export interface Terminal {
  readonly stdin: Readable;
  /** A line on stdout: the answer. */
  readonly out: (line: string) => void;
  /** A line on stderr: what a person may want to know. */
  readonly note: (line: string) => void;
  /** The state of things on stderr's last line, where a person watches; nothing where nobody does. */
  readonly progress: (text: string) => void;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The checkout that the command is part of. */
  readonly root: string;
}

const CLEAR = '\r\u001B[K';
/** Terminals are slow, and nobody reads faster. */
const PROGRESS_MS = 100;

/** The process's own terminal. */
export function processTerminal(root: string): Terminal {
  const { stdout, stderr, stdin, env } = process;
  let shown = false;
  let last = 0;
  const clear = (): void => {
    if (shown) stderr.write(CLEAR);
    shown = false;
  };
  return {
    stdin,
    root,
    environment: env,
    out: (line) => {
      if (stdout.isTTY) clear();
      stdout.write(`${line}\n`);
    },
    note: (line) => {
      clear();
      stderr.write(`${line}\n`);
    },
    progress: (text) => {
      if (!stderr.isTTY) return;
      if (text === '') return clear();
      if (shown && Date.now() - last < PROGRESS_MS) return;
      last = Date.now();
      stderr.write(CLEAR + text.slice(0, Math.max(20, (stderr.columns ?? 80) - 1)));
      shown = true;
    },
  };
}
