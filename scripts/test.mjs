// Runs every test, prints what ran, and passes vitest's own verdict on. Arguments are passed to vitest.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const node = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));

const run = spawn(node, [vitest, 'run', ...process.argv.slice(2)], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => run.kill(signal));
run.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
