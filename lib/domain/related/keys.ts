import type { ArticleId, Instant, SiteId } from '../ids.ts';
import type { Item, Key } from '../ports.ts';
import { articlePk } from '../table/keys.ts';
import { hashText } from './vector.ts';

/** What the engine keeps of an article (`Profile`). */
export const termsKey = (site: SiteId, id: ArticleId): Key => ({
  pk: articlePk(site, id),
  sk: 'TERMS',
});

/** The articles found by a term: a string set of `Posting`s. One partition a term, so that a story's heat spreads. */
export const postingsKey = (site: SiteId, language: string, hash: number): Key => ({
  pk: `${site}#T#${language}#${hashText(hash)}`,
  sk: '-',
});

/** Articles of one language in order of time: of a section, or (`''`) of the site. */
export const timelinePk = (site: SiteId, language: string, section: string): string =>
  `${site}#F#${language}#${section}`;

export const timelineKey = (
  site: SiteId,
  language: string,
  section: string,
  at: Instant,
  id: ArticleId,
): Key => ({ pk: timelinePk(site, language, section), sk: `${at}#${id}` });

/** Articles of one language whose lists keep fillers, in order of time: of a section, or (`''`) of the site. */
export const filledPk = (site: SiteId, language: string, section: string): string =>
  `${site}#FILLED#${language}#${section}`;

/** Where an article stood when its list was found to need fillers. */
export interface Place {
  readonly language: string;
  readonly section: string;
  readonly at: Instant;
}

/** The items that note such a list, for those who may fill it. */
export function filledItems(site: SiteId, id: ArticleId, place: Place): readonly Item[] {
  const { language, section, at } = place;
  const sections = section === '' ? [''] : ['', section];
  return sections.map((of) => ({ pk: filledPk(site, language, of), sk: `${at}#${id}`, section }));
}

/** Which statistics each language of a site is scored by. */
export const statisticsKey = (site: SiteId): Key => ({ pk: `${site}#S`, sk: 'STATISTICS' });

/** One part of numbered statistics; immutable. */
export const statisticsPartKey = (
  site: SiteId,
  language: string,
  number: number,
  part: number,
): Key => ({
  pk: `${site}#STAT#${language}`,
  sk: `${String(number).padStart(8, '0')}#${String(part).padStart(4, '0')}`,
});

/** A sample of the articles that came since the statistics of this number were taken: a string set of ids. */
export const arrivalsKey = (site: SiteId, language: string, number: number): Key => ({
  pk: `${site}#S`,
  sk: `ARRIVALS#${language}#${number}`,
});
