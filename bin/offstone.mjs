#!/usr/bin/env node
/*
 * `npx offstone …`: sets the checkout up if need be, then runs the command line under the Node that package.json pins.
 * Plain JavaScript for any Node from 20 on.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { setUp } from '../scripts/setup.mjs';

const node = setUp();
const script = fileURLToPath(new URL('offstone.ts', import.meta.url));
const child = spawn(node, [script, ...process.argv.slice(2)], { stdio: 'inherit' });
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  process.stderr.write(`offstone: ${node} does not start: ${error.message}\n`);
  process.exit(2);
});
child.on('exit', (code, signal) => {
  if (signal === null) process.exit(code ?? 2);
  // Ends as the child ended, so that a shell sees the same.
  for (const each of SIGNALS) process.removeAllListeners(each);
  process.kill(process.pid, signal);
});
