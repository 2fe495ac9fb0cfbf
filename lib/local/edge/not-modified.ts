import { type Headers, header } from './headers.ts';

/** Whether the viewer already has this object, by RFC 9110 §13: tags decide over times, compared weakly. */
export function notModified(viewer: Headers, object: Headers): boolean {
  const wanted = header(viewer, 'if-none-match');
  if (wanted !== undefined) {
    const etag = header(object, 'etag');
    if (etag === undefined) return false;
    const tags = wanted.split(',').map((tag) => tag.trim());
    return tags.includes('*') || tags.some((tag) => weak(tag) === weak(etag));
  }
  const since = Date.parse(header(viewer, 'if-modified-since') ?? '');
  const modified = Date.parse(header(object, 'last-modified') ?? '');
  return modified <= since;
}

const weak = (tag: string): string => tag.replace(/^W\//, '');
