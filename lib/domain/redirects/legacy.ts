import { decodedPath, httpUrl, isReserved, pathProblem } from '#events';
import { type ArticleId, articleId, type Path, path } from '../ids.ts';
import type { Site } from '../site/site.ts';

/** Where an address of the time before Offstone leads. */
export type Target =
  | { readonly kind: 'article'; readonly id: ArticleId }
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'url'; readonly url: string };

/** One address of the time before Offstone. */
export interface Legacy {
  readonly from: Path;
  readonly to: Target;
}

const ARTICLE_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;

/**
 * A line of a list of redirects: from a path, or from an address whose host no longer matters; to an article's id, a
 * path of the site, or an http(s) address. Gives what is wrong with it in words, if anything is.
 */
export function legacyOf(
  from: string,
  to: string,
  site: Pick<Site, 'baseUrl' | 'settings'>,
): Legacy | { readonly problem: string } {
  const source = sourceOf(from.trim(), site);
  if ('problem' in source) return { problem: `from ${source.problem}` };
  const target = targetOf(to.trim(), site.baseUrl);
  return 'problem' in target
    ? { problem: `to ${target.problem}` }
    : { from: source.from, to: target };
}

function sourceOf(
  text: string,
  { settings }: Pick<Site, 'settings'>,
): { readonly from: Path } | { readonly problem: string } {
  const plain = /^https?:\/\//i.test(text) ? pathOfUrl(text) : text;
  if (plain === undefined) return { problem: 'is no http(s) address' };
  const problem = pathProblem(plain);
  if (problem) return { problem };
  const from = path(decodedPath(plain) ?? plain);
  const isFront = settings.sections.some((section) => from === `/${section.path}`);
  return isReserved(from) || isFront
    ? { problem: 'is an address of the site’s own pages' }
    : { from };
}

/** With its query, which no address of ours has: to be refused, not cut off. */
function pathOfUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { pathname, search } = new URL(text);
  return pathname + search;
}

function targetOf(text: string, baseUrl: string): Target | { readonly problem: string } {
  if (text.startsWith('/') || isBelow(text, baseUrl)) {
    const plain = text.startsWith('/') ? text : text.slice(baseUrl.length) || '/';
    const problem = pathProblem(plain);
    return problem ? { problem } : { kind: 'path', path: path(decodedPath(plain) ?? plain) };
  }
  if (/^https?:/i.test(text)) {
    const url = httpUrl(text);
    return url ? { kind: 'url', url } : { problem: 'is no http(s) address' };
  }
  if (ARTICLE_ID.test(text)) return { kind: 'article', id: articleId(text) };
  return { problem: 'must be an article’s id, a path that starts with /, or an http(s) address' };
}

const isBelow = (text: string, baseUrl: string): boolean =>
  text === baseUrl || text.startsWith(`${baseUrl}/`);
