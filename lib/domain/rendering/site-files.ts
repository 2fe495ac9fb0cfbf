import { type Path, path } from '../ids.ts';
import type { Site } from '../site/site.ts';
import { CACHE } from './caching.ts';
import { dressOf } from './dress.ts';
import { elsewhere } from './elsewhere.ts';
import { printable } from './escape.ts';
import { robots } from './metadata.ts';
import { shell } from './shell.ts';
import { html } from './template.ts';
import { safeUrl } from './url.ts';
import type { Page } from './view.ts';

/**
 * What a site has whatever is published: robots.txt, security.txt when there is a contact, and its error pages.
 * `month` is the one that is running, `2026-11`: without it there is nothing to date a security.txt by.
 */
export function renderSiteFiles(site: Site, month?: string): readonly Page[] {
  const contact = securityContact(site);
  return [
    textFile(path('/robots.txt'), robotsTxt(site)),
    ...(contact && month
      ? [textFile(path('/.well-known/security.txt'), securityTxt(site, contact, month))]
      : []),
    { ...renderMissing(site, path('/errors/404')) },
    errorPage(site, path('/errors/410'), 410),
  ];
}

/** A page that says there is none. */
export const renderMissing = (site: Site, at: Path): Page => errorPage(site, at, 404);

/** An address that leads nowhere any more. */
export const renderGone = (site: Site, at: Path, tags: readonly string[]): Page => ({
  ...errorPage(site, at, 410),
  tags,
});

function errorPage(site: Site, at: Path, status: 404 | 410): Page {
  const dress = dressOf(site, site.settings.language);
  const { words } = dress;
  const gone = status === 410;
  return {
    path: at,
    status,
    contentType: 'text/html; charset=utf-8',
    cacheControl: CACHE.siteFile,
    tags: [],
    body: shell({
      dress,
      sheet: 'plain',
      title: gone ? words.goneTitle : words.notFoundTitle,
      meta: robots(false),
      main: html`<section class="head">
<p class="kick">${gone ? words.withdrawn : words.notFound}</p>
<h1 class="big">${gone ? words.goneTitle : words.notFoundTitle}</h1>
<p class="sf">${words.notFoundText}</p>
</section>${elsewhere(dress)}`,
    }),
  };
}

const textFile = (at: Path, body: string): Page => ({
  path: at,
  status: 200,
  contentType: 'text/plain; charset=utf-8',
  cacheControl: CACHE.siteFile,
  tags: [],
  body,
});

const robotsTxt = ({ baseUrl }: Site): string => `User-agent: *
Disallow: /errors/

Sitemap: ${baseUrl}/sitemap.xml
Sitemap: ${baseUrl}/news-sitemap.xml
`;

/**
 * RFC 9116 wants an expiry less than a year ahead. The file is written anew each month, so it is five to six months
 * away for as long as the site is swept, and passes when nobody looks after the site any more.
 */
const VALID_MONTHS = 6;

const securityTxt = (site: Site, contact: string, month: string): string => `Contact: ${contact}
Expires: ${monthsAfter(month, VALID_MONTHS)}-01T00:00:00Z
Preferred-Languages: ${new Intl.Locale(dressOf(site, site.settings.language).locale.tag).language}
Canonical: ${site.baseUrl}/.well-known/security.txt
`;

function monthsAfter(month: string, count: number): string {
  const [year, number] = month.split('-').map(Number);
  const after = (year ?? 0) * 12 + (number ?? 1) - 1 + count;
  return `${Math.floor(after / 12)}-${String((after % 12) + 1).padStart(2, '0')}`;
}

/** An address of security's own as a URI: mail addresses may be given bare. */
function securityContact({ settings }: Site): string | undefined {
  const contact = settings.securityContact && printable(settings.securityContact).trim();
  if (!contact || /\s/.test(contact)) return undefined;
  return safeUrl(/^[^:@/]+@[^@]+$/.test(contact) ? `mailto:${contact}` : contact);
}
