import { type SafeHtml, safeHtml } from '../../ids.ts';
import type { ThemeTokens } from '../../site/site.ts';
import { hashSource } from '../policy.ts';
import { archive } from './archive.css.ts';
import { article } from './article.css.ts';
import { base, print } from './base.css.ts';
import { front } from './front.css.ts';
import { tokenRules } from './tokens.ts';

/** A page carries only the rules of its kind. */
export type SheetKind = 'article' | 'front' | 'archive' | 'plain';

export interface Sheet {
  readonly css: SafeHtml;
  /** As a Content-Security-Policy source. */
  readonly source: string;
}

const PARTS: Readonly<Record<SheetKind, string>> = { article, front, archive, plain: '' };

const sheets = new WeakMap<ThemeTokens, Map<SheetKind, Sheet>>();

/** The style sheet of a page of a kind in a site's theme, and the hash that the page's policy names it by. */
export function sheetOf(theme: ThemeTokens, kind: SheetKind): Sheet {
  let kinds = sheets.get(theme);
  if (!kinds) {
    kinds = new Map();
    sheets.set(theme, kinds);
  }
  let sheet = kinds.get(kind);
  if (!sheet) {
    const css = tokenRules(theme) + minified(base + PARTS[kind] + print);
    sheet = { css: safeHtml(css), source: hashSource(css) };
    kinds.set(kind, sheet);
  }
  return sheet;
}

/** The same sheet without comments and needless white space. Our own text only: strings hold none of `{};,>`. */
export const minified = (css: string): string =>
  css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,>]) ?/g, '$1')
    .replace(/: /g, ':')
    .replace(/;\}/g, '}')
    .trim();
