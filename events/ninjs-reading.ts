/** A member of a ninjs item and where it was, so that reasons can speak of the sender's own fields. */
export interface Found<T> {
  readonly value: T;
  readonly path: string;
}

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The first of the names that the item has, each also in the all-lower-case spelling of ninjs 1 and 2. */
export function member(item: Fields, ...names: readonly string[]): Found<unknown> | undefined {
  for (const name of names.flatMap((n) => [n, n.toLowerCase()])) {
    const value = Object.hasOwn(item, name) ? item[name] : undefined;
    if (value !== undefined && value !== null) return { value, path: name };
  }
  return undefined;
}

/** `member`, where it is text that is not blank. */
export function textMember(item: Fields, ...names: readonly string[]): Found<string> | undefined {
  const found = member(item, ...names);
  return found && typeof found.value === 'string' && found.value.trim() !== ''
    ? { value: found.value, path: found.path }
    : undefined;
}

/** Objects of a list, or of an object by name as in ninjs 1 (`associations`, `renditions`). */
export function objects(found: Found<unknown> | undefined): readonly Found<Fields>[] {
  if (!found) return [];
  const entries: readonly Found<unknown>[] = Array.isArray(found.value)
    ? found.value.map((value: unknown, n) => ({ value, path: `${found.path}[${n}]` }))
    : isFields(found.value)
      ? Object.entries(found.value).map(([key, value]) => ({ value, path: `${found.path}.${key}` }))
      : [];
  return entries.flatMap(({ value, path }) => (isFields(value) ? [{ value, path }] : []));
}

/** One rendition of a headline, description or body. */
export interface Wording extends Found<string> {
  readonly role: string;
  readonly contentType: string;
}

/**
 * Every wording of one kind: `headlines[]` as in ninjs 2 and 3, and `headline`, `headline_main`, `body_xhtml`, … as in
 * ninjs 1, where the role is in the name.
 */
export function wordings(item: Fields, plural: string, singular: string): readonly Wording[] {
  const listed = objects(member(item, plural)).flatMap(({ value, path }): Wording[] => {
    const text = textMember(value, 'value');
    return text
      ? [
          {
            value: text.value,
            path: `${path}.value`,
            role: textMember(value, 'role')?.value.toLowerCase() ?? '',
            contentType: textMember(value, 'contentType')?.value.toLowerCase() ?? '',
          },
        ]
      : [];
  });
  const named = Object.keys(item)
    .filter((name) => name === singular || name.startsWith(`${singular}_`))
    .flatMap((name): Wording[] => {
      const text = textMember(item, name);
      const role = name.slice(singular.length + 1).toLowerCase();
      return text ? [{ ...text, role, contentType: '' }] : [];
    });
  return [...listed, ...named];
}

/** The wording whose role comes first in `roles`; else the first of all. */
export function preferred(all: readonly Wording[], roles: readonly string[]): Wording | undefined {
  for (const role of roles) {
    const match = all.find((wording) => wording.role === role);
    if (match) return match;
  }
  return all[0];
}

/** Whether a wording is markup: by its type, else its role, else its look. */
export function isHtml({ contentType, role, value }: Wording): boolean {
  if (/html/.test(contentType)) return true;
  if (contentType.startsWith('text/') || contentType.includes('nitf')) return false;
  return /html|richtext/.test(role) || /^\s*<[a-z][^<]*>[\s\S]*<\/[a-z]+>\s*$/i.test(value);
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  '#39': "'",
};

/** A wording for a field of plain text. */
export function plainText(wording: Wording): string {
  if (!isHtml(wording)) return wording.value;
  return wording.value
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(#?\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replace(/\s+/g, ' ')
    .trim();
}

/** A text within a limit, cut at a word. */
export function cutTo(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, max - 1);
  const end = cut.lastIndexOf(' ');
  return `${cut.slice(0, end > max / 2 ? end : max - 1).toWellFormed()}…`;
}
