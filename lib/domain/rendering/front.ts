import { type Dress, dotted } from './dress.ts';
import { frontHead } from './front-head.ts';
import { sectionBlocks } from './section-blocks.ts';
import { sectionLink } from './section-link.ts';
import { storyFlow } from './story-flow.ts';
import { html, type Markup } from './template.ts';
import type { ListView } from './view.ts';

/** The home front or a section's: curated order first, then newest first, by weight rather than in one column. */
export function frontMain(dress: Dress, view: ListView, section: string | undefined): Markup {
  const [lead, ...others] = [...view.pins, ...view.cards];
  const heading = section !== undefined && sectionHeading(dress, view, section);
  if (!lead) return html`${heading}<p class="head sf">${dress.words.nothing}</p>`;
  const { markup, rest, shown } = frontHead(dress, [lead, ...others], newestOf(view), section);
  return html`${heading}${markup}${
    section === undefined ? sectionBlocks(dress, rest, shown) : storyFlow(dress, rest, shown)
  }`;
}

/** A section's name between the section above it and those below. */
function sectionHeading(dress: Dress, view: ListView, section: string): Markup {
  const parent = section.includes('/') ? section.slice(0, section.lastIndexOf('/')) : undefined;
  const within = view.site.settings.sections.filter(
    (each) =>
      each.path.startsWith(`${section}/`) && !each.path.slice(section.length + 1).includes('/'),
  );
  return html`<header class="head">
${parent !== undefined && html`<p class="kick">${sectionLink(dress, parent)}</p>\n`}<h1 class="big">${view.title}</h1>
${within.length > 0 && html`<p class="kick dot">${dotted(...within.map((each) => sectionLink(dress, each.path)))}</p>\n`}</header>
`;
}

const newestOf = (view: ListView): string =>
  [...view.pins, ...view.cards].reduce(
    (latest, card) => (card.publishedAt > latest ? card.publishedAt : latest),
    '',
  );
