#!/usr/bin/env node
/*
 * Makes a checkout ready: the packages of the lockfile, the pinned Node and, with --browser, a browser for the tests.
 * Costs a few milliseconds when all is there already. Plain JavaScript for any Node from 20 on.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser } from './browser.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const NODE_MAJOR = 24;
const STAMP = join(ROOT, 'node_modules', '.offstone-setup');
const isWindows = process.platform === 'win32';

/** Sets up what is missing; gives the Node to run everything under. Ends the process with one line when it cannot. */
export function setUp() {
  const wanted = hashOf(join(ROOT, 'package-lock.json'));
  if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== wanted) install(wanted);
  return pinnedNode() ?? ownNode();
}

const hashOf = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** The stamp is written last: a broken-off `npm ci` is done again. */
function install(stamp) {
  process.stderr.write('Installing the packages of package-lock.json …\n');
  // What npm prints goes to stderr, since stdout is the command's own; its warnings are about the Node replaced here.
  const { status, error } = spawnSync(isWindows ? 'npm.cmd' : 'npm', ['ci', '--loglevel=error'], {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
    shell: isWindows,
  });
  if (status !== 0)
    fail(`npm ci did not work${error ? ` (${error.message})` : ': see the lines above'}.`);
  writeFileSync(STAMP, stamp);
}

function pinnedNode() {
  const node = join(ROOT, 'node_modules', 'node', 'bin', isWindows ? 'node.exe' : 'node');
  if (!existsSync(node)) return undefined;
  const { status } = spawnSync(node, ['--version'], { stdio: 'ignore' });
  return status === 0 ? node : undefined;
}

function ownNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= NODE_MAJOR) return process.execPath;
  return fail(
    `There is no pinned Node for ${process.platform}-${process.arch}: install Node ${NODE_MAJOR} or later yourself (this is ${process.version}).`,
  );
}

/** A browser for the tests: one that is there, or Debian's. */
function setUpBrowser() {
  if (findBrowser()) return;
  const canInstall = process.platform === 'linux' && process.getuid?.() === 0 && hasAptGet();
  if (!canInstall) {
    fail(
      'The tests need a browser: install Chrome or Chromium (Debian’s package: chromium), or set CHROME_PATH.',
    );
  }
  process.stderr.write('Installing Debian’s package chromium for the browser tests …\n');
  aptGet('update');
  aptGet('install', '--yes', '--no-install-recommends', 'chromium');
  if (!findBrowser())
    fail('Debian’s package chromium could not be installed: set CHROME_PATH to a browser.');
}

const hasAptGet = () => spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0;

const aptGet = (...args) =>
  spawnSync('apt-get', ['--quiet', ...args], {
    stdio: ['ignore', 2, 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });

function fail(line) {
  process.stderr.write(`offstone: ${line}\n`);
  process.exit(2);
}

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) {
  setUp();
  if (process.argv.includes('--browser')) setUpBrowser();
}
