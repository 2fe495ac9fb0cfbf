import { sha256Base32 } from '../hash.ts';
import { type ArticleId, type Day, type Path, path, type SiteId } from '../ids.ts';

const SUFFIX_LENGTHS = [6, 16, 52] as const;

/**
 * The addresses an article may have on a day, best first: its slug alone, then with a suffix of its own. Whoever
 * commits first has the plain one; the last is nobody else's by any chance.
 */
export function permalinks(site: SiteId, id: ArticleId, day: Day, slug: string): readonly Path[] {
  const folder = `/${day.replaceAll('-', '/')}/`;
  const suffixed = SUFFIX_LENGTHS.map((length) => sha256Base32(`${site}/${id}`, length));
  const plain = slug === '' ? [] : [slug];
  const named = suffixed.map((suffix) => (slug === '' ? suffix : `${slug}-${suffix}`));
  return [...plain, ...named].map((last) => path(folder + last));
}

/** The day in an article's address. It stays that of its first publication, wherever the article moves. */
export const dayOfPermalink = (permalink: Path): Day =>
  permalink.slice(1, 11).replaceAll('/', '-') as Day;
