/** Header fields by lower-case name; only `set-cookie` ever has more than one value. */
export type Headers = Map<string, readonly string[]>;

export const headersOf = (fields: Readonly<Record<string, string | undefined>>): Headers =>
  new Map(
    Object.entries(fields).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), [value]] as const],
    ),
  );

export const header = (headers: Headers, name: string): string | undefined =>
  headers.get(name)?.join(', ');
