import { overSdk } from './over-sdk.ts';
import type { World } from './worlds.ts';

/**
 * AWS itself: a table, buckets, a distribution and a bus that nothing else uses, empty at the start, and plain queues
 * that nothing else reads, named by the OFFSTONE_* variables of a function; `OFFSTONE_TEST_EARS` is the URL of one
 * more queue, which a rule fills with the bus's events.
 */
export const onAws = (): Promise<World> => overSdk(process.env, 5, async () => {});
