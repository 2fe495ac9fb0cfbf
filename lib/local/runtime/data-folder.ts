import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const MARKER = 'offstone.json';
const FORMAT = 1;

/** What may lie in a folder that an earlier start left before it was one. */
const HARMLESS: ReadonlySet<string> = new Set([
  'lock.json',
  `${MARKER}.new`,
  '.gitkeep',
  '.DS_Store',
]);

/**
 * Makes sure that the folder is one of ours, or is new and can be.
 *
 * @throws Error in one line that says what to do.
 */
export function openDataFolder(folder: string): void {
  const marker = join(folder, MARKER);
  try {
    mkdirSync(folder, { recursive: true });
    if (!existsSync(marker)) begin(folder, marker);
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    if (cause instanceof ForeignFolder) throw cause;
    throw new Error(
      `The data folder ${folder} cannot be written (${reason(cause)}): give it write permission, or start with another --data folder.`,
      { cause },
    );
  }
  if (readFormat(marker) !== FORMAT) {
    throw new Error(
      `The data folder ${folder} was written by another version or only in part (${MARKER}): move it away, or start with another --data folder.`,
    );
  }
}

class ForeignFolder extends Error {}

function begin(folder: string, marker: string): void {
  const foreign = readdirSync(folder).find((name) => !HARMLESS.has(name));
  if (foreign !== undefined) {
    throw new ForeignFolder(
      `${folder} holds something else (${foreign}): start with an empty --data folder.`,
    );
  }
  writeFileSync(`${marker}.new`, JSON.stringify({ format: FORMAT }));
  renameSync(`${marker}.new`, marker);
}

function readFormat(marker: string): unknown {
  try {
    return JSON.parse(readFileSync(marker, 'utf8'))?.format;
  } catch {
    return undefined;
  }
}

const reason = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
