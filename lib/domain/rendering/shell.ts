import { type SafeHtml, safeHtml } from '../ids.ts';
import { foot, masthead, type Place } from './chrome.ts';
import type { Design } from './design.ts';
import type { Dress } from './dress.ts';
import { closed, jsonForScript } from './escape.ts';
import { logoOrigins } from './nameplate.ts';
import { contentPolicy, hashSource } from './policy.ts';
import { finished, html, type Markup, raw } from './template.ts';
import { type SheetKind, sheetOf } from './theme/sheet.ts';
import { accent } from './theme/tokens.ts';

/** What makes one page differ from another around its main part. */
export interface Shell extends Place {
  readonly dress: Dress;
  readonly sheet: SheetKind;
  readonly design?: Design | undefined;
  /** Of the window and of search results: the site's name is added. */
  readonly title?: string | undefined;
  /** Metadata, after the title. */
  readonly meta?: Markup | undefined;
  /** What the page says to machines in schema.org's words. */
  readonly graph?: readonly object[] | undefined;
  readonly main: Markup;
  readonly imageOrigins?: readonly string[] | undefined;
  /** Attributes of the html element. */
  readonly marker?: Markup | undefined;
}

/** A bar in the site's accent over a column of text, so that browsers ask for no icon of their own. */
const icon = ({ site }: Dress): Markup =>
  html`<link rel="icon" href="data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20viewBox='0%200%208%208'%3E%3Cpath%20fill='${encodeURIComponent(accent(site.settings.theme))}'%20d='M0%200h8v2H0zM0%203h8v1H0z'/%3E%3Cpath%20fill='%23777'%20d='M0%205h5v1H0zM0%207h4v1H0z'/%3E%3C/svg%3E">`;

/** A whole HTML page. */
export function shell(page: Shell): SafeHtml {
  const { dress } = page;
  const { css, source } = sheetOf(dress.site.settings, page.sheet, page.design?.css);
  const data =
    page.graph && jsonForScript({ '@context': 'https://schema.org', '@graph': page.graph });
  const policy = contentPolicy({
    style: source,
    data: data && hashSource(data),
    pictures: [...new Set([...(page.imageOrigins ?? []), ...logoOrigins(dress)])],
  });
  const name = dress.site.settings.name;
  return finished(html`<!DOCTYPE html>
<html lang="${dress.locale.tag}" dir="${dress.locale.dir}"${page.marker}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${page.title ? `${closed(page.title)} | ${closed(name)}` : closed(name)}</title>
${page.meta}${data && html`<script type="application/ld+json">${raw(safeHtml(data))}</script>\n`}<meta name="color-scheme" content="light dark">
${icon(dress)}
<style>${raw(css)}</style>
</head>
<body${page.home && html` class="home"`}>
<a class="skip" href="#main">${dress.words.skip}</a>
${masthead(dress, page)}
<main id="main">
${page.main}
</main>
${foot(dress, page)}
</body>
</html>
`);
}
