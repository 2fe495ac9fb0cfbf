import { type ArticleId, articleId, type Revision, revision } from '../ids.ts';
import { html, type Markup } from './template.ts';

/** Attributes of the html element that name the article and revision a page shows. */
export const marker = (id: ArticleId, shown: Revision): Markup =>
  html` data-article="${id}" data-revision="${shown}"`;

const MARKED =
  /^<!DOCTYPE html>\n<html lang="[^"]*" dir="(?:ltr|rtl)" data-article="([A-Za-z0-9._:-]+)" data-revision="(\d+)">/;

/**
 * Which article at which revision an HTML page shows; `undefined` for every other page. Read at the very start of the
 * page, before anything an article's text can reach.
 */
export function revisionShown(
  page: string,
): { readonly id: ArticleId; readonly revision: Revision } | undefined {
  const found = MARKED.exec(page);
  return found?.[1] && found[2]
    ? { id: articleId(found[1]), revision: revision(Number(found[2])) }
    : undefined;
}
