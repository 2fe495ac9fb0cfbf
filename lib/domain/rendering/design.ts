import type { Site } from '../site/site.ts';
import { articleMain } from './article-main.ts';
import type { Dress } from './dress.ts';
import { frontMain } from './front.ts';
import { ownDesigns } from './own-designs.ts';
import { riverMain } from './river.ts';
import type { Markup } from './template.ts';
import type { ArticleView, ListView } from './view.ts';

/**
 * How the main part of each kind of page is set. Metadata, masthead, policy and cache tags stay the house's, so that no
 * template of a site's own can break what search engines, withdrawals and readers' safety rest on.
 */
export interface Design {
  readonly article: (dress: Dress, view: ArticleView) => Markup;
  /** The home front (no section) and section fronts. */
  readonly front: (dress: Dress, view: ListView, section: string | undefined) => Markup;
  /** Author and topic pages. */
  readonly river: (dress: Dress, view: ListView) => Markup;
  /** Rules that follow the house's sheet; they become part of its hash in the page's policy. */
  readonly css: string;
}

const house: Design = { article: articleMain, front: frontMain, river: riverMain, css: '' };

/** The design of a site's pages: the house's, with what the site has of its own in its place. */
export const designOf = (site: Site, own = ownDesigns): Design => ({ ...house, ...own[site.id] });
