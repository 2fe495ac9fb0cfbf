import type { Path } from '../ids.ts';
import type { Site } from '../site/site.ts';
import { CACHE } from './caching.ts';
import { dressOf } from './dress.ts';
import { finished, html } from './template.ts';
import { absolute, encodedPath, safeUrl } from './url.ts';
import type { Page } from './view.ts';

/**
 * An address that leads elsewhere for good. `to` is a path of the site, or an http(s) address; anything else leads to
 * the front. Its few words are for clients that do not follow.
 */
export function renderRedirect(
  site: Site,
  from: Path,
  to: Path | string,
  tags: readonly string[],
): Page {
  const location = locationOf(site, to);
  const dress = dressOf(site, site.settings.language);
  return {
    path: from,
    status: 301,
    location,
    contentType: 'text/html; charset=utf-8',
    cacheControl: CACHE.redirect,
    tags,
    body: finished(html`<!DOCTYPE html>
<html lang="${dress.locale.tag}" dir="${dress.locale.dir}">
<head>
<meta charset="utf-8">
<meta name="robots" content="noindex">
<title>${dress.words.moved}</title>
</head>
<body>
<p><a href="${location}">${dress.words.moved}</a></p>
</body>
</html>
`),
  };
}

/** Absolute and ASCII, as headers and object metadata want it. */
function locationOf(site: Site, to: Path | string): string {
  const home = absolute(site, '/' as Path);
  if (to.startsWith('/')) {
    const safe = safeUrl(to);
    return safe ? site.baseUrl + encodedPath(safe as Path) : home;
  }
  const safe = safeUrl(to);
  return safe && /^https?:/i.test(safe) ? encodeURI(safe).replaceAll('%25', '%') : home;
}
