/*
 * Everything that can be said about the sources without running them: style, types, unused code, the contract's
 * generated files, the stage's templates. Runs all checks, then fails if any did.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BIN = join(ROOT, 'node_modules', '.bin');

/** Each with the command that says more, or mends it. */
const CHECKS = [
  ['style', 'biome', ['check', '--error-on-warnings']],
  ['types', 'tsc', ['-p', '.']],
  ['unused code', 'knip', ['--no-progress']],
  ['contract', 'node', ['scripts/contract.ts', '--check']],
  ['templates', 'node', ['scripts/synth.mjs', '--check']],
];

if (!existsSync(join(BIN, 'biome'))) {
  process.stderr.write('The tools are not installed: run “npm ci” first.\n');
  process.exit(2);
}

const failed = CHECKS.filter(([name, command, args]) => {
  const started = performance.now();
  const { status } = spawnSync(join(BIN, command), args, {
    cwd: ROOT,
    stdio: 'inherit',
    // The tools' own scripts ask for “node”: the pinned one.
    env: { ...process.env, PATH: `${BIN}${delimiter}${process.env.PATH}` },
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stderr.write(`${status === 0 ? 'ok    ' : 'failed'} ${name} (${seconds} s)\n`);
  return status !== 0;
});
process.exit(failed.length > 0 ? 1 : 0);
