import { consumer } from '#adapters/consumer.ts';
import { renderPages } from '#domain/flows/render-pages.ts';

/** Renders wanted pages from the table into the site’s bucket. */
export const handler = consumer(renderPages);
