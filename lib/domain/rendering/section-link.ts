import { listPath, sectionTitle } from './addresses.ts';
import { type Dress, tongue } from './dress.ts';
import { html, type Markup } from './template.ts';
import { encodedPath } from './url.ts';

/** A section's name as a link to its front, in the site's language whatever is around it. */
export const sectionLink = (dress: Dress, section: string): Markup =>
  html`<a href="${encodedPath(listPath(`section:${section}`))}"${tongue(dress, dress.site.settings.language)}>${sectionTitle(dress.site, section)}</a>`;
