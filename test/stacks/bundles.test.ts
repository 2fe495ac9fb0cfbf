import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { bundle } from '../../lib/constructs/bundle.ts';
import { unreachedBy } from '../../lib/stacks/code.ts';
import { FUNCTIONS, type FunctionName } from '../../lib/stacks/functions.ts';

const outdir = mkdtempSync(join(tmpdir(), 'offstone-bundles-'));
afterAll(() => rmSync(outdir, { recursive: true }));

/** What each may weigh, in KB: a tenth above what it weighed when this was written. 1 MB takes about 50 ms to load. */
const BUDGET_KB: Readonly<Record<FunctionName, number>> = {
  // Of these, 533 are the tables that turn every script's letters to ASCII.
  'accept-events': 1600,
  'plan-pages': 490,
  'render-pages': 820,
  'relate-articles': 700,
  'announce-outcomes': 780,
  'sweep-due': 500,
};

test.each(Object.keys(FUNCTIONS) as FunctionName[])(
  '%s is light, and holds nothing of tests',
  (name) => {
    const { outputs, inputs } = bundle({
      entry: fileURLToPath(new URL(`../../functions/${name}/handler.ts`, import.meta.url)),
      outfile: join(outdir, `${name}.mjs`),
      unreached: unreachedBy(name),
    });

    const [output] = Object.values(outputs);
    expect((output?.bytes ?? 0) / 1024).toBeLessThan(BUDGET_KB[name]);
    expect(output?.exports).toEqual(['handler']);
    const foreign = Object.keys(inputs).filter((file) =>
      /adapters\/memory|lib\/local|lib\/stacks/.test(file),
    );
    expect(foreign).toEqual([]);
  },
);
