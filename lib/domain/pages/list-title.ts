import type { ListId } from '../graph/jobs.ts';
import type { Card } from '../publishing/article.ts';
import type { Site } from '../site/site.ts';

/** The name of a list: as the settings or its newest article have it, else made from its address. */
export function titleOf(site: Site, list: ListId, cards: readonly Card[]): string {
  if (list === '') return site.settings.name;
  const name = list.slice(list.indexOf(':') + 1);
  if (list.startsWith('section:'))
    return (
      site.settings.sections.find(({ path }) => path === name)?.title ??
      spelled(name.split('/').at(-1) ?? name)
    );
  const people = cards.flatMap((card) => (list.startsWith('author:') ? card.byline : card.topics));
  return people.find(({ id }) => id === name)?.name ?? spelled(name);
}

const spelled = (name: string): string =>
  name.replace(/-/g, ' ').replace(/^\p{L}/u, (letter) => letter.toUpperCase());
