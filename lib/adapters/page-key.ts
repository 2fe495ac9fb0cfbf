import { type Path, path } from '#domain/ids.ts';

/** A page's key in its site's bucket: its path without the leading slash; the home front is `index.html`. */
export const keyOfPath = (at: Path): string => (at === '/' ? 'index.html' : at.slice(1));

export const pathOfKey = (key: string): Path => path(key === 'index.html' ? '/' : `/${key}`);

/** A redirect's target as a header may carry it: what is not visible ASCII is percent-encoded. */
export const locationHeader = (location: string): string =>
  location.toWellFormed().replace(/[^\x21-\x7e]+/gu, encodeURIComponent);
