import type { ListId } from '../graph/jobs.ts';
import { type Day, type Path, path } from '../ids.ts';
import type { Site } from '../site/site.ts';

/** The address of a list's page. */
export function listPath(list: ListId): Path {
  if (list === '') return path('/');
  const [kind = '', name = ''] = [
    list.slice(0, list.indexOf(':')),
    list.slice(list.indexOf(':') + 1),
  ];
  switch (kind) {
    case 'author':
      return path(`/authors/${name}`);
    case 'topic':
      return path(`/topics/${name}`);
    default:
      return path(`/${name}`);
  }
}

/** A file under a list's address: `under('section:world', 'feed.xml')` is `/world/feed.xml`. */
export const under = (list: ListId, name: string): Path =>
  path(`${list === '' ? '' : listPath(list)}/${name}`);

/** A list's page and its three feeds. */
export const listPaths = (list: ListId): readonly Path[] => [
  listPath(list),
  ...['feed.xml', 'atom.xml', 'feed.json'].map((name) => under(list, name)),
];

const slashed = (day: Day): string => day.replaceAll('-', '/');

/** The archive page of a day. */
export const dayPath = (list: ListId, day: Day): Path => under(list, `archive/${slashed(day)}`);

/** The archive page of an hour (`00` to `23`, in the site's zone) of a day too long for one page. */
export const hourPath = (list: ListId, day: Day, hour: string): Path =>
  under(list, `archive/${slashed(day)}/${hour}`);

/** The archive pages that a day may have besides its own. */
export const hourPaths = (list: ListId, day: Day): readonly Path[] =>
  Array.from({ length: 24 }, (_, hour) => hourPath(list, day, String(hour).padStart(2, '0')));

/** The archive page of the month that a day is in. */
export const monthPath = (list: ListId, day: Day): Path =>
  under(list, `archive/${slashed(day).slice(0, 7)}`);

/** The name of a section: as configured, else made from its path. */
export function sectionTitle(site: Site, section: string): string {
  const known = site.settings.sections.find((each) => each.path === section);
  if (known) return known.title;
  const last = (section.split('/').at(-1) ?? section).replaceAll('-', ' ');
  return last.charAt(0).toUpperCase() + last.slice(1);
}

/** A section's ancestors from the top, then itself: `world/europe` → `world`, `world/europe`. */
export const lineage = (section: string): readonly string[] =>
  section.split('/').map((_, n, parts) => parts.slice(0, n + 1).join('/'));
