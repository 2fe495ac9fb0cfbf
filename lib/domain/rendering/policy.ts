import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

/** Text as a Content-Security-Policy source: the browser takes an inline element only with exactly these bytes. */
export const hashSource = (text: string): string =>
  `'sha256-${btoa(String.fromCharCode(...sha256(utf8ToBytes(text))))}'`;

/** What a page may load: its own style, its own data, and pictures of the origins it shows. */
export interface Sources {
  readonly style: string;
  /** The data block: never run, but checkers hold it for a script, and nothing else may pass for one. */
  readonly data?: string | undefined;
  readonly pictures: readonly string[];
}

/**
 * The policy that stands in the page, because a site's theme changes the style's hash while the edge's headers are
 * fixed. What a meta element cannot say (frames, transport) is in those headers. The icon is a picture, hence `data:`;
 * nothing on a page connects, but auditors that look at robots.txt do so in its name.
 */
export function contentPolicy({ style, data, pictures }: Sources): string {
  const script = data === undefined ? '' : ` script-src ${data};`;
  return `default-src 'none'; style-src ${style};${script} img-src 'self' data:${pictures.map((origin) => ` ${origin}`).join('')}; connect-src 'self'; base-uri 'none'; form-action 'none'`;
}
