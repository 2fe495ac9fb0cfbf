import { sectionHref, topSections } from './chrome.ts';
import { type Dress, tongue } from './dress.ts';
import { html, type Markup } from './template.ts';

/**
 * Where to read on from a page that has nothing to read: the front and every section. Made of settings alone, so that
 * such a page stays true without being rendered at each publish.
 */
export function elsewhere(dress: Dress): Markup {
  const { settings } = dress.site;
  const lang = tongue(dress, settings.language);
  return html`
<section class="blk" aria-labelledby="on">
<h2 class="lab" id="on">${dress.words.sections}</h2>
<ul class="cols rel">
<li class="plain"><a href="/">${dress.words.frontPage}</a></li>
${topSections(settings).map((section) => html`<li class="plain"><a href="${sectionHref(section)}"${lang}>${section.title}</a></li>\n`)}</ul>
</section>`;
}
