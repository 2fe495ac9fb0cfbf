import { setTimeout as pause } from 'node:timers/promises';

/** Eight rounds wait about three seconds in all: less than any function's time, more than a table needs to split. */
const ROUNDS_MAX = 8;
const PAUSE_MS_FIRST = 25;
const PAUSE_MS_MAX = 1000;

/**
 * Hands what is left to `attempt`, which gives back what the service did not take, until nothing is left.
 * The pauses grow and are jittered over their whole length, so that writers who collided once do not meet again.
 *
 * @param what names the work in the error, when the service keeps on refusing.
 */
export async function untilTaken<T>(
  what: string,
  all: readonly T[],
  attempt: (left: readonly T[]) => Promise<readonly T[]>,
): Promise<void> {
  let left = all;
  for (let round = 0; left.length > 0; round += 1) {
    if (round === ROUNDS_MAX) {
      throw new Error(
        `${what}: ${left.length} of ${all.length} were not taken in ${ROUNDS_MAX} rounds.`,
      );
    }
    if (round > 0) await pause(Math.random() * Math.min(PAUSE_MS_MAX, PAUSE_MS_FIRST * 2 ** round));
    left = await attempt(left);
  }
}
