#!/usr/bin/env node
/*
 * Synthesizes the app into cdk.out: offline, without credentials, and not at all when nothing it depends on changed.
 * Plain JavaScript, so that any Node can start it; the app itself runs under the Node that package.json pins.
 *
 *   node scripts/synth.mjs [--stage NAME] [--meaning] [--check] [--out DIR]
 *
 * --meaning gives the local stage a model of meaning, which it has not by itself.
 * --check leaves the folder as it is: where it is out of date, the app is synthesized elsewhere, to see that it can be.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Everything a template or a bundle is made of. */
const INPUTS = [
  'bin/app.ts',
  'events',
  'functions',
  'lib',
  'cdk.json',
  'package-lock.json',
  'scripts/synth.mjs',
];

/** What is never part of a bundle or a template. */
const NOT_INPUTS = new Set(['lib/adapters/memory', 'lib/cli', 'lib/local', 'lib/simulation']);

const STAMP = 'offstone.stamp';

const { values } = parseArgs({
  options: {
    stage: { type: 'string', default: 'local' },
    out: { type: 'string', default: 'cdk.out' },
    meaning: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
  },
});
const out = join(ROOT, values.out);
const stage = values.meaning ? `${values.stage}-with-meaning` : values.stage;
const stamp = `${stage} ${hashOf(INPUTS)}`;
const known = join(out, STAMP);

if (existsSync(known) && readFileSync(known, 'utf8') === stamp) {
  process.exit(0);
}
if (values.check) {
  const scratch = mkdtempSync(join(tmpdir(), 'offstone-synth-'));
  const status = synthesize(scratch);
  rmSync(scratch, { recursive: true, force: true });
  process.exit(status);
}
// Beside it first and then in its place, so that two that synthesize at once cannot spoil each other's.
const beside = `${out}.${process.pid}`;
const status = synthesize(beside);
if (status === 0) {
  writeFileSync(join(beside, STAMP), stamp);
  rmSync(out, { recursive: true, force: true });
  renameSync(beside, out);
} else rmSync(beside, { recursive: true, force: true });
process.exit(status);

/** Runs the app as the CDK's own command line would: cdk.json's context, and where to write, by environment. */
function synthesize(folder) {
  const { context } = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8'));
  const node = join(ROOT, 'node_modules', '.bin', 'node');
  const { status, error } = spawnSync(existsSync(node) ? node : process.execPath, ['bin/app.ts'], {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
    env: {
      ...process.env,
      CDK_OUTDIR: folder,
      CDK_CONTEXT_JSON: JSON.stringify({
        ...context,
        stage: values.stage,
        ...(values.meaning && { meaning: true }),
      }),
    },
  });
  if (error) throw error;
  return status ?? 1;
}

/** A hash over names and contents of all files below `paths`. */
function hashOf(paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap(filesBelow)) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(ROOT, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesBelow(path) {
  if (NOT_INPUTS.has(path) || !existsSync(join(ROOT, path))) return [];
  if (/\.\w+$/.test(path)) return [path];
  return readdirSync(join(ROOT, path))
    .sort()
    .flatMap((name) => filesBelow(`${path}/${name}`));
}
