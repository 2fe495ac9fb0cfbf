const WIDTH = 100;
const PLAIN_LIST = /^( *"[^"]*": )\[\n([^[\]{}]*?)\n *\](,?)$/gm;

/** JSON as the formatter of this repository leaves it: short plain lists on one line. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replace(
    PLAIN_LIST,
    (whole, key: string, entries: string, comma: string) => {
      const line = `${key}[${entries
        .split('\n')
        .map((entry) => entry.trim())
        .join(' ')}]${comma}`;
      return line.length <= WIDTH ? line : whole;
    },
  );
}
