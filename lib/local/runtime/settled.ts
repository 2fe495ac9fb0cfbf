import { setTimeout as delay } from 'node:timers/promises';
import type { Events } from '../events/open.ts';
import type { Source } from '../sources/source.ts';
import type { RunningFunction } from './functions.ts';

export interface SettledOptions {
  readonly events: Events;
  readonly sources: readonly Source[];
  readonly functions: ReadonlyMap<string, RunningFunction>;
}

const LOOK_EVERY_MS = 20;

/** So many looks in a row must find nothing under way: between two steps of the pipeline nothing shows for a moment. */
const LOOKS = 3;

/**
 * Resolves when no event waits for a target, no source has anything to hand over and no function runs. Messages that
 * are delayed on purpose do not count.
 *
 * @throws Error that names what is still under way when the time is over.
 */
export async function untilSettled(options: SettledOptions, timeoutMs: number): Promise<void> {
  const until = Date.now() + timeoutMs;
  for (let quiet = 0; quiet < LOOKS; ) {
    const busy = await underWay(options);
    quiet = busy === undefined ? quiet + 1 : 0;
    if (busy !== undefined && Date.now() > until) {
      throw new Error(`After ${timeoutMs} ms there is still work under way: ${busy}.`);
    }
    await delay(LOOK_EVERY_MS);
  }
}

async function underWay({
  events,
  sources,
  functions,
}: SettledOptions): Promise<string | undefined> {
  if (events.pending() > 0) return `${events.pending()} events on their way to targets`;
  for (const { fn } of functions.values()) if (fn.busy) return `${fn.name} is running`;
  for (const source of sources) if (!(await source.idle())) return `${source.name} has records`;
  return undefined;
}
