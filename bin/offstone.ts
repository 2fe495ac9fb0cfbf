#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { run } from '../lib/cli/program.ts';
import { processTerminal } from '../lib/cli/terminal.ts';

/** A reader that has seen enough (`| head`) is no failure. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 2);
});

const root = fileURLToPath(new URL('..', import.meta.url));
process.exitCode = await run(process.argv.slice(2), processTerminal(root));
