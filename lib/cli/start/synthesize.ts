import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Failure } from '../failure.ts';

/** Makes cdk.out what the sources say, unless it is already; gives the folder. */
export async function synthesize(root: string): Promise<string> {
  const child = spawn(process.execPath, [join(root, 'scripts', 'synth.mjs')], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  const [code]: unknown[] = await once(child, 'exit');
  if (code !== 0) throw new Failure('The app could not be synthesized: see the lines above.');
  return join(root, 'cdk.out');
}
