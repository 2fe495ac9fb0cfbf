import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Makes the templates once, before the first test: each runtime of a test runs the same. */
export default function synthesize(): void {
  const script = fileURLToPath(new URL('../../scripts/synth.mjs', import.meta.url));
  const { status } = spawnSync(process.execPath, [script], { stdio: 'inherit' });
  if (status !== 0) throw new Error('The app could not be synthesized: see the lines above.');
}
