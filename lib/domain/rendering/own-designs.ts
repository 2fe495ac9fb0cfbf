import type { Design } from './design.ts';

/**
 * The seam for templates of a site's own: by site id, only what differs from the house. How to write one stands in
 * docs/theming.md.
 */
export const ownDesigns: Readonly<Record<string, Partial<Design>>> = {};
