import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../failure.ts';
import { alone } from './alone.ts';

/**
 * The synthesized app as the sources are now: synthesized only when they changed.
 *
 * A runtime gets a copy of its own kind, because cdk.out changes under it as soon as another one is started from newer
 * sources, and a function that had not run yet would find its bundle gone.
 *
 * @param meaning whether the stage is to have a model of meaning. It is synthesized apart: the other is everybody's.
 */
export async function synthesize(root: string, meaning: boolean): Promise<string> {
  const scratch = join(root, '.offstone');
  mkdirSync(scratch, { recursive: true });
  return await alone(join(scratch, 'synth.lock'), async () => {
    const out = meaning ? 'cdk.out.meaning' : 'cdk.out';
    await runSynth(root, ['--out', out, ...(meaning ? ['--meaning'] : [])]);
    return copyOf(join(root, out), join(scratch, 'app'));
  });
}

async function runSynth(root: string, args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'scripts', 'synth.mjs'), ...args], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  const [code]: unknown[] = await once(child, 'exit');
  if (code !== 0) throw new Failure('The app could not be synthesized: see the lines above.');
}

/** The copy of a synthesized app among `copies`, named by the stamp that says what it was made of. */
function copyOf(cdkOut: string, copies: string): string {
  const stamp = readFileSync(join(cdkOut, 'offstone.stamp'), 'utf8');
  const copy = join(copies, stamp.replace(/\W+/g, '-'));
  if (existsSync(copy)) {
    const now = new Date();
    utimesSync(copy, now, now);
    return copy;
  }
  mkdirSync(copies, { recursive: true });
  removeOld(copies);
  rmSync(`${copy}.new`, { recursive: true, force: true });
  cpSync(cdkOut, `${copy}.new`, { recursive: true });
  renameSync(`${copy}.new`, copy);
  return copy;
}

const KEPT_MS = 3 * 86_400_000;

/** Each is 5 MB; no laptop's runtime is older than a long weekend. */
function removeOld(copies: string): void {
  for (const name of readdirSync(copies)) {
    const copy = join(copies, name);
    if (Date.now() - statSync(copy).mtimeMs > KEPT_MS)
      rmSync(copy, { recursive: true, force: true });
  }
}
