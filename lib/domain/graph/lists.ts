import type { Card } from '../publishing/article.ts';
import type { ListId } from './jobs.ts';

/** A section and those above it, nearest first: `world/europe` → `world/europe`, `world`. */
export function withAncestors(section: string): readonly string[] {
  const parts = section.split('/');
  return parts.map((_, n) => parts.slice(0, parts.length - n).join('/'));
}

/** The lists with an archive: the whole site and the sections an article is in, ancestors included. */
export function archivedLists(card: Card): readonly ListId[] {
  const sections = new Set(card.sections.flatMap(withAncestors));
  return ['', ...[...sections].map((section): ListId => `section:${section}`)];
}

/** Every list that shows the article. */
export function listsOf(card: Card): readonly ListId[] {
  return [
    ...archivedLists(card),
    ...new Set(card.byline.map((author): ListId => `author:${author.id}`)),
    ...new Set(card.topics.map((topic): ListId => `topic:${topic.id}`)),
  ];
}
