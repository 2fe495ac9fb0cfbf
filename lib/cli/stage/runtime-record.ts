import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `start` leaves for the other commands of its checkout. */
export interface RuntimeRecord {
  readonly url: string;
  readonly pid: number;
}

const fileIn = (root: string): string => join(root, '.offstone', 'runtime.json');

/** Leaves the record, unless a runtime started earlier in this checkout still runs: then that one stays the usual one. */
export function writeRuntimeRecord(root: string, record: RuntimeRecord): void {
  if (runningRuntime(root)) return;
  mkdirSync(join(root, '.offstone'), { recursive: true });
  writeFileSync(fileIn(root), `${JSON.stringify(record)}\n`);
}

/** Takes the record away, if it is still this process's: a runtime started later may have left its own. */
export function removeRuntimeRecord(root: string, pid: number): void {
  if (readRecord(root)?.pid === pid) rmSync(fileIn(root), { force: true });
}

/** The embedded runtime that runs in this checkout, if one does. */
export function runningRuntime(root: string): RuntimeRecord | undefined {
  const record = readRecord(root);
  return record && isAlive(record.pid) ? record : undefined;
}

function readRecord(root: string): RuntimeRecord | undefined {
  try {
    const record: Partial<RuntimeRecord> = JSON.parse(readFileSync(fileIn(root), 'utf8'));
    const { url, pid } = record;
    return typeof url === 'string' && typeof pid === 'number' ? { url, pid } : undefined;
  } catch {
    return undefined;
  }
}

/** Signal 0 asks only; a process of somebody else refuses, and so is alive. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
