const compiled = new Map<string, RegExp>();

/** IAM's wildcards: `*` any characters, `?` one. @throws Error on a policy variable, which nothing here fills in. */
export function like(pattern: string, text: string, { ignoreCase = false } = {}): boolean {
  const key = `${ignoreCase ? 'i' : 's'}${pattern}`;
  let expression = compiled.get(key);
  if (!expression) {
    if (pattern.includes('${'))
      throw new Error(`Policy variables cannot be filled in here: ${pattern}`);
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '[^]*')
      .replaceAll('?', '[^]');
    expression = new RegExp(`^${source}$`, ignoreCase ? 'iu' : 'u');
    compiled.set(key, expression);
  }
  return expression.test(text);
}

/** The six parts of an ARN are compared one by one, so that a `*` never reaches over a colon; only the last may hold colons. */
export function arnLike(pattern: string, arn: string): boolean {
  if (pattern === '*') return true;
  const patterns = parts(pattern);
  const texts = parts(arn);
  if (patterns.length !== texts.length) return false;
  return patterns.every((part, index) => like(part, texts[index] ?? ''));
}

function parts(arn: string): readonly string[] {
  const all = arn.split(':');
  return all.length <= 6 ? all : [...all.slice(0, 5), all.slice(5).join(':')];
}

/** How much a pattern leaves open: the narrowest grant is the one that a call is booked on. */
export const wildcards = (pattern: string): number => pattern.match(/[*?]/g)?.length ?? 0;
