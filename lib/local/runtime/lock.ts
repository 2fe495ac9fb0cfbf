import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

const Holder = v.object({
  pid: v.number(),
  /** Tells processes apart that had the same id one after the other. */
  born: v.string(),
  port: v.number(),
});

/** The runtime that uses a data folder. */
export type Holder = v.InferOutput<typeof Holder>;

const lockFile = (folder: string): string => join(folder, 'lock.json');

/** Folders this process holds itself: its own id on a lock proves nothing after a restart in a container. */
const held = new Set<string>();

/** The runtime that is using the folder now, if one is. */
export function lockHolder(folder: string): Holder | undefined {
  try {
    const holder = v.parse(Holder, JSON.parse(readFileSync(lockFile(folder), 'utf8')));
    const lives = holder.pid === process.pid ? held.has(folder) : isAlive(holder);
    return lives ? holder : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Takes the folder for this process, over from one that died if need be; returns the way to let go.
 *
 * @throws Error in one line when another runtime uses it.
 */
export function lock(folder: string, port: number): () => void {
  const holder = lockHolder(folder);
  if (holder) {
    throw new Error(
      `${folder} is in use by the runtime at http://127.0.0.1:${holder.port} (process ${holder.pid}): stop it, or start with another --data folder.`,
    );
  }
  rmSync(lockFile(folder), { force: true });
  const mine: Holder = { pid: process.pid, born: birth(process.pid), port };
  try {
    writeFileSync(lockFile(folder), JSON.stringify(mine), { flag: 'wx' });
  } catch (cause) {
    throw new Error(`${folder} was just taken by another runtime.`, { cause });
  }
  held.add(folder);
  return () => {
    held.delete(folder);
    rmSync(lockFile(folder), { force: true });
  };
}

function isAlive({ pid, born }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, but is someone else's.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return birth(pid) === born;
}

/** When a process began, where the system tells (field 22 of /proc/<pid>/stat); else nothing. */
function birth(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
