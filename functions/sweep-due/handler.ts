import { consumer } from '#adapters/consumer.ts';
import { sweepDue } from '#domain/flows/sweep-due.ts';

/** Releases what time has brought, and each minute takes up what was missed or left lying. */
export const handler = consumer(sweepDue);
