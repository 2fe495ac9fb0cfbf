declare const brand: unique symbol;
type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** A site of the stage, e.g. `daily`: `[a-z0-9-]{1,32}`. */
export type SiteId = Brand<string, 'SiteId'>;
/** The editorial system's own stable id of an article: `[A-Za-z0-9][A-Za-z0-9._:-]{0,127}`. */
export type ArticleId = Brand<string, 'ArticleId'>;
/** An integer ≥ 1 that grows with every edit of one article, front or site. */
export type Revision = Brand<number, 'Revision'>;
/** A moment in UTC at millisecond precision, always `2026-11-24T09:30:00.000Z`, so that text order is time order. */
export type Instant = Brand<string, 'Instant'>;
/** A calendar day in the site's time zone, `2026-11-24`. */
export type Day = Brand<string, 'Day'>;
/** A page's address below the site's base URL: starts with one `/`, no trailing slash but for the home front, not percent-encoded. */
export type Path = Brand<string, 'Path'>;
/** Markup that went through the sanitiser or the template's escaping: may be written into a page as it is. */
export type SafeHtml = Brand<string, 'SafeHtml'>;

/* The only places where brands are minted from text that was checked by a schema or built by a rule of this domain. */
export const siteId = (text: string): SiteId => text as SiteId;
export const articleId = (text: string): ArticleId => text as ArticleId;
export const revision = (number: number): Revision => number as Revision;
export const path = (text: string): Path => text as Path;
export const safeHtml = (text: string): SafeHtml => text as SafeHtml;
