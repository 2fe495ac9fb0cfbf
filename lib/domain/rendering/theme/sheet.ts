import { type SafeHtml, safeHtml } from '../../ids.ts';
import type { SiteSettings } from '../../site/site.ts';
import { hashSource } from '../policy.ts';
import { archive } from './archive.css.ts';
import { article } from './article.css.ts';
import { base, print } from './base.css.ts';
import { front } from './front.css.ts';
import { mastheadRules } from './masthead.css.ts';
import { tokenRules } from './tokens.ts';

/** A page carries only the rules of its kind. */
export type SheetKind = 'article' | 'front' | 'archive' | 'plain';

export interface Sheet {
  readonly css: SafeHtml;
  /** As a Content-Security-Policy source. */
  readonly source: string;
}

const PARTS: Readonly<Record<SheetKind, string>> = { article, front, archive, plain: '' };

const sheets = new WeakMap<SiteSettings, Map<string, Sheet>>();

/** The style sheet of a page of a kind as a site is set, `extra` rules last, and the source its policy names it by. */
export function sheetOf(settings: SiteSettings, kind: SheetKind, extra = ''): Sheet {
  let known = sheets.get(settings);
  if (!known) {
    known = new Map();
    sheets.set(settings, known);
  }
  const key = `${kind} ${extra}`;
  let sheet = known.get(key);
  if (!sheet) {
    const rules = base + PARTS[kind] + mastheadRules(settings) + print + extra;
    const css = tokenRules(settings.theme) + minified(rules);
    sheet = { css: safeHtml(css), source: hashSource(css) };
    known.set(key, sheet);
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
