/** S3 keys hold 1,024 bytes of UTF-8; a stage may prefix its own. */
const PATH_BYTES_MAX = 1_000;
const PATH_CHARACTERS_MAX = 500;
const UNSAFE = /[?#%\\\p{C}\p{Zl}\p{Zp}]/u;

const RESERVED = new Set([
  '/',
  '/feed.xml',
  '/atom.xml',
  '/feed.json',
  '/sitemap.xml',
  '/news-sitemap.xml',
  '/robots.txt',
  '/index.html',
]);
const RESERVED_FOLDER = /^\/(?:sitemaps|archive|authors|topics|errors|media|\.well-known)(?:\/|$)/;
/** Lists below a section have feeds and archives of their own. */
const RESERVED_ENDING = /\/(?:feed\.xml|atom\.xml|feed\.json|archive\/\d{4}\/\d\d(?:\/\d\d){0,2})$/;

/** An address that a page of the site itself has or may come to have, so that no article can claim it. */
export const isReserved = (path: string): boolean =>
  RESERVED.has(path) || RESERVED_FOLDER.test(path) || RESERVED_ENDING.test(path);

/** A section whose front would be at the address of another kind of page: `archive`, `world/archive`, `2026/11/14/storm`. */
export const isReservedSection = (section: string): boolean =>
  RESERVED_FOLDER.test(`/${section}`) ||
  section.split('/').includes('archive') ||
  /^\d{4}\/\d\d\/\d\d\//.test(section);

/** A path as pages are stored under it: percent-decoded, NFC, no slash at its end. `undefined` for broken encoding. */
export function decodedPath(text: string): string | undefined {
  try {
    const path = decodeURIComponent(text.toWellFormed()).normalize('NFC');
    return path.length > 1 ? path.replace(/\/+$/, '') || '/' : path;
  } catch {
    return undefined;
  }
}

/** What is wrong with a path below the site's base URL, or `undefined`. */
export function pathProblem(text: string): string | undefined {
  if (text.length > PATH_CHARACTERS_MAX) {
    return `must be at most ${PATH_CHARACTERS_MAX} characters, has ${text.length}`;
  }
  if (!/^\/(?!\/)/.test(text)) return 'must be a path that starts with one /, like /old/address';
  if (/[?#]/.test(text))
    return 'must be a path alone: leave out the query (?) and the fragment (#)';
  const path = decodedPath(text);
  if (path === undefined) return 'must be percent-encoded correctly, or not at all';
  if (UNSAFE.test(path)) return 'must not hold control characters, backslashes, or encoded ? # %';
  const segments = path.slice(1).split('/');
  if (segments.some((segment) => segment === '.' || segment === '..')) {
    return 'must not hold . or .. between slashes';
  }
  if (path !== '/' && segments.includes('')) return 'must not hold two slashes in a row';
  if (utf8Bytes(path) > PATH_BYTES_MAX) return `must be at most ${PATH_BYTES_MAX} bytes of UTF-8`;
  return undefined;
}

/** How many bytes a text takes in UTF-8. */
export function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** An http or https address as browsers write it, or `undefined`. */
export function httpUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const web = url.protocol === 'http:' || url.protocol === 'https:';
  return web && url.username === '' && url.password === '' ? url.href : undefined;
}

/** A language tag in its canonical form, or `undefined` when it is not well-formed BCP 47. */
export function canonicalLanguage(text: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(text)[0];
  } catch {
    return undefined;
  }
}
