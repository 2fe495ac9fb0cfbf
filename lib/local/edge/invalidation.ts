/** What an invalidation names: `/path`, `/path*`, or `#tag`. */
export type Invalidated =
  | { readonly tag: string }
  | { readonly path: string; readonly prefix: boolean };

/** Reads one item of an invalidation batch. Tags are compared without case, paths as they are decoded. */
export function readInvalidated(item: string): Invalidated {
  if (item.startsWith('#')) return { tag: item.slice(1).toLowerCase() };
  const rooted = item.startsWith('/') ? item : `/${item}`;
  return rooted.endsWith('*')
    ? { path: decoded(rooted.slice(0, -1)), prefix: true }
    : { path: decoded(rooted), prefix: false };
}

/** Whether a cached object (its path with the query string of its key) is meant. */
export function means(
  invalidated: Invalidated,
  object: { readonly url: string; readonly tags: readonly string[] },
): boolean {
  if ('tag' in invalidated) return object.tags.includes(invalidated.tag);
  const url = decoded(object.url);
  return invalidated.prefix ? url.startsWith(invalidated.path) : url === invalidated.path;
}

/** The tags of an origin's header, as they are compared. CloudFront keeps at most 50 an object. */
export const readTags = (value: string | undefined): readonly string[] =>
  (value ?? '')
    .split(',')
    .map((tag) => tag.trim().toLowerCase())
    .filter((tag) => tag !== '')
    .slice(0, 50);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
