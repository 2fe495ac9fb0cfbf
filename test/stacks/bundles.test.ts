import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { bundle } from '../../lib/constructs/bundle.ts';
import { unreachedBy } from '../../lib/stacks/code.ts';
import { FUNCTIONS, type FunctionName } from '../../lib/stacks/functions.ts';
import { grantsOf } from '../../lib/stacks/grants.ts';

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

const bundled = (name: FunctionName, withMeaning = false) =>
  bundle({
    entry: fileURLToPath(new URL(`../../functions/${name}/handler.ts`, import.meta.url)),
    outfile: join(outdir, `${name}.mjs`),
    unreached: unreachedBy(grantsOf(name, withMeaning)),
  });

test.each(Object.keys(FUNCTIONS) as FunctionName[])(
  '%s is light, and holds nothing of tests',
  (name) => {
    const { outputs, inputs } = bundled(name);

    const [output] = Object.values(outputs);
    expect((output?.bytes ?? 0) / 1024).toBeLessThan(BUDGET_KB[name]);
    expect(output?.exports).toEqual(['handler']);
    const foreign = Object.keys(inputs).filter((file) =>
      /adapters\/memory|lib\/local|lib\/stacks|bedrock|s3vectors/.test(file),
    );
    expect(foreign).toEqual([]);
  },
);

test('a model of meaning is in the one function that asks it, and only where a stage has it', () => {
  for (const name of Object.keys(FUNCTIONS) as FunctionName[]) {
    if (name === 'relate-articles') continue;
    expect(unreachedBy(grantsOf(name, true)), name).toEqual(unreachedBy(grantsOf(name, false)));
  }
  const { outputs, inputs } = bundled('relate-articles', true);
  expect(Object.keys(inputs).some((file) => file.includes('client-s3vectors'))).toBe(true);
  const [output] = Object.values(outputs);
  expect((output?.bytes ?? 0) / 1024).toBeLessThan(BUDGET_KB['relate-articles'] + 130);
});
