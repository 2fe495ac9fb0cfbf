import { consumer } from '#adapters/consumer.ts';
import { acceptEvents } from '#domain/flows/accept-events.ts';

/** Takes publish events off the bus: commits them, or rejects them with every reason. */
export const handler = consumer(acceptEvents);
