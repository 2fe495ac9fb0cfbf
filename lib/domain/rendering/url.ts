import type { Path } from '../ids.ts';
import type { SiteIdentity } from '../site/site.ts';

/** http, https, mailto, tel, one leading slash (two would leave the site), or a fragment. */
const SAFE = /^(?:https?:\/\/[^/\\]|mailto:|tel:|#|\/(?![/\\]))/i;

/** Browsers drop some of these before they read the scheme, so no address with one is trusted. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not pass.
const CONTROL = /[\0-\x1f\x7f]/;

/** What nearly every address is: nothing in it to check or encode. */
const PLAIN = /^(?:https?:\/\/[\w.-]|\/(?!\/))[\w\-./:]*$/;

/** An address that may stand in a link or picture, percent-encoded where it must be; `undefined` when it may not. */
export function safeUrl(text: string): string | undefined {
  if (PLAIN.test(text)) return text;
  const trimmed = text.trim();
  if (!SAFE.test(trimmed) || CONTROL.test(trimmed)) return undefined;
  return trimmed.toWellFormed().replace(/[\s\x80-\xa0"<>\\^`{|}]/g, encodeURIComponent);
}

/** A path as it stands in links, location headers and sitemaps: percent-encoded. */
export const encodedPath = (path: Path): string =>
  /^[\w\-./]*$/.test(path)
    ? path
    : encodeURI(path.toWellFormed()).replace(/[?#]/g, encodeURIComponent);

/** The absolute address of a path on the site. */
export const absolute = (site: SiteIdentity, path: Path): string =>
  site.baseUrl + encodedPath(path);

/** What nearly every absolute address begins with: nothing that stands there can name another host. */
const PLAIN_ORIGIN = /^https?:\/\/[a-z0-9.-]+(?::\d+)?(?=[/?#]|$)/i;

/** `https://host:port` of an absolute http(s) address, as browsers read it; `undefined` when there is none. */
export function originOf(url: string): string | undefined {
  const plain = PLAIN_ORIGIN.exec(url)?.[0];
  if (plain) return plain.toLowerCase();
  return /^https?:/i.test(url) && URL.canParse(url) ? new URL(url).origin : undefined;
}
