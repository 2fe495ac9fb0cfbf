import type { Page } from './view.ts';

const NONCE = '[A-Za-z0-9_-]+';
const ENDS = {
  markup: new RegExp(`<!-- offstone (${NONCE}) -->\\n$`),
  text: new RegExp(`# offstone (${NONCE})\\n$`),
  json: new RegExp(`,"_offstone":\\{"stamp":"(${NONCE})"\\}\\}\\n$`),
} as const;

/**
 * The page's bytes with a mark that no other rendering has: a stalled renderer's bytes then never share an ETag with
 * newer ones. `nonce` is of letters, digits, `-` and `_`.
 */
export function stamp(page: Page, nonce: string): string {
  switch (formOf(page.contentType)) {
    case 'markup':
      return `${page.body}<!-- offstone ${nonce} -->\n`;
    case 'text':
      return `${page.body}# offstone ${nonce}\n`;
    case 'json':
      return `${page.body.slice(0, -2)},"_offstone":{"stamp":"${nonce}"}}\n`;
  }
}

/** The bytes before they were stamped. Bytes without a stamp come back as they are. */
export function unstamp(contentType: string, body: string): string {
  const form = formOf(contentType);
  return body.replace(ENDS[form], form === 'json' ? '}\n' : '');
}

/** The nonce of stamped bytes. Article text cannot pass for one: the stamp follows the page's own end. */
export function stampOf(body: string): string | undefined {
  for (const end of Object.values(ENDS)) {
    const found = end.exec(body)?.[1];
    if (found) return found;
  }
  return undefined;
}

function formOf(contentType: string): keyof typeof ENDS {
  if (contentType.startsWith('text/plain')) return 'text';
  return contentType.includes('json') ? 'json' : 'markup';
}
