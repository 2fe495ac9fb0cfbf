import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One folder for all that tests leave lying: also those whose process was ended before it could tidy up. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'offstone-tests-'));
  process.env['TMPDIR'] = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
