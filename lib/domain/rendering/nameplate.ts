import type { Dress } from './dress.ts';
import { imageOrigins } from './picture.ts';
import { loadable } from './picture-address.ts';
import { html, type Markup } from './template.ts';

/**
 * The site's name, or its logo in the name's place. A logo that the site's own allow-list keeps out leaves the name,
 * so no page ever stands without one.
 */
export function nameplate(dress: Dress): Markup {
  const { logo, name } = dress.site.settings;
  const src = logo && loadable(dress.site, logo.url);
  if (!logo || !src) return html`<a href="/">${name}</a>`;
  const { width, height } = logo;
  const image = html`<img src="${src}" width="${width}" height="${height}" alt="${logo.alt ?? name}">`;
  const dark = logo.darkUrl && loadable(dress.site, logo.darkUrl);
  return html`<a href="/">${
    dark
      ? html`<picture><source media="(prefers-color-scheme:dark)" srcset="${dark.replaceAll(',', '%2C')}" width="${width}" height="${height}">${image}</picture>`
      : image
  }</a>`;
}

/** The origins that the nameplate loads from. */
export function logoOrigins(dress: Dress): readonly string[] {
  const { logo } = dress.site.settings;
  if (!logo) return [];
  return imageOrigins(
    dress,
    [logo.url, logo.darkUrl ?? logo.url].map((url) => ({
      url,
      width: 1,
      height: 1,
      alt: '',
      renditions: [],
    })),
  );
}
