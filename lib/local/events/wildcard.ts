import { InvalidPattern } from './invalid-pattern.ts';

/** Tests a text against one with `*` for any characters; `\*` and `\\` stand for themselves. */
export function wildcardTest(pattern: string): (text: string) => boolean {
  const [first = '', ...rest] = literals(pattern);
  const last = rest.pop();
  if (last === undefined) return (text) => text === first;
  return (text) => {
    if (!text.startsWith(first)) return false;
    // The earliest place for each part leaves the most room for the next, so nothing is ever tried again.
    let at = first.length;
    for (const part of rest) {
      const found = text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return text.length - last.length >= at && text.endsWith(last);
  };
}

/** The texts between the asterisks. */
function literals(pattern: string): string[] {
  const parts: string[] = [''];
  let previous = '';
  for (const [token] of pattern.matchAll(/\\[\s\S]?|[^\\]/gu)) {
    if (token === '*') {
      if (previous === '*')
        throw new InvalidPattern('Consecutive wildcard characters are not allowed.');
      parts.push('');
    } else parts[parts.length - 1] += literal(token);
    previous = token;
  }
  return parts;
}

function literal(token: string): string {
  if (!token.startsWith('\\')) return token;
  if (token === '\\*' || token === '\\\\') return token.slice(1);
  throw new InvalidPattern(
    'A backslash in a wildcard may only come before * or another backslash.',
  );
}
