import { consumer } from '#adapters/consumer.ts';
import { planPages } from '#domain/flows/plan-pages.ts';

/** Turns committed changes into render jobs, from the table’s stream. */
export const handler = consumer(planPages);
