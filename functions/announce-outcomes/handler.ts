import { consumer } from '#adapters/consumer.ts';
import { announceOutcomes } from '#domain/flows/announce-outcomes.ts';

/** Tells senders how their events ended, once readers see it, and closes finished changes. */
export const handler = consumer(announceOutcomes);
