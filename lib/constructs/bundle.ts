import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync, type Metafile } from 'esbuild';

/** CommonJS inside the bundle may ask for Node's own modules; an ES module has no `require` of its own. */
const BANNER =
  "import{createRequire}from'node:module';const require=createRequire(import.meta.url);";

/** One function's source, and the modules it never gets to: they would only make its start slower. */
export interface BundleProps {
  /** The file that exports `handler`. */
  readonly entry: string;
  readonly outfile: string;
  /** Files imported only under a condition that never holds in this function. */
  readonly unreached: readonly string[];
}

/**
 * Bundles a function to one minified ES module with the AWS SDK inside: that starts sooner than with the SDK that
 * Lambda brings, and never changes under us.
 */
export function bundle({ entry, outfile, unreached }: BundleProps): Metafile {
  const { metafile } = buildSync({
    entryPoints: [entry],
    outfile,
    external: [...unreached],
    bundle: true,
    minify: true,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    banner: { js: BANNER },
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'error',
  });
  return metafile;
}

const folders: string[] = [];

/** Bundles are needed until the app is written, which is when the process ends. */
function removedAtExit(folder: string): void {
  if (folders.length === 0) {
    process.once('exit', () => {
      for (const each of folders) rmSync(each, { recursive: true, force: true });
    });
  }
  folders.push(folder);
}

/** A function's bundle as Lambda takes it. The asset is named by the hash of its content. */
export function bundledCode(entry: string, unreached: readonly string[]): Code {
  const folder = mkdtempSync(join(tmpdir(), 'offstone-bundle-'));
  removedAtExit(folder);
  bundle({ entry, outfile: join(folder, 'index.mjs'), unreached });
  return Code.fromAsset(folder);
}
